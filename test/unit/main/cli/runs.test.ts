import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { runs } from '#main/cli/runs.ts'
import type { Shell } from '#main/cli/shell.ts'
import { putRun } from '../lab/library/support.ts'

let folder: string
let printed: string

const shell = { print: (text: string) => void (printed += text) } as Shell
const list = (at: string): Promise<number> => runs(['--in', at], shell)

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-list-'))
  printed = ''
})
afterEach(() => rm(folder, { recursive: true }))

it('the runs of a folder are listed, a stray folder among them as what cannot be read', async () => {
  await putRun(folder)
  await mkdir(join(folder, 'stray'))
  expect(await list(folder)).toBe(0)
  expect(printed).toMatch(/aaaa0001 .* finished/)
  expect(printed).toMatch(/stray .* cannot be read/)
  expect(printed).toContain('2 runs')
})

it('a folder of something else, of nothing, or of one run is said to be that', async () => {
  await writeFile(join(folder, 'file'), 'x')
  await expect(list(join(folder, 'none'))).rejects.toThrow(
    "/none' cannot be listed: it is not there.",
  )
  await expect(list(join(folder, 'file'))).rejects.toThrow("/file' is no folder.")
  await mkdir(join(folder, 'photos'))
  await mkdir(join(folder, 'letters'))
  await expect(list(folder)).rejects.toThrow(/No folder in '.*' holds a run\./)
  const run = await putRun(join(folder, 'photos'))
  await expect(list(run)).rejects.toThrow('is a run itself')
})
