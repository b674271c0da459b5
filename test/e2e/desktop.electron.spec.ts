import { parseSpec } from '#shared/experiment/spec.ts'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LabFixture } from './support/app.ts'
import { findPreset } from '#shared/experiment/presets.ts'
import { expect, test } from './support/app.ts'
import { laboratoryOf } from './support/calls.ts'
import { desktopArguments } from './support/desktop.ts'
import { environment, needed } from './support/environment.ts'

/* What the desktop shell does beneath the page. */

/** Long enough that nothing ends it but the test. */
const endless = { ...findPreset('iris')?.spec, budget: { epochs: 1_000_000 } }

function bounds(lab: LabFixture) {
  return lab.electron?.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.getBounds(),
  )
}

/** Clicks an item of the application's menu, as a hand does. */
async function choose(lab: LabFixture, ...labels: string[]): Promise<void> {
  await lab.electron?.evaluate(({ Menu, BrowserWindow }, path) => {
    let items = Menu.getApplicationMenu()?.items ?? []
    for (const label of path.slice(0, -1)) {
      items = items.find((item) => item.label === label)?.submenu?.items ?? []
    }
    const item = items.find((each) => each.label === path.at(-1))
    if (!item) throw new Error(`no menu item ${path.join(' > ')}`)
    const [window] = BrowserWindow.getAllWindows()
    item.click(undefined, window, window?.webContents)
  }, labels)
}

test('a second start shows the window of the first, which may read the file that it was given', async ({
  lab,
}) => {
  const file = join(lab.folder, 'opened.csv')
  await writeFile(file, 'x,kind\n1,a\n2,b\n')
  const source = { file, read: {} }
  const laboratory = laboratoryOf(lab.page)
  await expect(laboratory.openTable({ source })).rejects.toMatchObject({ code: 'not-found' })
  await lab.electron?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
  const args = [...desktopArguments(lab.home), 'opened.csv']
  const second = spawn(needed('DESCENT_LAB_ELECTRON'), args, {
    cwd: lab.folder,
    env: environment(lab.home),
    stdio: 'ignore',
  })
  expect(await once(second, 'exit')).toEqual([0, null])
  await expect
    .poll(() =>
      lab.electron?.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().map((window) => window.isVisible()),
      ),
    )
    .toEqual([true])
  await expect
    .poll(() => laboratory.openTable({ source }).catch(({ code }: { code: string }) => code))
    .toMatchObject({ name: 'opened.csv', rows: 2 })
})

test('the program comes back with window and settings, and quitting in a race completes its record', async ({
  lab,
}) => {
  const place = { x: 40, y: 60, width: 1000, height: 700 }
  await lab.electron?.evaluate(
    ({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setBounds(to),
    place,
  )
  await expect.poll(() => bounds(lab)).toEqual(place)

  // Settings are followed by menu and theme at once.
  const labels = () =>
    lab.electron?.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label))
  const dark = () => lab.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
  expect(await labels()).toEqual(['File', 'Edit', 'View', 'Run', 'Help'])
  const settings = { language: 'zh-CN', theme: 'dark', projector: false } as const
  await laboratoryOf(lab.page).writeSettings(settings)
  await expect.poll(labels).toEqual(['文件', '编辑', '视图', '运行', '帮助'])
  await expect.poll(dark).toBe(true)
  await laboratoryOf(lab.page).writeSettings({ ...settings, theme: 'light' })
  await expect.poll(dark).toBe(false)

  const race = await laboratoryOf(lab.page).startRace({ spec: parseSpec(endless), pace: 50 })
  await expect.poll(() => lab.trainerPids()).toHaveLength(race.shape.shards)
  await lab.relaunch()
  expect(await bounds(lab)).toEqual(place)
  expect(await labels()).toEqual(['文件', '编辑', '视图', '运行', '帮助'])
  expect(await laboratoryOf(lab.page).readSettings()).toEqual({ ...settings, theme: 'light' })
  const records = await lab.readLog(race.folder)
  expect(records.at(-1)).toMatchObject({ kind: 'end', reason: 'stopped' })
  expect(records.filter(({ kind }) => kind === 'final')).toHaveLength(6)
})

test('the menu runs, pauses and resets a race', async ({ lab }) => {
  const phase = async () => (await laboratoryOf(lab.page).currentRaces())[0]?.status.phase
  await choose(lab, 'Run', 'Run')
  await expect.poll(phase).toBe('running')
  await choose(lab, 'Run', 'Pause or resume')
  await expect.poll(phase).toBe('paused')
  await choose(lab, 'Run', 'Pause or resume')
  await expect.poll(phase).toMatch(/running|finished/)

  // A trainer has begun, and says what it runs on.
  const laboratory = laboratoryOf(lab.page)
  await expect
    .poll(async () => (await laboratory.describe()).tensorflow.library)
    .toMatch(/^\d+\.\d+/)
  const versions = await lab.electron?.evaluate(() => process.versions)
  expect(await laboratory.describe()).toMatchObject({
    shell: 'desktop',
    node: versions?.node,
    electron: versions?.['electron'],
  })
})

test('a killed trainer fails its race alone', async ({ lab }) => {
  const laboratory = laboratoryOf(lab.page)
  const race = await laboratory.startRace({ spec: parseSpec(endless), pace: 50 })
  const pid = await lab.killTrainer()
  await expect
    .poll(async () => (await laboratory.currentRaces())[0]?.status)
    .toMatchObject({ phase: 'failed', error: { code: 'trainer-died', parameters: { pid } } })
  const records = await lab.readLog(race.folder)
  expect(records.at(-1)).toMatchObject({ kind: 'end', reason: 'failed' })

  const next = await laboratory.startRace({ spec: parseSpec(findPreset('iris')!.spec), pace: null })
  await expect
    .poll(async () => (await laboratory.currentRaces())[0]?.status)
    .toMatchObject({ id: next.id, phase: 'finished', step: 20 })
})

test('a page whose process dies is loaded again, and its race has gone on', async ({ lab }) => {
  const { id } = await laboratoryOf(lab.page).startRace({ spec: parseSpec(endless), pace: 50 })
  const found = await lab.electron?.evaluate(async ({ BrowserWindow, dialog }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    if (!contents) throw new Error('there is no window')
    const asked = new Promise<string>((resolve) => {
      // A hand that presses the first button.
      dialog.showMessageBox = (async (_window: unknown, options: Electron.MessageBoxOptions) => {
        resolve(`${options.message} ${(options.buttons ?? []).join(' ')}`)
        return { response: 0, checkboxChecked: false }
      }) as typeof dialog.showMessageBox
    })
    const loaded = new Promise<void>((resolve) => contents.once('did-finish-load', () => resolve()))
    contents.forcefullyCrashRenderer()
    const said = await asked
    await loaded
    const race = (await contents.executeJavaScript('descentLab.calls.currentRaces()')) as {
      value: { id: string; status: { phase: string } }[]
    }
    return { said, id: race.value[0]?.id, phase: race.value[0]?.status.phase }
  })
  expect(found).toEqual({
    said: expect.stringMatching(/^The window stopped working \(.+\)\. Reload Quit$/),
    id,
    phase: 'running',
  })
})

test('the menu opens files, and lists those that were opened before', async ({ lab }) => {
  const file = join(lab.folder, 'chosen.csv')
  await writeFile(file, 'x,kind\n1,a\n2,b\n3,a\n4,b\n')
  await lab.electron?.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] })
  }, file)
  await choose(lab, 'File', 'Open…')
  await expect(lab.page.getByRole('heading', { name: 'chosen.csv' })).toBeVisible()
  await lab.page.keyboard.press('i')
  await expect(async () => choose(lab, 'File', 'Open recent', file)).toPass()
  await expect(lab.page.getByRole('heading', { name: 'chosen.csv' })).toBeVisible()
})

test('the window’s title and the taskbar say how far a race is', async ({ lab }) => {
  await lab.electron?.evaluate(({ BrowserWindow }) => {
    const shares: number[] = []
    Object.assign(globalThis, { shares })
    const [window] = BrowserWindow.getAllWindows()
    if (window) window.setProgressBar = (share) => void shares.push(share)
  })
  const shares = () =>
    lab.electron!.evaluate(() => (globalThis as unknown as { shares: number[] }).shares)
  const titleOf = () =>
    lab.electron?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle())
  const laboratory = laboratoryOf(lab.page)
  const race = await laboratory.startRace({ spec: parseSpec(endless), pace: null })
  await expect.poll(titleOf).toMatch(/^\d+ ?% · Iris experiment · Descent Lab/)
  await laboratory.stopRace({ id: race.id })
  await expect.poll(titleOf).toMatch(/^Descent Lab/)
  await expect.poll(async () => (await shares()).at(-1)).toBe(-1)
  expect((await shares()).filter((share) => share >= 0)).not.toEqual([])
})
