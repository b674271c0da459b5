import { join } from 'node:path'
import { app } from 'electron'
import { openDesktop } from './electron/app.ts'
import { claimInstance } from './electron/instance.ts'
import { createOpenedFiles } from './electron/opened-files.ts'
import { declareScheme } from './electron/protocol.ts'
import { cutNetwork } from './electron/security.ts'
import { dataFolder } from './lab/data-folder.ts'
import { openPageFiles } from './lab/page-files.ts'
import { withStart } from './lab/page-start.ts'
import { resourcesFolder } from './lab/resources.ts'

/*
 * The desktop app, put together: one window, and behind it the laboratory. What the window's first
 * paint does not need, which is nearly everything, is loaded after it.
 */

const built = (path: string): string => join(import.meta.dirname, '..', path)

const opened = createOpenedFiles()

async function main(): Promise<void> {
  const resources = resourcesFolder()
  // A profile of one's own holds the runs too, unless they have a place of their own.
  const ownProfile = !process.env['DESCENT_LAB_DATA'] && app.commandLine.hasSwitch('user-data-dir')
  const folder = ownProfile ? app.getPath('userData') : dataFolder()
  await openDesktop({
    folder,
    resources,
    built,
    files: withStart(await openPageFiles(built('renderer')), join(folder, 'settings.json')),
    opened,
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
