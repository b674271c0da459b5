import { setImmediate } from 'node:timers/promises'

/** How long work may hold up everything else in its process, in ms. */
const slice = 20

/** Takes the steps of a piece of work, and lets the process hear its messages between them. */
export async function unhurried<T>(steps: Generator<void, T, void>): Promise<T> {
  let since = performance.now()
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    if (performance.now() - since < slice) continue
    await setImmediate()
    since = performance.now()
  }
}
