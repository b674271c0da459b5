import { describe, expect, it } from 'vitest'
import type { Count } from '#scripts/test/count.ts'
import { schedule } from '#scripts/test/schedule.ts'

const passed: Count = { passed: 1, failed: 0 }
const failed: Count = { passed: 0, failed: 1 }

/** Jobs that end when the test says so. */
function stage(needs: Record<string, readonly string[]>) {
  const begun: string[] = []
  const skipped: string[] = []
  const ends = new Map<string, (count: Count) => void>()
  const jobs = Object.entries(needs).map(([name, needs]) => ({
    name,
    needs,
    run: () => {
      begun.push(name)
      return new Promise<Count>((resolve) => ends.set(name, resolve))
    },
    skip: (need: string) => void skipped.push(`${name} for ${need}`),
  }))
  /** Ends a job, and lets everything happen that follows from it. */
  const end = async (name: string, count = passed): Promise<void> => {
    ends.get(name)?.(count)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { jobs, begun, skipped, end }
}

describe('jobs side by side', () => {
  it('begin in the order of the list, as many as there are lanes', async () => {
    const { jobs, begun, end } = stage({ a: [], b: [], c: [], d: [] })
    const results = schedule(jobs, 2, () => 0)
    expect(begun).toEqual(['a', 'b'])
    await end('b')
    expect(begun).toEqual(['a', 'b', 'c'])
    await end('a')
    await end('c')
    await end('d')
    expect((await results).map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd'])
  })

  it('wait for what they need, and let others pass meanwhile', async () => {
    const { jobs, begun, end } = stage({ a: [], b: ['a', 'elsewhere'], c: [] })
    const results = schedule(jobs, 2, () => 0)
    expect(begun).toEqual(['a', 'c'])
    await end('c')
    expect(begun).toEqual(['a', 'c'])
    await end('a')
    expect(begun).toEqual(['a', 'c', 'b'])
    await end('b')
    expect(await results).toHaveLength(3)
  })

  it('count as failed when what they need has failed, and so do those that need them', async () => {
    const { jobs, begun, skipped, end } = stage({ a: [], b: ['a'], c: ['b'], d: [] })
    const results = schedule(jobs, 1, () => 0)
    await end('a', failed)
    expect(skipped).toEqual(['b for a', 'c for b'])
    expect(begun).toEqual(['a', 'd'])
    await end('d')
    expect((await results).map(({ failed }) => failed)).toEqual([1, 1, 1, 0])
  })

  it('are timed each by itself', async () => {
    let now = 0
    const { jobs, end } = stage({ a: [], b: [] })
    const results = schedule(jobs, 1, () => now)
    now = 7
    await end('a')
    now = 10
    await end('b')
    expect((await results).map(({ duration }) => duration)).toEqual([7, 3])
  })

  it('let those beside them end before a fault is thrown', async () => {
    const { jobs, end } = stage({ a: [] })
    const broken = {
      ...{ name: 'broken', needs: [], skip: () => undefined },
      run: () => Promise.reject(new Error('no such program')),
    }
    let told = false
    const results = schedule([...jobs, broken], 2, () => 0).catch((error: unknown) => {
      told = true
      return String(error)
    })
    await new Promise((resolve) => setImmediate(resolve))
    expect(told).toBe(false)
    await end('a')
    expect(await results).toBe('Error: no such program')
  })
})
