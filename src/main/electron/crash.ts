import { app, dialog, type BrowserWindow } from 'electron'
import type { ShellText } from './text.ts'
import { openPage } from './window.ts'

/**
 * When the page's process dies, says so and offers to load it again: races live in processes of
 * their own and go on.
 */
export function watchForCrash(window: BrowserWindow, text: () => ShellText): void {
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return
    console.error(`The page's process is gone: ${reason} (${exitCode}).`)
    void offerReload(window, text(), reason)
  })
}

async function offerReload(window: BrowserWindow, text: ShellText, reason: string): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    title: 'Descent Lab',
    message: text.crashed(reason),
    detail: text.crashedDetail,
    buttons: [text.loadAgain, text.quit],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  })
  if (response === 0 && !window.isDestroyed()) await openPage(window)
  else app.quit()
}
