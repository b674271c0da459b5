import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { valueOf } from '#shared/contract/answer.ts'
import type { SavedFile } from '#shared/contract/runs.ts'
import { awkward, writeRun } from '../support/exported-run.ts'
import { connectClient } from '../integration/serve/client.ts'
import { expect, served, test } from './support/app.ts'
import { laboratoryOf } from './support/calls.ts'

test(
  'a run leaves by the shell, whole, and only where the person says',
  { tag: served },
  async ({ lab }) => {
    const run = join(lab.dataFolder, 'runs', '2026-03-04_05-06-07-awkward-abcd1234')
    await writeRun(run, awkward)
    const log = await readFile(join(run, 'log.jsonl'))
    const name = 'awkward-b-race-b-co-abcd1234.jsonl'
    const asked = { id: 'abcd1234', format: 'jsonl', language: 'en' } as const

    if (lab.shell === 'served') {
      const client = await connectClient(lab.address)
      const saved = (await client.laboratory.exportRun(asked)) as SavedFile
      client.close()
      expect(saved).toMatchObject({ kind: 'download', name, bytes: log.length })
      const address = saved.kind === 'download' ? saved.address : ''
      // As the page does it.
      const begun = lab.page.waitForEvent('download')
      await lab.page.evaluate((address) => {
        const link = document.createElement('a')
        link.href = address
        link.download = ''
        link.click()
      }, address)
      const download = await begun
      expect(download.suggestedFilename()).toBe(name)
      expect((await readFile(await download.path())).equals(log)).toBe(true)
      await expect.poll(() => readdir(join(lab.dataFolder, 'downloads'))).toEqual([])
      return
    }

    const folder = join(lab.folder, 'kept')
    await mkdir(folder)
    const laboratory = laboratoryOf(lab.page)
    const answerDialog = (filePath: string): Promise<void> =>
      lab.electron!.evaluate(({ dialog }, filePath) => {
        const asked = globalThis as unknown as { asked: unknown[] }
        asked.asked ??= []
        dialog.showSaveDialog = ((_window: unknown, options: { defaultPath?: string }) => {
          asked.asked.push(options.defaultPath)
          return Promise.resolve({ canceled: filePath === '', filePath })
        }) as typeof dialog.showSaveDialog
      }, filePath)

    await answerDialog('')
    expect(await laboratory.exportRun(asked)).toBeNull()

    const path = join(folder, 'log.jsonl')
    await answerDialog(path)
    expect(await laboratory.exportRun(asked)).toEqual({ kind: 'file', path, bytes: log.length })
    expect((await readFile(path)).equals(log)).toBe(true)
    const defaults = await lab.electron!.evaluate(
      () => (globalThis as unknown as { asked: string[] }).asked,
    )
    expect(defaults.at(-1)?.endsWith(name)).toBe(true)

    // The dialog asked about another name than the one whose ending it lacks.
    await writeFile(join(folder, 'mine.jsonl'), 'mine')
    await answerDialog(join(folder, 'mine'))
    await expect(laboratory.exportRun(asked)).rejects.toMatchObject({
      code: 'not-saved',
      parameters: { why: 'exists' },
    })
    expect(await readFile(join(folder, 'mine.jsonl'), 'utf8')).toBe('mine')

    // What the page made goes the same way; a path of its own is no path.
    await answerDialog(join(folder, 'data.csv'))
    const saved = await lab.page.evaluate(async () => {
      type Calls = Record<string, (input: unknown) => Promise<unknown>>
      const { calls } = (window as unknown as { descentLab: { calls: Calls } }).descentLab
      const data = new TextEncoder().encode('x,y\r\n1,2\r\n')
      return calls['saveFile']?.({ name: '../../data.csv', data })
    })
    expect(valueOf(saved as Parameters<typeof valueOf>[0])).toMatchObject({
      kind: 'file',
      bytes: 10,
    })
    expect(await readFile(join(folder, 'data.csv'), 'utf8')).toBe('x,y\r\n1,2\r\n')

    expect((await readdir(folder)).sort()).toEqual(['data.csv', 'log.jsonl', 'mine.jsonl'])
    expect(await laboratory.showFile({ path: join(run, 'log.jsonl') })).toBe(false)
  },
)
