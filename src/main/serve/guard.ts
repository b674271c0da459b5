import { timingSafeEqual } from 'node:crypto'

/** What of a request decides whether it is answered. */
export interface Asked {
  readonly method: string | undefined
  /** The request's target as it came. */
  readonly url: string | undefined
  readonly host: string | undefined
  readonly origin: string | undefined
}

/** Names under which only this machine knows the server; a port may be forwarded to another. */
const loopback = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/

/**
 * Decides about a request for a file of the page.
 *
 * @returns the path below the token, or the status to refuse with
 */
export function checkFileRequest(
  asked: Asked,
  token: string,
): { path: string } | { status: number } {
  // A name of somebody else's that resolves to this machine (DNS rebinding).
  if (!loopback.test(asked.host ?? '')) return { status: 403 }
  if (asked.origin !== undefined && !isOwnOrigin(asked)) return { status: 403 }
  const path = pathBelow(token, asked.url)
  if (asked.method !== 'GET' || path === undefined) return { status: 404 }
  return { path }
}

/**
 * Decides about a request to open the page's socket. Only the page itself may: a browser lets any
 * page ask, and tells whose page it is.
 *
 * @returns the status to refuse with, or undefined
 */
export function checkSocketRequest(asked: Asked, token: string): number | undefined {
  if (!loopback.test(asked.host ?? '')) return 403
  if (!isOwnOrigin(asked)) return 403
  if (asked.method !== 'GET' || pathBelow(token, asked.url) !== 'socket') return 404
  return undefined
}

/**
 * Decides about a request to take a file. Only the page itself may send one: a form on any page
 * could be sent here, and its browser tells from where.
 *
 * @returns the status to refuse with, or undefined
 */
export function checkUploadRequest(asked: Asked, token: string): number | undefined {
  if (!loopback.test(asked.host ?? '')) return 403
  if (asked.method !== 'POST' || pathBelow(token, asked.url) !== 'upload') return 404
  return isOwnOrigin(asked) ? undefined : 403
}

function isOwnOrigin({ host, origin }: Asked): boolean {
  return origin === `http://${host}`
}

/** @returns what follows `/<token>/`, without a query */
function pathBelow(token: string, url = ''): string | undefined {
  const [, given = '', rest] = /^\/([^/?#]*)\/([^?#]*)/.exec(url) ?? []
  if (rest === undefined || !equal(given, token)) return undefined
  return rest
}

/** Takes as long whatever differs. */
function equal(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)]
  return a.length === b.length && timingSafeEqual(a, b)
}
