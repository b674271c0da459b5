import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { notSaved } from '../lab/exports/refusal.ts'
import { makeFolder, removeLeft } from '../lab/files.ts'
import { pageHeaders } from '../lab/page-files.ts'
import type { FileKeeper } from '../lab/saving.ts'
import { disposition } from './disposition.ts'

/** Files that wait to be fetched by a page, once each. */
export interface Downloads {
  /** Keeps files for the pages: on this machine's disk, until they are fetched. */
  readonly keeper: FileKeeper
  /**
   * Sends a file and forgets it.
   *
   * @param path as asked for, below the page's own
   * @returns false where nothing waits there
   */
  answer(path: string, response: ServerResponse): Promise<boolean>
  /** Removes what was not fetched. */
  close(): Promise<void>
}

/** A file that nobody fetches is removed, in ms. */
const lifetime = 10 * 60_000

/** What the addresses begin with. */
const place = 'download/'

/** @param folder where files wait; made when first needed */
export function createDownloads(folder: string, wait: number = lifetime): Downloads {
  /** By the name of the waiting file, which cannot be guessed. */
  const waiting = new Map<string, { name: string; timer?: NodeJS.Timeout }>()

  const remove = async (key: string): Promise<void> => {
    clearTimeout(waiting.get(key)?.timer)
    waiting.delete(key)
    await rm(join(folder, key), { force: true }).catch(() => undefined)
  }

  void removeLeft(folder)

  return {
    keeper: {
      async choose(name) {
        const key = randomBytes(24).toString('base64url')
        const path = join(folder, key)
        await makeFolder(folder).catch((error: unknown) => {
          throw notSaved(folder, error)
        })
        waiting.set(key, { name })
        return { path, replaces: false }
      },
      async deliver(path) {
        const key = basename(path)
        const file = waiting.get(key)
        if (!file) throw new Error('unreachable: nothing else is delivered')
        const { size } = await stat(path)
        file.timer = setTimeout(() => void remove(key), wait)
        file.timer.unref()
        return { kind: 'download', address: `${place}${key}`, name: file.name, bytes: size }
      },
      show: () => Promise.resolve(false),
      // The page is in a browser that can.
      copyImage: () => Promise.resolve(false),
    },
    async answer(path, response) {
      const key = path.startsWith(place) ? path.slice(place.length) : ''
      const file = waiting.get(key)
      // One that is still written has no timer, and is not to be had yet.
      if (!file?.timer) return false
      clearTimeout(file.timer)
      waiting.delete(key)
      try {
        const { size } = await stat(join(folder, key))
        response.writeHead(200, {
          ...pageHeaders,
          'Content-Type': 'application/octet-stream',
          'Content-Length': size,
          'Content-Disposition': disposition(file.name),
        })
        await pipeline(createReadStream(join(folder, key)), response)
      } finally {
        await remove(key)
      }
      return true
    },
    async close() {
      await Promise.all([...waiting.keys()].map(remove))
    },
  }
}
