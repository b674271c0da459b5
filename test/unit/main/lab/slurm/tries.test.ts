import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { beginTry, forgetTries, readTries } from '#main/lab/slurm/tries.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-'))
})

afterEach(() => rm(folder, { recursive: true }))

const job = { SLURM_ARRAY_JOB_ID: '12', SLURM_ARRAY_TASK_ID: '3' }

describe('the tries of a shard', () => {
  it('are counted in the folder, up to as many as may be', async () => {
    await beginTry(folder, 3, 2, job)
    await beginTry(folder, 3, 2, {})
    await beginTry(folder, 4, 2, {})
    await expect(beginTry(folder, 3, 2, job)).rejects.toMatchObject({
      code: 'shard-failed',
      parameters: { shard: 3, tries: 2 },
    })
    const tries = await readTries(folder)
    expect(tries.get(3)?.map((each) => each.job)).toEqual(['12_3', undefined])
    expect(tries.get(4)).toHaveLength(1)
  })

  it('are never one for two that begin at once', async () => {
    const begun = await Promise.allSettled(
      Array.from({ length: 5 }, () => beginTry(folder, 0, 3, {})),
    )
    expect(begun.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    expect((await readdir(join(folder, 'slurm', 'tries'))).sort()).toEqual([
      '0-1.json',
      '0-2.json',
      '0-3.json',
    ])
  })

  it('count where a node died while it wrote', async () => {
    await beginTry(folder, 0, 3, {})
    await writeFile(join(folder, 'slurm', 'tries', '0-1.json'), '')
    expect((await readTries(folder)).get(0)).toEqual([{ at: '', host: '' }])
  })

  it('begin anew when a person says so', async () => {
    await beginTry(folder, 0, 1, {})
    await forgetTries(folder)
    await beginTry(folder, 0, 1, {})
    expect((await readTries(folder)).get(0)).toHaveLength(1)
  })

  it('say in a sentence that they cannot be written down', async () => {
    await writeFile(join(folder, 'slurm'), '')
    await expect(beginTry(folder, 0, 3, {})).rejects.toMatchObject({ code: 'log-failed' })
  })
})
