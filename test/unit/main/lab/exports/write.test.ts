import {
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
  type FileHandle,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeFileWhole, writeFolderWhole, type OpenDraft } from '#main/lab/exports/write.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-'))
})

afterEach(() => rm(folder, { recursive: true }))

const at = (name: string, replaces = false): { path: string; replaces: boolean } => ({
  path: join(folder, name),
  replaces,
})
const text = (name: string): Promise<string> => readFile(join(folder, name), 'utf8')

/** The device that takes everything and then has no room. */
const full: OpenDraft = async (path) => {
  await (await open(path, 'wx')).close()
  return open('/dev/full', 'w')
}

const refused: OpenDraft = (path) =>
  Promise.reject<FileHandle>(Object.assign(new Error(`EACCES: ${path}`), { code: 'EACCES' }))

async function* parts(...texts: string[]): AsyncGenerator<string> {
  for (const each of texts) yield await Promise.resolve(each)
}

async function* broken(): AsyncGenerator<string> {
  yield await Promise.resolve('half')
  throw new Error('the source is gone')
}

describe('a file', () => {
  it('is written in one piece, or as it comes', async () => {
    await writeFileWhole(at('a'), 'whole')
    await writeFileWhole(at('b'), Uint8Array.of(104, 105))
    await writeFileWhole(at('c'), parts('one ', 'after ', 'the other'))
    expect([await text('a'), await text('b'), await text('c')]).toEqual([
      'whole',
      'hi',
      'one after the other',
    ])
    expect((await readdir(folder)).sort()).toEqual(['a', 'b', 'c'])
  })

  it('never takes the place of another unasked', async () => {
    await writeFile(join(folder, 'a'), 'mine')
    await expect(writeFileWhole(at('a'), 'other')).rejects.toMatchObject({
      code: 'not-saved',
      message: `${join(folder, 'a')} could not be saved: something of that name is there already. Choose another name, then save again; what is there was left as it is.`,
      parameters: { path: join(folder, 'a'), why: 'exists' },
    })
    expect(await text('a')).toBe('mine')
    expect(await readdir(folder)).toEqual(['a'])
  })

  it('goes to one of many that write it at once', async () => {
    const writers = Array.from({ length: 12 }, (_, index) => writeFileWhole(at('a'), `${index}`))
    const settled = await Promise.allSettled(writers)
    const won = settled.findIndex(({ status }) => status === 'fulfilled')
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await text('a')).toBe(String(won))
    expect(await readdir(folder)).toEqual(['a'])
  })

  it('takes the place of another where the person said so', async () => {
    await writeFile(join(folder, 'a'), 'old, and longer than the new')
    await writeFileWhole(at('a', true), 'new')
    expect(await text('a')).toBe('new')
  })

  it('leaves a link in its place, and replaces what is behind it', async () => {
    await writeFile(join(folder, 'real'), 'old')
    await symlink('real', join(folder, 'link'))
    await writeFileWhole(at('link', true), 'new')
    expect([await text('real'), await text('link')]).toEqual(['new', 'new'])
  })

  it.each([
    ['whose source breaks off', broken(), {}, { message: 'the source is gone' }],
    [
      'that the disk has no room for',
      parts('too much'),
      { openDraft: full },
      { code: 'not-saved', parameters: { why: 'full' } },
    ],
    [
      'that the system refuses',
      'x',
      { openDraft: refused },
      { code: 'not-saved', parameters: { why: 'refused', reason: 'nothing may be written there' } },
    ],
  ])('%s leaves nothing, and what was there stays', async (_, content, options, error) => {
    await writeFile(join(folder, 'a'), 'mine')
    await expect(writeFileWhole(at('a', true), content, options)).rejects.toMatchObject(error)
    expect(await readdir(folder)).toEqual(['a'])
    expect(await text('a')).toBe('mine')
  })

  it('says where there is no such folder', async () => {
    await expect(writeFileWhole(at('none/a'), 'x')).rejects.toMatchObject({
      code: 'not-saved',
      parameters: { why: 'missing' },
    })
  })

  it('does not replace a folder', async () => {
    await mkdir(join(folder, 'a'))
    for (const replaces of [true, false]) {
      await expect(writeFileWhole(at('a', replaces), 'x')).rejects.toMatchObject({
        code: 'not-saved',
        parameters: { why: 'exists' },
      })
    }
    expect(await readdir(folder)).toEqual(['a'])
  })
})

describe('a folder', () => {
  const files = [
    { name: 'a', content: 'one' },
    { name: 'deep/er/b', content: parts('two') },
  ]

  it('is written whole', async () => {
    await writeFolderWhole(at('f'), [
      { name: 'a', content: 'one' },
      { name: 'deep/er/b', content: parts('two') },
    ])
    expect([await text('f/a'), await text('f/deep/er/b')]).toEqual(['one', 'two'])
    expect(await readdir(folder)).toEqual(['f'])
  })

  it('leaves one that is there as it is, unless it is empty', async () => {
    await mkdir(join(folder, 'f'))
    await writeFolderWhole(at('f'), [{ name: 'a', content: 'one' }])
    await expect(writeFolderWhole(at('f'), files)).rejects.toMatchObject({
      code: 'not-saved',
      parameters: { why: 'exists' },
    })
    expect(await readdir(join(folder, 'f'))).toEqual(['a'])
    expect(await text('f/a')).toBe('one')
  })

  it('replaces its own files alone where it may', async () => {
    await mkdir(join(folder, 'f'))
    await writeFile(join(folder, 'f', 'a'), 'old')
    await writeFile(join(folder, 'f', 'mine'), 'mine')
    await writeFolderWhole(at('f', true), [{ name: 'a', content: 'new' }])
    expect([await text('f/a'), await text('f/mine')]).toEqual(['new', 'mine'])
    expect(await readdir(folder)).toEqual(['f'])
  })

  it('leaves nothing where one of its files breaks off', async () => {
    const half = [
      { name: 'a', content: 'one' },
      { name: 'b', content: broken() },
    ]
    await expect(writeFolderWhole(at('f'), half)).rejects.toThrow('the source is gone')
    expect(await readdir(folder)).toEqual([])
  })
})
