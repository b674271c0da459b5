import { setImmediate } from 'node:timers/promises'

/**
 * Does something with each of many things, a few at a time, and lets the process hear its messages in
 * between.
 *
 * @param most at a time
 * @returns the results, in the order of the things
 */
export async function withEach<T, R>(
  things: readonly T[],
  most: number,
  work: (thing: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < things.length) {
      const index = next++
      results[index] = await work(things[index]!)
      await setImmediate()
    }
  }
  await Promise.all(Array.from({ length: Math.min(most, things.length) }, worker))
  return results
}
