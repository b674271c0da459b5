/** Opens the desktop app for a measurement. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication } from '@playwright/test'
import { isRoot } from '../setup/system.ts'

/** An app to measure, and what it is started by. */
export interface Measured {
  /** Folder of the app. */
  readonly source: string
  /** Electron. */
  readonly executable: string
  readonly env: NodeJS.ProcessEnv
}

/**
 * Starts the app over a data folder of its own, and ends it when the measurement is done.
 *
 * @param use the running app, and when its process was started, as a time of the clock
 * @param settings that the data folder already holds
 */
export async function whileOpen<T>(
  { source, executable, env }: Measured,
  use: (app: ElectronApplication, started: number) => Promise<T>,
  settings?: object,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'descent-lab-bench-'))
  const data = join(folder, 'data')
  await mkdir(data)
  if (settings) await writeFile(join(data, 'settings.json'), JSON.stringify(settings))
  const defined = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  const started = Date.now()
  const app = await _electron.launch({
    executablePath: executable,
    args: [
      source,
      `--user-data-dir=${join(folder, 'profile')}`,
      '--lang=en-US',
      ...(isRoot() ? ['--no-sandbox'] : []),
    ],
    env: { ...Object.fromEntries(defined), DESCENT_LAB_DATA: data },
  })
  try {
    return await use(app, started)
  } finally {
    await app.close()
    await rm(folder, { recursive: true, force: true })
  }
}
