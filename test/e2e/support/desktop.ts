import { join } from 'node:path'
import { _electron, errors, type ElectronApplication, type Page } from '@playwright/test'
import type { RunningShell } from './app.ts'
import { isAlive } from './processes.ts'
import { asRoot, environment, needed, root } from './environment.ts'

/** What the executable is started with. @param folder the test's own */
export function desktopArguments(folder: string): string[] {
  return [root, `--user-data-dir=${join(folder, 'profile')}`, '--lang=en-US', ...asRoot]
}

/** Milliseconds in which the app stands even on a loaded machine; it needs one or two seconds. */
const patience = 20_000

/**
 * Starts the desktop app on the built project. Once in some hundreds of starts under load, no
 * window came within a minute; then it is ended and started again, once, and the report says so.
 */
export async function launchDesktop(
  folder: string,
  watch: (page: Page) => void,
): Promise<RunningShell> {
  try {
    return await launchOnce(folder, watch)
  } catch (error) {
    if (!(error instanceof errors.TimeoutError)) throw error
    console.warn(
      `The app did not stand within ${patience} ms and is started again: ${error.message}`,
    )
    return launchOnce(folder, watch)
  }
}

/** @throws TimeoutError when the app does not stand in time; its process is then ended */
async function launchOnce(folder: string, watch: (page: Page) => void): Promise<RunningShell> {
  const electron = await _electron.launch({
    executablePath: needed('DESCENT_LAB_ELECTRON'),
    args: desktopArguments(folder),
    env: environment(folder),
    // The app's own theme, not one that the tool makes up.
    colorScheme: null,
    timeout: patience,
  })
  electron.context().on('page', watch)
  const page = await firstPage(electron, watch).catch((error: unknown) => {
    electron.process().kill('SIGKILL')
    throw error
  })
  const trainerPids = (): Promise<number[]> =>
    electron.evaluate(({ app }) =>
      app
        .getAppMetrics()
        .filter(({ name }) => name === 'Descent Lab trainer')
        .map(({ pid }) => pid),
    )
  const child = electron.process()
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return {
    page,
    electron,
    address: 'lab://app/',
    pid: child.pid ?? 0,
    trainerPids,
    async close() {
      const trainers = await trainerPids().catch(() => [])
      await electron.close()
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
): Promise<Page> {
  const page = await electron.firstWindow({ timeout: patience })
  watch(page)
  await page.waitForLoadState('load', { timeout: patience })
  return page
}
