import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { kindOfWorkFile } from '#main/lab/opened-work.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-opened-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it.each([
  ['work.json', { kind: 'tournament', shards: [] }, 'tournament'],
  ['work.json', { kind: 'sweep', shards: [] }, 'sweep'],
  ['sweep.json', { stacked: 8, spec: {} }, 'sweep'],
  // Tables that have such a name, and work that has another.
  ['work.json', [{ hours: 8 }], undefined],
  ['sweep.json', [{ rate: 0.1 }], undefined],
  ['other.json', { kind: 'sweep', shards: [] }, undefined],
] as const)('%s with %j holds %s', async (name, content, kind) => {
  await writeFile(join(folder, name), JSON.stringify(content))
  expect(await kindOfWorkFile(join(folder, name))).toBe(kind)
})

it('what is not there or no JSON holds nothing', async () => {
  expect(await kindOfWorkFile(join(folder, 'work.json'))).toBeUndefined()
  await writeFile(join(folder, 'work.json'), '{"kind":')
  expect(await kindOfWorkFile(join(folder, 'work.json'))).toBeUndefined()
})
