import { join } from 'node:path'
import {
  app,
  BrowserWindow,
  dialog,
  Menu,
  nativeTheme,
  Notification,
  session,
  shell,
} from 'electron'
import type { Settings } from '#shared/contract/calls.ts'
import type { Lab } from '../lab/laboratory.ts'
import type { PageFiles } from '../lab/page/files.ts'
import { createAttention } from './attention.ts'
import { watchForCrash } from './crash.ts'
import { joinPage } from './ipc.ts'
import { createKeeper } from './keeper.ts'
import { menuTemplate, textMenu } from './menu.ts'
import { openedEndings, type OpenedFiles } from './opened-files.ts'
import { servePage } from './protocol.ts'
import { secureContents, secureSession } from './security.ts'
import { languageOf, shellText, type ShellText } from './text.ts'
import { createWindow, openPage } from './window.ts'

export interface DesktopOptions {
  readonly lab: Lab
  readonly settings: Settings
  readonly files: PageFiles
  /** What the system was asked to open with the program. */
  readonly opened: OpenedFiles
  /** The built preload. */
  readonly preload: string
  readonly icon: string
}

/** Opens the window over the laboratory. The app is ready and is the only one of its kind. */
export async function openDesktop(options: DesktopOptions): Promise<void> {
  const { lab, files, preload, icon } = options
  let settings = options.settings
  const text = (): ShellText => shellText[languageOf(settings.language, app.getLocale())]
  let recent: readonly string[] = []
  const chooseFiles = async (): Promise<void> => {
    const [window] = BrowserWindow.getAllWindows()
    if (!window) return
    const extensions = openedEndings.map((ending) => ending.slice(1))
    const { filePaths } = await dialog.showOpenDialog(window, {
      properties: ['openFile', 'multiSelections'],
      filters: [
        { name: text().tables, extensions },
        { name: text().allFiles, extensions: ['*'] },
      ],
    })
    options.opened.add(filePaths)
  }
  const refreshRecent = async (): Promise<void> => {
    const files = await lab.openedFiles()
    if (files.join('\n') === recent.join('\n')) return
    recent = files
    applySettings()
  }
  const applySettings = (): void => {
    nativeTheme.themeSource = settings.theme
    const template = menuTemplate({
      text: text(),
      platform: process.platform,
      onCommand: (command) => lab.emit({ kind: 'command', command }),
      onOpen: () => void chooseFiles(),
      recent,
      onRecent: (path) => options.opened.add([path]),
      onPrint: () => BrowserWindow.getAllWindows()[0]?.webContents.print({ printBackground: true }),
    })
    Menu.setApplicationMenu(Menu.buildFromTemplate(template))
  }
  lab.onEvent((event) => {
    if (event.kind !== 'settings') return
    settings = event.settings
    applySettings()
  })

  secureSession(session.defaultSession)
  secureContents()
  servePage(session.defaultSession, files)
  applySettings()
  void refreshRecent()

  const stateFile = join(app.getPath('userData'), 'window.json')
  const window = createWindow({ preload, icon, stateFile })
  watchForCrash(window, text)
  window.webContents.on('context-menu', (_event, what) => {
    const items = textMenu(text(), what)
    if (items.length > 0) Menu.buildFromTemplate(items).popup({ window })
  })
  joinPage(window, lab, createKeeper(window, text), options.opened)
  const attention = createAttention({
    showProgress: (share) => {
      if (!window.isDestroyed()) window.setProgressBar(share ?? -1)
    },
    watched: () => window.isDestroyed() || window.isFocused(),
    notify(title, body) {
      const notification = new Notification({ title, body, icon })
      notification.on('click', showWindow)
      notification.show()
    },
    text,
    language: () => languageOf(settings.language, app.getLocale()),
  })
  lab.onEvent((event) => {
    if (event.kind !== 'work') return
    attention(event.jobs)
    // A file that was read is on the list.
    void refreshRecent()
  })
  await openPage(window)
  // Not before: loading TensorFlow would take the cores from the first picture.
  if (!window.isDestroyed()) lab.warm()
}

/** A second start shows the window of the first. */
export function showWindow(): void {
  const [window] = BrowserWindow.getAllWindows()
  if (window?.isMinimized()) window.restore()
  window?.show()
  window?.focus()
}

/** Opens a folder in the system's file manager. @returns whether there was one to open it */
export async function showFolder(folder: string): Promise<boolean> {
  return (await shell.openPath(folder)) === ''
}

/**
 * Ends the laboratory before the app: what runs is stopped and its record completed.
 *
 * @param patience how long to wait for it, in ms
 */
export function closeCleanly(dispose: () => Promise<void>, patience = 5000): void {
  let closing = false
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', (event) => {
    event.preventDefault()
    if (closing) return
    closing = true
    const late = new Promise<void>((resolve) => setTimeout(resolve, patience))
    const disposed = dispose().catch((error: unknown) => console.error(String(error)))
    void Promise.race([disposed, late]).finally(() => app.exit())
  })
}
