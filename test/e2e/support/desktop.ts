import { join } from 'node:path'
import { _electron, type Page } from '@playwright/test'
import type { RunningShell } from './app.ts'
import { isAlive } from './processes.ts'
import { asRoot, environment, needed, root } from './environment.ts'

/** What the executable is started with. @param folder the test's own */
export function desktopArguments(folder: string): string[] {
  return [root, `--user-data-dir=${join(folder, 'profile')}`, '--lang=en-US', ...asRoot]
}

/** Starts the desktop app on the built project. */
export async function launchDesktop(
  folder: string,
  watch: (page: Page) => void,
): Promise<RunningShell> {
  const electron = await _electron.launch({
    executablePath: needed('DESCENT_LAB_ELECTRON'),
    args: desktopArguments(folder),
    env: environment(folder),
    // The app's own theme, not one that the tool makes up.
    colorScheme: null,
  })
  electron.context().on('page', watch)
  const page = await electron.firstWindow()
  watch(page)
  await page.waitForLoadState('load')
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
