import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { _electron, errors, type ElectronApplication, type Page } from '@playwright/test'
import type { RunningShell } from './program.ts'
import { isAlive } from './processes.ts'
import { placeWindow } from '#main/electron/window-state.ts'
import { appProcess, type AppProcess } from './app-process.ts'
import { laboratoryOf } from './calls.ts'
import { asRoot, environment, needed, root } from './environment.ts'

/** What the executable is started with. @param folder for its data and its profile */
export function desktopArguments(folder: string): string[] {
  return [root, `--user-data-dir=${join(folder, 'profile')}`, '--lang=en-US', ...asRoot]
}

/** Milliseconds in which the app does anything even on a loaded machine; it starts in one or two seconds. */
const longest = 120_000

/** Milliseconds after which a start is taken for one of those that come to nothing. */
const firstTry = 45_000

/**
 * Starts the desktop app on the built project. Once in some hundreds of starts under load, no
 * window ever came; then it is ended and started again, once, and the report says so.
 */
export async function launchDesktop(
  folder: string,
  watch: (page: Page) => void,
): Promise<RunningShell> {
  try {
    return await launchOnce(folder, watch, firstTry)
  } catch (error) {
    if (!(error instanceof errors.TimeoutError)) throw error
    console.warn(
      `The app did not stand within ${firstTry} ms and is started again: ${error.message}`,
    )
    return launchOnce(folder, watch, longest)
  }
}

/** @throws TimeoutError when the app does not stand in time; its process is then ended */
async function launchOnce(
  folder: string,
  watch: (page: Page) => void,
  limit: number,
): Promise<RunningShell> {
  const application = await _electron.launch({
    executablePath: needed('DESCENT_LAB_ELECTRON'),
    args: desktopArguments(folder),
    env: environment(folder),
    // The app's own theme, not one that the tool makes up.
    colorScheme: null,
    timeout: limit,
  })
  const child = application.process()
  application.context().setDefaultTimeout(longest)
  application.context().on('page', watch)
  const page = await firstPage(application, watch, limit).catch((error: unknown) => {
    child.kill('SIGKILL')
    throw error
  })
  const electron = appProcess(application)
  const trainerPids = (): Promise<number[]> =>
    electron.evaluate(({ app }) =>
      app
        .getAppMetrics()
        .filter(({ name }) => name === 'Descent Lab trainer')
        .map(({ pid }) => pid),
    )
  let crashed = false
  page.once('crash', () => (crashed = true))
  await noteDialogs(electron)
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return {
    page,
    electron,
    address: 'lab://app/',
    pid: child.pid ?? 0,
    trainerPids,
    get usable() {
      return !crashed && !page.isClosed()
    },
    async renew(clear) {
      await load(electron, page, sheet())
      await clear(laboratoryOf(page))
      await resetShell(electron)
      await page.emulateMedia({ media: null, colorScheme: null, reducedMotion: null })
      await load(electron, page, 'lab://app/')
    },
    async close() {
      const trainers = await trainerPids().catch(() => [])
      await application.close()
      const code = await ended
      if (code !== 0) throw new Error(`the app ended with code ${code}`)
      const left = trainers.filter(isAlive)
      if (left.length > 0) throw new Error(`trainer processes outlived the app: ${left.join(', ')}`)
    },
  }
}

async function firstPage(
  electron: ElectronApplication,
  watch: (page: Page) => void,
  timeout: number,
): Promise<Page> {
  const page = await electron.firstWindow({ timeout })
  watch(page)
  await page.waitForLoadState('load', { timeout })
  return page
}

/** One of the page's style sheets: a document that may call the laboratory and does not. */
function sheet(): string {
  const names = readdirSync(join(root, 'out', 'renderer', 'assets'))
  return `lab://app/assets/${names.find((name) => name.endsWith('.css'))}`
}

/**
 * Loads another document into the window, from beneath the page: once the app has refused to let the
 * page go somewhere, Playwright waits for that for ever.
 */
async function load(electron: AppProcess, page: Page, address: string): Promise<void> {
  await electron.evaluate(({ BrowserWindow }, to) => {
    const [window] = BrowserWindow.getAllWindows()
    void window?.webContents.loadURL(to).catch(() => undefined)
  }, address)
  await page.waitForURL(address)
}

/** Notes what tests put something else in the place of. */
async function noteDialogs(electron: AppProcess): Promise<void> {
  await electron.evaluate(({ dialog }) => {
    Object.assign(globalThis, { ownDialogs: { ...dialog } })
  })
}

/** Undoes what tests do to the app beneath the page: its dialogs, its window, the clipboard. */
async function resetShell(electron: AppProcess): Promise<void> {
  const workArea = await electron.evaluate(({ screen }) => screen.getPrimaryDisplay().workArea)
  const { bounds } = placeWindow(undefined, [workArea])
  await electron.evaluate(({ BrowserWindow, clipboard, dialog, session }, place) => {
    Object.assign(dialog, (globalThis as unknown as { ownDialogs: object }).ownDialogs)
    session.defaultSession.removeAllListeners('will-download')
    clipboard.clear()
    const [window] = BrowserWindow.getAllWindows()
    window?.setBounds(place)
    window?.show()
  }, bounds)
}
