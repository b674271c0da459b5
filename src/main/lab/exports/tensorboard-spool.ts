import { appendFile } from 'node:fs/promises'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'

/** What waits in memory before it goes to the disk, in bytes. */
const most = 32 * 2 ** 20

/**
 * Many files that grow side by side: a log has the points of all runs mixed, and neither as many files
 * can be open at once nor all of it be held in memory.
 */
export class Spool {
  readonly #folder: string
  readonly #waiting = new Map<number, Uint8Array[]>()
  #bytes = 0

  /** @param folder of its own */
  constructor(folder: string) {
    this.#folder = folder
  }

  /** @param file its number */
  async add(file: number, bytes: Uint8Array): Promise<void> {
    const waiting = this.#waiting.get(file)
    if (waiting) waiting.push(bytes)
    else this.#waiting.set(file, [bytes])
    this.#bytes += bytes.length
    if (this.#bytes > most) await this.#flush()
  }

  /** Nothing may be added to a file that is read. */
  async *read(file: number): AsyncGenerator<Uint8Array> {
    if (this.#bytes > 0) await this.#flush()
    for await (const part of createReadStream(this.#path(file))) yield part as Uint8Array
  }

  #path(file: number): string {
    return join(this.#folder, String(file))
  }

  async #flush(): Promise<void> {
    for (const [file, parts] of this.#waiting) {
      await appendFile(this.#path(file), Buffer.concat(parts))
    }
    this.#waiting.clear()
    this.#bytes = 0
  }
}
