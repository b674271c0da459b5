import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { scriptWriter } from '#main/lab/exports/scripts.ts'
import { openExportedRun } from '#main/lab/exports/run.ts'
import type { ExportFiles } from '#main/lab/exports/write.ts'
import { importBundle } from '#main/lab/library/bundle/import.ts'
import { demandPlace } from '#main/lab/library/folders.ts'
import { readRunTable } from '#main/lab/tables/of-run.ts'
import type { ReadTable } from '#main/lab/tables/types.ts'
import type { TableReader } from '#main/tables/types.ts'
import { parseSpec } from '#shared/experiment/spec.ts'
import { finished, infoOf, logText, putRun, smallSpec } from '../library/support.ts'
import { bundleOf } from '../library/zip.ts'

let data: string
let secret: string
let read: string[]

const sha256 = 'a'.repeat(64)
const readTable: ReadTable = (source) => {
  read.push('file' in source ? `${source.file} ${source.sha256 ?? 'any'}` : 'own')
  return Promise.reject(new Error('read'))
}

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'descent-lab-of-run-'))
  secret = join(data, 'secret.csv')
  read = []
  await writeFile(secret, 'name,pin\nme,1234\n')
})
afterEach(() => rm(data, { recursive: true }))

const specOn = (file: string, hash?: string): ReturnType<typeof parseSpec> =>
  parseSpec({ ...smallSpec, dataset: { file, read: {}, ...(hash && { sha256: hash }) } })

describe('the table of a run', () => {
  it('that is any file of this machine is not read without its hash', async () => {
    const folder = await putRun(data)
    const asked = readRunTable({ folder, spec: specOn(secret), readTable })
    await expect(asked).rejects.toMatchObject({
      code: 'table-foreign',
      parameters: { path: secret },
    })
    expect(read).toEqual([])
  })

  it('is read where its hash is known, which the reading then holds it against', async () => {
    const folder = await putRun(data)
    await expect(readRunTable({ folder, spec: specOn(secret, sha256), readTable })).rejects.toThrow(
      'read',
    )
    expect(read).toEqual([`${secret} ${sha256}`])
  })

  it('is read where a person says which file it is, its hash still demanded', async () => {
    const folder = await putRun(data)
    for (const hash of [undefined, sha256]) {
      const spec = specOn(join(data, 'elsewhere.csv'), hash)
      const asked = readRunTable({ folder, spec, readTable, file: secret })
      await expect(asked).rejects.toThrow('read')
    }
    expect(read).toEqual([`${secret} any`, `${secret} ${sha256}`])
  })

  it('is read where it lies in the run’s own folder, but not behind a link out of it', async () => {
    const folder = await putRun(data)
    await mkdir(join(folder, 'data'))
    const own = join(folder, 'data', 'own.csv')
    const link = join(folder, 'data', 'link.csv')
    await writeFile(own, 'a,b\n1,2\n')
    await symlink(secret, link)
    await expect(readRunTable({ folder, spec: specOn(own), readTable })).rejects.toThrow('read')
    await expect(readRunTable({ folder, spec: specOn(link), readTable })).rejects.toMatchObject({
      code: 'table-foreign',
    })
    expect(read).toEqual([`${own} any`])
  })

  it('that is no plain file is missing, and is not waited for', async () => {
    const folder = await putRun(data)
    const pipe = join(data, 'pipe.csv')
    execFileSync('mkfifo', [pipe])
    for (const path of [pipe, '/dev/zero', data, join(data, 'none.csv')]) {
      await expect(
        readRunTable({ folder, spec: specOn(path, sha256), readTable }),
      ).rejects.toMatchObject({ code: 'table-missing' })
    }
    expect(read).toEqual([])
  })
})

describe('a bundle that names a person’s file', () => {
  it('does not carry it off in a script', async () => {
    const file = join(data, 'hostile.descentrun')
    const lacks = { kind: 'fingerprint', name: 'secret.csv', reason: 'missing' }
    await writeFile(
      file,
      bundleOf(
        [
          { name: 'spec.json', data: JSON.stringify(specOn(secret)) },
          {
            name: 'run.json',
            data: JSON.stringify(infoOf('aaaa0001', '2026-11-20T10:00:00.000Z')),
          },
          { name: 'log.jsonl', data: logText(finished) },
        ],
        { data: lacks },
      ),
    )
    const runs = join(data, 'runs')
    await importBundle(file, runs)
    const { folder } = await demandPlace(runs, 'aaaa0001')
    const run = await openExportedRun(folder)
    const files = scriptWriter(() => {
      throw new Error('written')
    })
    const tools = { version: '1', language: 'en', readTable, reader: {} as TableReader } as const
    await expect(first(files(run, tools))).rejects.toMatchObject({ code: 'table-foreign' })
    expect(read).toEqual([])
    await expect(first(files(run, { ...tools, table: secret }))).rejects.toThrow('read')
  })
})

async function first(files: ExportFiles): Promise<unknown> {
  for await (const file of files) return file
  return undefined
}
