import { mkdtemp, rm } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isWorkedElsewhere } from '#main/lab/shards/index.ts'
import { holdRun } from '#main/lab/run-lock.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-elsewhere-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const at = Date.parse('2026-03-04T05:06:07.000Z')
const ran = (host: string, seconds: number) => [{ at: new Date(at).toISOString(), seconds, host }]

it('a folder is worked on where a living program has it', async () => {
  expect(await isWorkedElsewhere(folder)).toBe(false)
  const hold = await holdRun(folder, 'tournament')
  expect(await isWorkedElsewhere(folder)).toBe(true)
  await hold.release()
  expect(await isWorkedElsewhere(folder)).toBe(false)
})

it('a folder is worked on for a while after another machine has done a shard in it', async () => {
  // A minute, or as long as three of its shards take.
  for (const [seconds, after] of [
    [1, 60_000],
    [100, 300_000],
  ] as const) {
    expect(await isWorkedElsewhere(folder, ran('n1', seconds), at + after)).toBe(true)
    expect(await isWorkedElsewhere(folder, ran('n1', seconds), at + after + 1)).toBe(false)
  }
  // What this machine did is no sign of others.
  expect(await isWorkedElsewhere(folder, ran(hostname(), 1), at)).toBe(false)
})
