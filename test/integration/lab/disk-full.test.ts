import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { readPastRace } from '#main/lab/past-race.ts'
import type { LogRecord } from '#shared/experiment/log.ts'
import { mayMount, mountSmallDisk, type SmallDisk } from '#test/support/small-disk.ts'
import { iris, openLab, type TestLab } from './support.ts'
import { readLog } from '#main/lab/log-reader.ts'

let lab: TestLab | undefined
let disk: SmallDisk | undefined

afterEach(async () => {
  await lab?.close()
  disk?.close()
  lab = undefined
  disk = undefined
})

/** Some 750 kB of log. */
const wordy = iris({
  seeds: [1, 2],
  budget: { epochs: 200 },
  record: { metrics: ['batchLoss', 'trainLoss', 'gradientNorm'], every: { steps: 1 } },
})

/** What was measured, but for the clock. */
async function measured(folder: string): Promise<LogRecord[]> {
  const records: LogRecord[] = []
  await readLog(folder, (record) => records.push(record))
  return records
    .flatMap((record) => (record.kind === 'metrics' ? [{ ...record, seconds: 0 }] : []))
    .sort((a, b) => a.shard - b.shard || a.step - b.step)
}

// A container may forbid even root to mount; what is done when a write fails is tested without, too.
describe.runIf(mayMount())('a disk that is full in the middle of a log', () => {
  it('ends the race with a sentence, keeps what was written, and goes on when there is room', async () => {
    lab = await openLab()
    const reference = await lab.races.start(wordy)
    await reference.whenEnded()
    const expected = await measured(reference.folder)
    await lab.close()

    disk = mountSmallDisk('256k')
    const runsFolder = join(disk.folder, 'runs')
    lab = await openLab({ runsFolder })
    const race = await lab.races.start(wordy)
    await race.whenEnded()
    expect(race.status()).toMatchObject({ phase: 'failed', error: { code: 'log-failed' } })
    expect(race.status().error?.message).toMatch(/ENOSPC.*Make room/s)
    // What there was room for is whole; at most the last line is torn.
    const { race: past, recorded } = await readPastRace(runsFolder, race.id)
    expect(past.status.step).toBeGreaterThan(0)
    expect(recorded.columns.run.length).toBeGreaterThan(100)
    expect(recorded.damage.lost).toEqual([])
    // No draft of a checkpoint takes the little room there is.
    expect((await readdir(race.folder)).filter((name) => name.endsWith('.draft'))).toEqual([])

    // Going on is refused in words as long as nothing can be written.
    await expect(lab.races.resume(race.id)).rejects.toMatchObject({ code: 'log-failed' })

    disk.grow('16m')
    const resumed = await lab.races.resume(race.id)
    await resumed.whenEnded()
    expect(resumed.status().phase).toBe('finished')
    expect(await measured(race.folder)).toEqual(expected)
  })
})
