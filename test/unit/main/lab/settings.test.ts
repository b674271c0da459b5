import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSettingsStore } from '#main/lab/settings.ts'
import type { Settings } from '#shared/contract/calls.ts'

let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-'))
  path = join(folder, 'data', 'settings.json')
})

afterEach(() => rm(folder, { recursive: true }))

const defaults: Settings = { language: 'system', theme: 'system', projector: false }
const chosen: Settings = { language: 'zh-CN', theme: 'dark', projector: true }

describe('settings', () => {
  it('are the defaults at the first start', async () => {
    expect(await createSettingsStore(path).read()).toEqual(defaults)
  })

  it('are there again at the next start', async () => {
    expect(await createSettingsStore(path).write(chosen)).toEqual(chosen)
    expect(await createSettingsStore(path).read()).toEqual(chosen)
    expect(await readdir(join(folder, 'data'))).toEqual(['settings.json'])
  })

  it('take defaults for what an older file does not know', async () => {
    await createSettingsStore(path).write(chosen)
    await writeFile(path, '{"theme":"light"}')
    expect(await createSettingsStore(path).read()).toEqual({ ...defaults, theme: 'light' })
  })

  it.each(['', '{"theme":', '{"theme":"plaid"}', '[]'])(
    'set a damaged file aside: %s',
    async (text) => {
      await createSettingsStore(path).write(chosen)
      await writeFile(path, text)
      const store = createSettingsStore(path)
      expect(await store.read()).toEqual(defaults)
      expect(await readFile(`${path}.damaged`, 'utf8')).toBe(text)
      expect(await store.write(chosen)).toEqual(chosen)
    },
  )

  it('keep the last of many writes, whole', async () => {
    const store = createSettingsStore(path)
    const writes = Array.from({ length: 20 }, (_, index) =>
      store.write({ ...defaults, projector: index % 2 === 0 }),
    )
    await Promise.all([...writes, store.write(chosen)])
    expect(await createSettingsStore(path).read()).toEqual(chosen)
  })

  it('say where they cannot be kept', async () => {
    // A file stands where the folder should be.
    await writeFile(join(folder, 'data'), 'in the way')
    await expect(createSettingsStore(path).write(chosen)).rejects.toMatchObject({
      code: 'bad-file',
      parameters: { path },
    })
    expect(await readFile(join(folder, 'data'), 'utf8')).toBe('in the way')
  })
})
