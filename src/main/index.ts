import { join } from 'node:path'
import { app } from 'electron'
import { version } from '../../package.json'
import { closeCleanly, openDesktop, showFolder, showWindow } from './electron/app.ts'
import { createUtilityLauncher } from './electron/launcher.ts'
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

async function main(): Promise<void> {
  const resources = resourcesFolder()
  // A profile of one's own holds the runs too, unless they have a place of their own.
  const ownProfile = !process.env['DESCENT_LAB_DATA'] && app.commandLine.hasSwitch('user-data-dir')
  const lab = createLab({
    shell: 'desktop',
    version,
    electron: process.versions.electron,
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
    icon: join(resources, 'icon-512.png'),
  })
}

declareScheme()
cutNetwork()

if (app.requestSingleInstanceLock()) {
  app.on('second-instance', showWindow)
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
