import { hash } from 'node:crypto'

/*
 * Checksums of a run's record: the first 64 bits of a SHA-256, as 16 hexadecimal digits.
 *
 * A line of a log ends in its number, how many changes by hand the log has had with it, and the checksum
 * of everything before: `…,"line":17,"hand":0,"check":"0f3c…"}`. So it is known of each line by itself
 * whether it is what was written, and of the log whether a line lacks, stands twice or elsewhere.
 */

/** @returns the checksum of a text (as UTF-8) or of bytes */
export function checksum(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex').slice(0, 16)
}

/** What the end of a log's line says of the line. */
export interface Seal {
  /** From 1. */
  readonly line: number
  /** Lines so far, this one included, that say what was changed by hand. */
  readonly hand: number
}

/** `,"check":"` and 16 digits and `"}`. */
const checkLength = 28

const ending = /,"line":(\d{1,15}),"hand":(\d{1,15})$/

/** So many bytes before the checksum hold the rest of the seal. */
const endingLength = 64

/** @returns an object's JSON with its seal, without a line end */
export function sealLine(json: string, { line, hand }: Seal): string {
  const body = `${json.slice(0, -1)}${json === '{}' ? '' : ','}"line":${line},"hand":${hand}`
  return `${body},"check":"${checksum(body)}"}`
}

/**
 * @param bytes of a line, without its end
 * @returns undefined where it has no seal, or one that is not its own
 */
export function readSeal(bytes: Buffer): Seal | undefined {
  const end = bytes.length - checkLength
  if (end < 0) return undefined
  const check = /^,"check":"([0-9a-f]{16})"\}$/.exec(bytes.toString('latin1', end))?.[1]
  if (check === undefined) return undefined
  const found = ending.exec(bytes.toString('latin1', Math.max(0, end - endingLength), end))
  if (!found || checksum(bytes.subarray(0, end)) !== check) return undefined
  return { line: Number(found[1]), hand: Number(found[2]) }
}

/** Whether a sealed line ends at the end of this one, or near: what was written of it was written whole. */
export function holdsSeal(bytes: Buffer): boolean {
  return /,"check":"[^"]{16}"\}/.test(bytes.toString('latin1', Math.max(0, bytes.length - 256)))
}

type Json = Readonly<Record<string, unknown>>

/** @returns an object with the checksum of its content, whatever the order of its keys, as `check` */
export function sealed<T extends object>(value: T): T & { readonly check: string } {
  const content = { ...value, check: undefined }
  return { ...content, check: checksum(canonical(content)) } as T & { readonly check: string }
}

/** Whether an object is what was sealed; one without a checksum is not. */
export function isSealed(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { check, ...content } = value as Json
  return check === checksum(canonical(content))
}

/** @returns the JSON that a value has however its objects' keys are ordered */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part
    const entries = Object.entries(part as Json)
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
  })
}
