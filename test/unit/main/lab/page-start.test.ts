import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readKept, withStart } from '#main/lab/page-start.ts'
import { startOf } from '#shared/contract/start.ts'

let folder = ''
let path = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-'))
  path = join(folder, 'settings.json')
})
afterAll(() => rm(folder, { recursive: true }))

const files = { read: () => Promise.resolve({ type: 'text/html', body: Buffer.from('the page') }) }

async function start(): Promise<unknown> {
  const file = await withStart(files, path).read('start.json')
  expect(file?.type).toBe('application/json; charset=utf-8')
  return JSON.parse(String(file?.body))
}

it('answers how the page begins, read anew each time, and nothing else of the settings', async () => {
  expect(startOf(await start())).toMatchObject({ first: true, language: 'system' })
  await writeFile(path, JSON.stringify({ language: 'zh-CN', stage: 'iris', race: { own: 'data' } }))
  expect(await start()).toEqual({ language: 'zh-CN', stage: 'iris', learn: {} })
  expect(startOf(await start())).toMatchObject({ first: false, language: 'zh-CN' })
})

it('begins as at first where the settings cannot be read', async () => {
  await writeFile(path, '{"language": "zh')
  expect(readKept(path)).toBeUndefined()
  expect(startOf(await start())).toMatchObject({ first: true, theme: 'system' })
})

it('leaves the other files as they are', async () => {
  expect(String((await withStart(files, path).read('index.html'))?.body)).toBe('the page')
})
