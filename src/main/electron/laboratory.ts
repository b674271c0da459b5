import { app, shell } from 'electron'
import { createLab } from '../lab/laboratory.ts'
import type { Lab } from '../lab/types.ts'
import { createTableReader } from '../tables/reader.ts'
import { createTrainerPool } from '../trainer/pool.ts'
import type { DesktopOptions } from './app.ts'
import { createUtilityLauncher } from './launcher.ts'

/** Opens the laboratory over utility processes. */
export function openLab({
  folder,
  resources,
  built,
}: Pick<DesktopOptions, 'folder' | 'resources' | 'built'>): Lab {
  return createLab({
    shell: 'desktop',
    // A test build says so here.
    version: app.getVersion(),
    electron: process.versions.electron,
    // An installed one cannot be started as Node.
    command: app.isPackaged
      ? undefined
      : ['env', 'ELECTRON_RUN_AS_NODE=1', process.execPath, built('main/cli.js')],
    dataFolder: folder,
    resources,
    reader: createTableReader({
      launcher: createUtilityLauncher(built('main/tables.js'), {
        serviceName: 'Descent Lab table reader',
      }),
    }),
    pool: createTrainerPool({
      launcher: createUtilityLauncher(built('main/trainer.js'), {
        serviceName: 'Descent Lab trainer',
        background: true,
      }),
    }),
    showFolder: async (path) => (await shell.openPath(path)) === '',
  })
}
