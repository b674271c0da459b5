import { createWriteStream } from 'node:fs'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openBundle } from '#main/lab/library/bundle/write.ts'
import { runListSchema, runSummarySchema } from '#shared/contract/runs.ts'
import { root } from '#test/support/golden.ts'
import { answerOf, type Ended } from '../support.ts'

const records = join(root, 'test', 'fixtures', 'runs')
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-'))
})

afterEach(() => rm(folder, { recursive: true }))

const lab = (words: readonly string[]): Promise<Ended> => answerOf(words, folder)

describe('lab runs', () => {
  it('lists the data folder’s runs, or those of a folder that is named', async () => {
    expect(await lab(['runs'])).toEqual({ code: 0, stdout: '0 runs, 0 B\n', stderr: '' })
    const runs = join(folder, 'elsewhere')
    await cp(records, runs, { recursive: true })
    const { code, stdout } = await lab(['runs', '--in', runs])
    expect(code).toBe(0)
    const lines = stdout.trimEnd().split('\n')
    expect(lines[0]).toMatch(/^id +begun +state +run +table +lanes +seeds +steps +best/)
    expect(lines[2]).toMatch(/^9f1ff660 .* finished +iris +iris +2 +2 +160\/160 +calm 0\.0676/)
    expect(lines[3]).toMatch(/^bf829ba4 .* finished +Iris, as first recorded/)
    expect(lines.at(-1)).toMatch(/^2 runs, [\d.]+ kB$/)
  })

  it('prints the list as JSON', async () => {
    await cp(records, join(folder, 'runs'), { recursive: true })
    const { stdout } = await lab(['runs', '--json'])
    const list = runListSchema.parse(JSON.parse(stdout))
    expect(list.runs.map(({ id }) => id)).toEqual(['9f1ff660', 'bf829ba4'])
  })

  it('is told how it is used', async () => {
    expect((await lab(['runs', '--help'])).stdout).toContain('Usage: lab runs')
    expect(await lab(['runs', 'x'])).toMatchObject({ code: 2, stdout: '' })
  })
})

describe('lab import', () => {
  it('takes a bundle in, once', async () => {
    const name = (await readdir(records)).find((each) => each.endsWith('bf829ba4'))!
    const path = join(folder, 'run.descentrun')
    await pipeline(await openBundle(join(records, name), '1.2.3'), createWriteStream(path))
    const said = 'Iris, as first recorded: 10 of 10 steps, here as run bf829ba4\n'
    expect(await lab(['import', path])).toEqual({ code: 0, stdout: said, stderr: '' })
    const { stdout } = await lab(['import', path, '--json'])
    expect(runSummarySchema.parse(JSON.parse(stdout)).id).toBe('bf829ba4')
    expect(await readdir(join(folder, 'runs'))).toHaveLength(1)
    expect((await lab(['import', path, '--in', join(folder, 'other')])).code).toBe(0)
    expect(await readdir(join(folder, 'other'))).toHaveLength(1)
  })

  it('refuses what is none, in a sentence', async () => {
    const path = join(folder, 'run.descentrun')
    await writeFile(path, 'PK\x03\x04 and so on')
    const { code, stdout, stderr } = await lab(['import', path])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^run\.descentrun is no run bundle that can be opened: .+\n$/)
    expect(await readdir(join(folder, 'runs'))).toEqual([])
    expect(await lab(['import'])).toMatchObject({ code: 2, stdout: '' })
    expect(await lab(['import', join(folder, 'none')])).toMatchObject({ code: 2, stdout: '' })
  })
})

describe('a run that is damaged', () => {
  const name = '2026-11-30_05-49-43-iris-stopped-and-resumed-71ae525a'

  it('is named by a check, told by an export and by resume, which goes on with the folder it is given', async () => {
    // As this program keeps one: an old one that has gone on.
    const whole = join(folder, 'runs', name)
    await cp(join(root, 'test', 'fixtures', 'runs-of-form-2', name), whole, { recursive: true })
    const untouched = await readFile(join(whole, 'log.jsonl'))
    const copy = join(folder, 'a copy')
    await cp(whole, copy, { recursive: true })
    const sound = await lab(['resume', copy])
    expect(sound).toMatchObject({ code: 0, stdout: expect.stringContaining(copy) })
    expect(sound.stderr).not.toContain('damaged')
    expect(await readFile(join(whole, 'log.jsonl'))).toEqual(untouched)

    // One line that was written whole, and a checkpoint, are others now.
    const log = await readFile(join(copy, 'log.jsonl'), 'utf8')
    const at = log.indexOf('"trainLoss"', log.indexOf('"step":60,')) + 15
    await writeFile(join(copy, 'log.jsonl'), `${log.slice(0, at)}9${log.slice(at + 1)}`)
    const listed = await lab(['runs', '--check', '--in', folder])
    expect(listed.code).toBe(3)
    expect(listed.stdout).toMatch(/The run a copy is damaged:\n {2}Line \d+ of log\.jsonl/)
    expect(listed.stdout).toMatch(/Steps 60 to 63 of \w+, seeds 1, 2, 3, as far as recorded/)
    expect((await lab(['runs', '--check'])).code).toBe(0)
    const out = join(folder, 'out.csv')
    const exported = await lab(['export', copy, '--format', 'csv', '--out', out])
    expect(exported).toMatchObject({ code: 3, stdout: `${out}\n` })
    expect(exported.stderr).toContain('is damaged')

    const bytes = await readFile(join(whole, 'checkpoint-0.bin'))
    await writeFile(join(whole, 'checkpoint-0.bin'), bytes.subarray(0, -1))
    const resumed = await lab(['resume', whole])
    expect(resumed).toMatchObject({ code: 0 })
    expect(resumed.stderr).toContain('checkpoint-0.bin is not what was written')
  })
})
