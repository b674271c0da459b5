import { access, stat } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { app, clipboard, dialog, nativeImage, shell, type BrowserWindow } from 'electron'
import type { FileKeeper } from '../lab/saving.ts'
import type { ShellText } from './text.ts'

/** What the clipboard of older Electrons could, which types of newer ones no longer say. */
interface ImageClipboard {
  writeImage(image: Electron.NativeImage): void
}

/**
 * Keeps files where the person says, by the system's own dialog: the page never names a path. Only
 * what was saved since the program started is shown in the file manager.
 */
export function createKeeper(window: BrowserWindow, text: () => ShellText): FileKeeper {
  const saved = new Set<string>()
  let folder: string | undefined
  let asking = false

  return {
    async choose(name) {
      // One question at a time, whatever the page asks.
      if (asking || window.isDestroyed()) return undefined
      asking = true
      try {
        const { canceled, filePath } = await dialog.showSaveDialog(window, {
          defaultPath: join(folder ?? placeOf(), name),
          filters: filtersOf(name, text()),
          properties: ['createDirectory', 'showOverwriteConfirmation'],
        })
        if (canceled || !filePath) return undefined
        folder = dirname(filePath)
        return await destinationOf(filePath, extname(name))
      } finally {
        asking = false
      }
    },
    async deliver(path) {
      saved.add(path)
      return { kind: 'file', path, bytes: (await stat(path)).size }
    },
    async show(path) {
      if (!saved.has(path) || !(await exists(path))) return false
      shell.showItemInFolder(path)
      return true
    },
    async copyImage(png) {
      // Newer Electrons have the web's own clipboard here: there the page does it as well itself.
      const { writeImage } = clipboard as Partial<ImageClipboard>
      const image = writeImage && nativeImage.createFromBuffer(Buffer.from(png))
      if (!image || image.isEmpty()) return false
      writeImage.call(clipboard, image)
      return true
    },
  }
}

function placeOf(): string {
  try {
    return app.getPath('documents')
  } catch {
    // A system without such a folder.
    return app.getPath('home')
  }
}

/**
 * On Linux a name without the ending gets it when the question whether to replace a file has been
 * asked already, about another name: there the ending is ours to add.
 */
function filtersOf(name: string, text: ShellText): Electron.FileFilter[] {
  const ending = extname(name).slice(1)
  if (process.platform === 'linux' || ending === '') return []
  return [
    { name: ending.toUpperCase(), extensions: [ending] },
    { name: text.allFiles, extensions: ['*'] },
  ]
}

/** The dialog has asked about a file that is there, but not about one whose ending was left out. */
async function destinationOf(
  chosen: string,
  ending: string,
): Promise<{ path: string; replaces: boolean }> {
  if (extname(chosen) === '' && ending !== '') return { path: chosen + ending, replaces: false }
  return { path: chosen, replaces: await exists(chosen) }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
