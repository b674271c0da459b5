import { app } from 'electron'
import { z } from '#shared/schema.ts'
import { showWindow } from './app.ts'
import { filesAmong, type OpenedFiles } from './opened-files.ts'

/** What a second start hands to the first, which cannot trust it: any program may claim to be one. */
const handedSchema = z.object({ words: z.array(z.string()), folder: z.string() })

/**
 * Makes this the only running program over its profile, and takes the files that it, or a later start,
 * is asked to open. Call it before the app is ready.
 *
 * @returns false where the program runs already: it has been given the files, and shows its window
 */
export function claimInstance(opened: OpenedFiles): boolean {
  const own = { words: process.argv.slice(1), folder: process.cwd() }
  if (!app.requestSingleInstanceLock(own)) return false
  opened.add(filesAmong(own.words, own.folder))
  app.on('second-instance', (_event, _words, _folder, data) => {
    // Chromium shuffles the words that it passes on itself.
    const handed = handedSchema.safeParse(data)
    if (handed.success) opened.add(filesAmong(handed.data.words, handed.data.folder))
    showWindow()
  })
  // The way of macOS.
  app.on('open-file', (event, path) => {
    event.preventDefault()
    opened.add(filesAmong([path], '/'))
  })
  return true
}
