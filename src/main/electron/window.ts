import { app, BrowserWindow, nativeTheme, screen } from 'electron'
import { pageAddress } from './protocol.ts'
import { placeWindow, readWindowState, writeWindowState } from './window-state.ts'

export interface WindowOptions {
  /** The built preload. */
  readonly preload: string
  readonly icon: string
  /** Where the window's place is kept. */
  readonly stateFile: string
}

/** What the page paints first, so that nothing flashes. */
const paper = { light: '#FAFAF7', dark: '#131417' }

/** Makes the one window, where it was last, and shows it with its first picture. */
export function createWindow({ preload, icon, stateFile }: WindowOptions): BrowserWindow {
  const primary = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id)
  const state = placeWindow(
    readWindowState(stateFile),
    [primary, ...others].map((display) => display.workArea),
  )
  const window = new BrowserWindow({
    ...state.bounds,
    minWidth: 720,
    minHeight: 480,
    show: false,
    // Of a test build, with the words that say so.
    title: app.name,
    icon,
    backgroundColor: nativeTheme.shouldUseDarkColors ? paper.dark : paper.light,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  })
  // The page calls the program by its own name; a test build says that it is one.
  window.on('page-title-updated', (event, title) => {
    event.preventDefault()
    window.setTitle(title.replace('Descent Lab', app.name))
  })
  if (state.maximised) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => {
    writeWindowState(stateFile, {
      bounds: window.getNormalBounds(),
      maximised: window.isMaximized(),
    })
  })
  nativeTheme.on('updated', () => {
    if (window.isDestroyed()) return
    window.setBackgroundColor(nativeTheme.shouldUseDarkColors ? paper.dark : paper.light)
  })
  return window
}

/** Loads the page. Resolves when it is loaded, or when the window was closed before it was. */
export async function openPage(window: BrowserWindow): Promise<void> {
  let closing = false
  window.once('close', () => (closing = true))
  try {
    await window.loadURL(pageAddress)
  } catch (error) {
    if (!closing) throw error
  }
}
