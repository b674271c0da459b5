import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createOpenedFiles, filesAmong } from '#main/electron/opened-files.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'descent-lab-opened-'))
  for (const name of ['own.csv', 'Wide Table.TSV', 'iris.descentrun', 'notes.odt', '-x.csv']) {
    writeFileSync(join(folder, name), 'a,b\n1,2\n')
  }
  mkdirSync(join(folder, 'folder.csv'))
  symlinkSync(join(folder, 'own.csv'), join(folder, 'link.csv'))
  symlinkSync('/dev/null', join(folder, 'device.csv'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('files on a command line', () => {
  it('are tables and run bundles that are there, in their order, each once', () => {
    const words = ['own.csv', 'Wide Table.TSV', join(folder, 'iris.descentrun'), './own.csv']
    expect(filesAmong(words, folder)).toEqual([
      join(folder, 'own.csv'),
      join(folder, 'Wide Table.TSV'),
      join(folder, 'iris.descentrun'),
    ])
  })

  it('are read through a link, but never from a device or a folder', () => {
    const words = ['link.csv', 'device.csv', 'folder.csv', 'gone.csv']
    expect(filesAmong(words, folder)).toEqual([join(folder, 'link.csv')])
  })

  it('are no switches, not even where a file has that name', () => {
    const words = ['-x.csv', '--lang=own.csv', `--user-data-dir=${folder}`, '--', 'own.csv']
    expect(filesAmong(words, folder)).toEqual([join(folder, 'own.csv')])
  })

  it('are of the folder of a sweep or a tournament the file that says what it holds', () => {
    mkdirSync(join(folder, 'my tournament'))
    expect(filesAmong(['my tournament'], folder)).toEqual([])
    writeFileSync(join(folder, 'my tournament', 'work.json'), '{}')
    expect(filesAmong(['my tournament'], folder)).toEqual([
      join(folder, 'my tournament', 'work.json'),
    ])
  })

  it('are not what the program does not open', () => {
    expect(filesAmong(['notes.odt', '.', '', '/'], folder)).toEqual([])
  })
})

describe('opened files', () => {
  it('wait until the page listens, then come as they are opened', () => {
    const opened = createOpenedFiles()
    const told: string[] = []
    opened.add(['/a.csv', '/b.csv'])
    opened.tellTo((path) => told.push(path))
    expect(told).toEqual(['/a.csv', '/b.csv'])
    opened.add(['/c.csv'])
    expect(told).toEqual(['/a.csv', '/b.csv', '/c.csv'])
  })

  it('wait again while the page is loaded again, and come but once', () => {
    const opened = createOpenedFiles()
    const told: string[] = []
    opened.tellTo((path) => told.push(`first ${path}`))
    opened.add(['/a.csv'])
    opened.hold()
    opened.add(['/b.csv'])
    opened.tellTo((path) => told.push(`second ${path}`))
    expect(told).toEqual(['first /a.csv', 'second /b.csv'])
  })
})
