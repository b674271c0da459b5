import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPageFiles, type PageFiles } from '#main/lab/page-files.ts'

let folder: string
let files: PageFiles

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-'))
  await mkdir(join(folder, 'page', 'assets'), { recursive: true })
  await writeFile(join(folder, 'secret.json'), '"secret"')
  await writeFile(join(folder, 'page', 'index.html'), 'the page')
  await writeFile(join(folder, 'page', 'assets', 'a b.js'), 'code')
  await writeFile(join(folder, 'page', 'notes.txt'), 'of no known type')
  await symlink(join(folder, 'secret.json'), join(folder, 'page', 'link.json'))
  files = await openPageFiles(join(folder, 'page'))
})

afterAll(() => rm(folder, { recursive: true }))

describe("the page's files", () => {
  it.each([
    ['', 'the page', 'text/html; charset=utf-8'],
    ['index.html', 'the page', 'text/html; charset=utf-8'],
    ['assets/a%20b.js', 'code', 'text/javascript; charset=utf-8'],
  ])('are read by their path: %s', async (path, body, type) => {
    expect(await files.read(path)).toEqual({ type, body: Buffer.from(body) })
  })

  it.each([
    '../secret.json',
    '..%2fsecret.json',
    'assets/../../secret.json',
    'assets\\..\\..\\secret.json',
    '/etc/passwd',
    'assets',
    'assets/',
    'index.html%00.js',
    '%',
    '%ff',
    'link.json',
    'notes.txt',
    'INDEX.HTML',
  ])('are all there is: %s', async (path) => {
    expect(await files.read(path)).toBeUndefined()
  })
})
