import { randomBytes, randomInt } from 'node:crypto'
import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename, isAbsolute } from 'node:path'
import { LabError } from '#shared/contract/errors.ts'
import type { Challenge } from '#shared/contract/preload.ts'
import { z } from '#shared/schema.ts'

/*
 * A page may have those files opened that a person dropped on it or chose for it: the system lets its
 * process read these, and no other. Whoever has taken over the page's process can name any path to the
 * main process, but cannot read there. So a path counts for nothing by itself: the page's side has to
 * read out parts of the file that the main process picks when it is asked.
 */

/** What the preload says of a file that a person dropped or chose: from the browser's own `File`. */
const handedSchema = z.object({ path: z.string().min(1), size: z.int().min(0) })

/** The answer to a challenge; without parts where they could not be read. */
const proofSchema = z.object({
  ticket: z.string().max(100),
  parts: z.array(z.instanceof(Uint8Array)).max(100),
})

/** Files up to this size are read out whole; of larger ones, this many bytes in parts. */
const whole = 4096
const partBytes = 64

/** Handed over, and not yet proved; older ones are forgotten. */
const mostWaiting = 64

export interface Admission {
  /**
   * Takes a path that a page hands over, and says what is to be read out of the file. Does not look at
   * the disk: what is asked says nothing about what is there.
   *
   * @throws LabError `file-not-taken` for what has no place on the disk
   */
  challenge(handed: unknown): Challenge
  /**
   * Compares what was read out with the file. A ticket is good for one try.
   *
   * @returns the path, absolute
   * @throws LabError `file-not-taken`, whatever was wrong
   */
  prove(proof: unknown): Promise<string>
}

interface Waiting extends Challenge {
  readonly path: string
  readonly size: number
}

export function createAdmission(): Admission {
  const waiting = new Map<string, Waiting>()
  return {
    challenge(handed) {
      const parsed = handedSchema.safeParse(handed)
      // What comes out of another program, a mail say, may be a file without a place on the disk.
      if (!parsed.success || !isAbsolute(parsed.data.path)) throw placeless()
      const { path, size } = parsed.data
      const ticket = randomBytes(16).toString('hex')
      const parts = partsOf(size)
      waiting.set(ticket, { ticket, parts, path, size })
      for (const old of waiting.keys()) {
        if (waiting.size <= mostWaiting) break
        waiting.delete(old)
      }
      return { ticket, parts }
    },
    async prove(proof) {
      const parsed = proofSchema.safeParse(proof)
      const asked = parsed.success ? waiting.get(parsed.data.ticket) : undefined
      if (!parsed.success || !asked) throw notProved('')
      waiting.delete(asked.ticket)
      const name = basename(asked.path)
      const read = await readParts(asked).catch(() => undefined)
      const given = parsed.data.parts
      const same = read?.length === given.length && read.every((part, i) => part.equals(given[i]!))
      if (!same) throw notProved(name)
      return asked.path
    },
  }
}

function partsOf(size: number): Challenge['parts'] {
  if (size === 0) return []
  if (size <= whole) return [{ from: 0, to: size }]
  return Array.from({ length: whole / partBytes }, () => {
    // `randomInt` takes ranges below 2^48, which no file exceeds.
    const from = randomInt(0, size - partBytes + 1)
    return { from, to: from + partBytes }
  })
}

/** @returns undefined where it is no file of that size */
async function readParts({ path, size, parts }: Waiting): Promise<Buffer[] | undefined> {
  // Without O_NONBLOCK a named pipe would wait for its writer.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const stats = await file.stat()
    if (!stats.isFile() || stats.size !== size) return undefined
    // Files of /proc say that they are empty, and are not.
    if (size === 0 && (await file.read(Buffer.alloc(1), 0, 1, 0)).bytesRead > 0) return undefined
    const read: Buffer[] = []
    for (const { from, to } of parts) {
      const buffer = Buffer.alloc(to - from)
      const { bytesRead } = await file.read(buffer, 0, to - from, from)
      read.push(buffer.subarray(0, bytesRead))
    }
    return read
  } finally {
    await file.close()
  }
}

function placeless(): LabError {
  return new LabError(
    'file-not-taken',
    'This file has no place on the disk. Save it first, then drop it from where it is saved.',
  )
}

function notProved(name: string): LabError {
  return new LabError(
    'file-not-taken',
    `The file ${name} cannot be read here: it is a folder, it is gone or being written, or it may not be read. Choose it once more, or another file.`,
    { parameters: { name } },
  )
}
