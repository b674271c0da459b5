import { getPriority } from 'node:os'
import { expect, it } from 'vitest'
import { createForkLauncher } from '#main/process/fork.ts'
import { createTrainerPool } from '#main/trainer/pool.ts'
import { trainerEntry } from './support.ts'

it('a trainer behind a page steps back, one of a command line does not', async () => {
  const entry = await trainerEntry()
  for (const background of [true, false]) {
    const launcher = createForkLauncher({ entry, background })
    const pool = createTrainerPool({ launcher, processes: 1 })
    try {
      await pool.warm()
      const [pid] = pool.pids()
      // A larger number is a lower priority.
      if (background) expect(getPriority(pid)).toBeGreaterThan(getPriority())
      else expect(getPriority(pid)).toBe(getPriority())
    } finally {
      await pool.dispose()
    }
  }
})
