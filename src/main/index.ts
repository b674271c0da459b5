import { join } from 'node:path'
import { app } from 'electron'
import { closeCleanly, openDesktop, showFolder } from './electron/app.ts'
import { claimInstance } from './electron/instance.ts'
import { createUtilityLauncher } from './electron/launcher.ts'
import { createOpenedFiles } from './electron/opened-files.ts'
import { declareScheme } from './electron/protocol.ts'
import { cutNetwork } from './electron/security.ts'
import { dataFolder } from './lab/data-folder.ts'
import { createLab } from './lab/laboratory.ts'
import { openPageFiles } from './lab/page/files.ts'
import { resourcesFolder } from './lab/resources.ts'
import { createTableReader } from './tables/reader.ts'
import { createTrainerPool } from './trainer/pool.ts'

/*
 * The desktop app, put together: the laboratory over utility processes, behind one window.
 */

const built = (path: string): string => join(import.meta.dirname, '..', path)

const opened = createOpenedFiles()

async function main(): Promise<void> {
  const resources = resourcesFolder()
  // A profile of one's own holds the runs too, unless they have a place of their own.
  const ownProfile = !process.env['DESCENT_LAB_DATA'] && app.commandLine.hasSwitch('user-data-dir')
  const lab = createLab({
    shell: 'desktop',
    // A test build says so here.
    version: app.getVersion(),
    electron: process.versions.electron,
    // An installed one cannot be started as Node.
    command: app.isPackaged
      ? undefined
      : ['env', 'ELECTRON_RUN_AS_NODE=1', process.execPath, built('main/cli.js')],
    dataFolder: ownProfile ? app.getPath('userData') : dataFolder(),
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
    showFolder,
  })
  closeCleanly(() => lab.dispose())
  await openDesktop({
    lab,
    settings: await lab.readSettings(),
    files: await openPageFiles(built('renderer')),
    preload: built('preload/index.cjs'),
    opened,
    icon: join(resources, 'icons', '512x512.png'),
  })
}

declareScheme()
cutNetwork()

if (claimInstance(opened)) {
  app
    .whenReady()
    .then(main)
    .catch((error: unknown) => {
      console.error(error)
      app.exit(1)
    })
} else {
  app.quit()
}
