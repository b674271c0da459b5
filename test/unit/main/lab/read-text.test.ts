import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readJsonFile } from '#main/cli/json-file.ts'
import { readNotes } from '#main/lab/library/notes.ts'
import { decodeText, readText } from '#main/lab/files.ts'
import { readRunFolder } from '#main/lab/run-reader.ts'
import { createSettingsStore } from '#main/lab/settings.ts'
import { putRun } from './library/support.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-text-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** The text as an editor saves it that marks its encoding. */
function marked(text: string, encoding: 'utf-8' | 'utf-16le' | 'utf-16be'): Buffer {
  if (encoding === 'utf-8') return Buffer.from(`\ufeff${text}`)
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le')
  return encoding === 'utf-16le' ? bytes : bytes.swap16()
}

describe('a text with a byte-order mark', () => {
  it.each(['utf-8', 'utf-16le', 'utf-16be'] as const)('is read as %s', async (encoding) => {
    const path = join(folder, 'spec.json')
    await writeFile(path, marked('{"title":"Größe 重"}', encoding))
    expect(await readText(path)).toBe('{"title":"Größe 重"}')
    expect(await readJsonFile(path, '')).toEqual({ title: 'Größe 重' })
  })

  it('may be in any file that people edit', async () => {
    const run = await putRun(folder)
    for (const name of ['spec.json', 'run.json']) {
      const path = join(run, name)
      await writeFile(path, marked(await readText(path), 'utf-8'))
    }
    await writeFile(join(run, 'notes.json'), marked('{"title":"Mine"}', 'utf-16le'))
    expect((await readRunFolder(run)).info.id).toBe('aaaa0001')
    expect((await readNotes(run)).title).toBe('Mine')
    const settings = join(folder, 'settings.json')
    await writeFile(settings, marked('{"theme":"dark"}', 'utf-8'))
    expect((await createSettingsStore(settings).read()).theme).toBe('dark')
  })

  it('is not made up', () => {
    expect(decodeText(Buffer.from('{}'))).toBe('{}')
    expect(decodeText(Buffer.from(''))).toBe('')
    expect(decodeText(Buffer.from('ä'))).toBe('ä')
  })
})

it('what is no plain file is not waited for', async () => {
  const pipe = join(folder, 'pipe')
  execFileSync('mkfifo', [pipe])
  for (const path of [pipe, '/dev/zero', folder]) {
    await expect(readText(path)).rejects.toThrow('no plain file')
  }
})
