/** Whether a host answers, and if not, why in a few words. */
export type Probe = { reachable: true } | { reachable: false; reason: string }

/** How long a probe waits for any answer, in milliseconds. */
const PROBE_TIMEOUT = 4_000

/**
 * Asks a host for anything at all. A network that refuses answers at once; one that drops
 * packets costs `timeout` and no more, where the vendors' own downloads would hang for minutes.
 * @param timeout milliseconds
 */
export async function probe(address: string, timeout: number = PROBE_TIMEOUT): Promise<Probe> {
  let url: URL
  try {
    url = new URL(address)
  } catch {
    return { reachable: false, reason: `"${address}" is no address` }
  }
  const cancel = new AbortController()
  const timer = setTimeout(() => cancel.abort(), timeout)
  try {
    // Any status will do: a host that says "not found" is there.
    const answer = await fetch(url, { method: 'HEAD', signal: cancel.signal })
    await answer.body?.cancel()
    return { reachable: true }
  } catch (error) {
    if (cancel.signal.aborted) {
      return { reachable: false, reason: `${url.host} gave no answer in ${timeout / 1000} s` }
    }
    const cause = (error as { cause?: NodeJS.ErrnoException }).cause
    return { reachable: false, reason: `${url.host}: ${cause?.code ?? cause?.message ?? 'failed'}` }
  } finally {
    clearTimeout(timer)
  }
}
