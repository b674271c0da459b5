import { request } from 'node:http'

/** Whether a host answers, and if not, why in a few words. */
export type Probe = { reachable: true } | { reachable: false; reason: string }

/** How long a probe waits for any answer, in milliseconds. */
const probeTimeout = 4_000

/** The proxy that downloads of an address go through, as the vendors' installers read it. */
export function proxyFor(address: URL, env: NodeJS.ProcessEnv): URL | undefined {
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(address.hostname)
  const value = env.HTTPS_PROXY ?? env.https_proxy ?? env.HTTP_PROXY ?? env.http_proxy
  return local || !value || !URL.canParse(value) ? undefined : new URL(value)
}

/** Asks a host for anything at all. Any status will do: one that says "not found" is there. */
async function askDirectly(address: URL, signal: AbortSignal): Promise<void> {
  const answer = await fetch(address, { method: 'HEAD', signal })
  await answer.body?.cancel()
}

/** Asks a proxy for a connection to the host, and closes it. */
function askProxy(address: URL, proxy: URL, signal: AbortSignal): Promise<void> {
  const host = `${address.hostname}:${address.port || (address.protocol === 'http:' ? 80 : 443)}`
  const { username, password } = proxy
  const key = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`)
  return new Promise((resolve, reject) => {
    const asked = request({
      method: 'CONNECT',
      host: proxy.hostname,
      port: proxy.port || 80,
      path: host,
      headers: username ? { 'proxy-authorization': `Basic ${key.toString('base64')}` } : {},
      signal,
    })
    asked.on('connect', (answer, socket) => {
      socket.destroy()
      if (answer.statusCode === 200) resolve()
      else reject(new Error(`the proxy answered ${answer.statusCode}`))
    })
    // An answer of another kind than to CONNECT is a refusal.
    asked.on('response', (answer) => {
      answer.destroy()
      reject(new Error(`the proxy answered ${answer.statusCode}`))
    })
    asked.on('error', reject)
    asked.end()
  })
}

function reasonOf(error: unknown): string {
  const { code, message, cause } = error as NodeJS.ErrnoException & { cause?: unknown }
  return cause === undefined ? (code ?? message ?? 'failed') : reasonOf(cause)
}

/**
 * Whether an address can be reached, directly or through the environment's proxy. A network
 * that refuses answers at once; one that drops packets costs `timeout` and no more, where the
 * vendors' own downloads would hang for minutes.
 * @param timeout milliseconds
 */
export async function probe(
  address: string,
  env: NodeJS.ProcessEnv,
  timeout: number = probeTimeout,
): Promise<Probe> {
  if (!URL.canParse(address)) return { reachable: false, reason: `"${address}" is no address` }
  const url = new URL(address)
  const proxy = proxyFor(url, env)
  const cancel = new AbortController()
  const timer = setTimeout(() => cancel.abort(), timeout)
  try {
    if (proxy) await askProxy(url, proxy, cancel.signal)
    else await askDirectly(url, cancel.signal)
    return { reachable: true }
  } catch (error) {
    if (cancel.signal.aborted) {
      return { reachable: false, reason: `${url.host} gave no answer in ${timeout / 1000} s` }
    }
    return { reachable: false, reason: `${url.host}: ${reasonOf(error)}` }
  } finally {
    clearTimeout(timer)
  }
}
