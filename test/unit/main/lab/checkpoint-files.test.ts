import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkpointName, readKept, writeCheckpoint } from '#main/lab/checkpoint-files.ts'
import { parseSpec } from '#shared/experiment/spec.ts'
import { pack } from '#shared/pack.ts'
import { readTable } from '#test/support/tables.ts'
import { cases } from '#test/support/thorough.ts'
import { trainerOf } from '#test/support/training.ts'
import { smallSpec } from './library/support.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-'))
})
afterEach(() => rm(folder, { recursive: true }))

const at = '2026-01-02T03:04:05.000Z'

describe('a checkpoint', () => {
  const run = { created: at, version: 3 }

  async function keep(): Promise<Buffer> {
    const trainer = trainerOf(parseSpec(smallSpec), await readTable('iris'))
    trainer.advance()
    await writeCheckpoint(
      folder,
      { run: at, shard: 0, log: { lines: 3, hand: 0 } },
      pack(trainer.checkpoint()),
    )
    return readFile(join(folder, checkpointName(0)))
  }

  it('comes back as it was, and says in a line what it is of', async () => {
    const file = await keep()
    expect(await readKept(folder, 0, run)).toMatchObject({ kept: { step: 1 } })
    const head: unknown = JSON.parse(file.toString('utf8', 0, file.indexOf(10)))
    expect(head).toMatchObject({ run: at, shard: 0, lines: 3, hand: 0 })
  })

  it('of which any bit is another is as good as none', async () => {
    const bytes = await keep()
    for (let bit = 0; bit < 8 * bytes.length; bit += cases(31, 1)) {
      const changed = Buffer.from(bytes)
      changed[bit >> 3]! ^= 1 << (bit & 7)
      await writeFile(join(folder, checkpointName(0)), changed)
      expect(await readKept(folder, 0, run), `bit ${bit}`).toEqual({ fault: 'damaged' })
    }
  })

  it('of another run, another share, or cut short is as good as none; one that is not there is missing', async () => {
    const bytes = await keep()
    expect(await readKept(folder, 0, { ...run, created: 'then' })).toEqual({ fault: 'damaged' })
    await writeFile(join(folder, checkpointName(1)), bytes)
    expect(await readKept(folder, 1, run)).toEqual({ fault: 'damaged' })
    await writeFile(join(folder, checkpointName(0)), bytes.subarray(0, -1))
    expect(await readKept(folder, 0, run)).toEqual({ fault: 'damaged' })
    expect(await readKept(folder, 2, run)).toEqual({ fault: 'missing' })
  })

  it('without a head is one of form 2, and of no other', async () => {
    const bytes = await keep()
    await writeFile(join(folder, checkpointName(0)), bytes.subarray(bytes.indexOf(10) + 1))
    expect(await readKept(folder, 0, { ...run, version: 2 })).toMatchObject({ kept: { step: 1 } })
    expect(await readKept(folder, 0, run)).toEqual({ fault: 'damaged' })
  })
})
