import { join } from 'node:path'
import { app, BrowserWindow, dialog, Menu, nativeTheme, Notification, session } from 'electron'
import { startOf, type Start } from '#shared/contract/start.ts'
import type { Lab } from '../lab/types.ts'
import type { PageFiles } from '../lab/page-files.ts'
import { readKept } from '../lab/page-start.ts'
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
  /** Of settings, tables and runs. */
  readonly folder: string
  /** Holds `datasets/` and `icons/`. */
  readonly resources: string
  /** @returns where a part of the build is: `main/trainer.js` */
  readonly built: (path: string) => string
  readonly files: PageFiles
  /** What the system was asked to open with the program. */
  readonly opened: OpenedFiles
}

/**
 * Opens the window, and the laboratory behind it once the window is painted or the page asks, at a first
 * start only when it asks. The app
 * is ready and is the only one of its kind. Resolves when the page is loaded.
 */
export async function openDesktop(options: DesktopOptions): Promise<void> {
  const { folder, resources, built, files, opened } = options
  const start = startOf(readKept(join(folder, 'settings.json')))
  let settings: Pick<Start, 'language' | 'theme'> = start
  const text = (): ShellText => shellText[languageOf(settings.language, app.getLocale())]
  let recent: readonly string[] = []
  let loaded: Promise<Lab> | undefined
  const lab = (): Promise<Lab> => (loaded ??= load())

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
    opened.add(filePaths)
  }
  const applySettings = (): void => {
    nativeTheme.themeSource = settings.theme
    const template = menuTemplate({
      text: text(),
      platform: process.platform,
      onCommand: (command) => void lab().then(({ emit }) => emit({ kind: 'command', command })),
      onOpen: () => void chooseFiles(),
      recent,
      onRecent: (path) => opened.add([path]),
      onPrint: () => BrowserWindow.getAllWindows()[0]?.webContents.print({ printBackground: true }),
    })
    Menu.setApplicationMenu(Menu.buildFromTemplate(template))
  }

  secureSession(session.defaultSession)
  secureContents()
  servePage(session.defaultSession, files)
  applySettings()

  const icon = join(resources, 'icons', '512x512.png')
  const stateFile = join(app.getPath('userData'), 'window.json')
  const window = createWindow({ preload: built('preload/index.cjs'), icon, stateFile })

  const load = async (): Promise<Lab> => {
    const [{ openLab }, { createAttention }] = await Promise.all([
      import('./laboratory.ts'),
      import('./attention.ts'),
    ])
    const behind = openLab({ folder, resources, built })
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
    const refreshRecent = async (): Promise<void> => {
      const paths = await behind.openedFiles()
      if (paths.join('\n') === recent.join('\n')) return
      recent = paths
      applySettings()
    }
    behind.onEvent((event) => {
      if (event.kind === 'settings') {
        settings = event.settings
        applySettings()
      } else if (event.kind === 'work') {
        attention(event.jobs)
        // A file that was read is on the list.
        void refreshRecent()
      }
    })
    void refreshRecent()
    return behind
  }

  watchForCrash(window, text)
  window.webContents.on('context-menu', (_event, what) => {
    const items = textMenu(text(), what)
    if (items.length > 0) Menu.buildFromTemplate(items).popup({ window })
  })
  joinPage(window, lab, createKeeper(window, text), opened)
  closeCleanly(async () => (await loaded)?.dispose())
  // A first start asks for it when its lanes move: until then the cores are theirs.
  await Promise.all([openPage(window), start.first || painted(window).then(lab)])
}

/** Resolves with the window's first picture. */
function painted(window: BrowserWindow): Promise<void> {
  return new Promise((resolve) => window.once('ready-to-show', resolve))
}

/** A second start shows the window of the first. */
export function showWindow(): void {
  const [window] = BrowserWindow.getAllWindows()
  if (window?.isMinimized()) window.restore()
  window?.show()
  window?.focus()
}

/**
 * Ends the laboratory before the app: what runs is stopped and its record completed.
 *
 * @param timeout how long to wait for it, in ms
 */
function closeCleanly(dispose: () => Promise<void>, timeout = 5000): void {
  let closing = false
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', (event) => {
    event.preventDefault()
    if (closing) return
    closing = true
    const late = new Promise<void>((resolve) => setTimeout(resolve, timeout))
    const disposed = dispose().catch((error: unknown) => console.error(String(error)))
    void Promise.race([disposed, late]).finally(() => app.exit())
  })
}
