import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { appendFile, mkdtemp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAdmission } from '#main/electron/admission.ts'
import type { Challenge } from '#shared/contract/preload.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-admission-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function fileOf(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

/** What a page that the system lets read the file reads out of it. */
async function read(path: string, { ticket, parts }: Challenge) {
  const bytes = await readFile(path)
  return { ticket, parts: parts.map(({ from, to }) => new Uint8Array(bytes.subarray(from, to))) }
}

const refused = { code: 'file-not-taken' }

describe('the admission of files', () => {
  it.each([
    ['empty', ''],
    ['small', 'x,y\n1,2\n'],
    ['of a megabyte', randomBytes(2 ** 20)],
  ])('takes a file that is %s from a page that can read it, once', async (name, content) => {
    const path = await fileOf(name, content)
    const admission = createAdmission()
    const challenge = admission.challenge({ path, size: content.length })
    const proof = await read(path, challenge)
    expect(await admission.prove(proof)).toBe(path)
    await expect(admission.prove(proof)).rejects.toMatchObject(refused)
  })

  it('asks for other parts each time, and for few of them', () => {
    const admission = createAdmission()
    const handed = { path: '/large', size: 2 ** 40 }
    const [one, other] = [admission.challenge(handed), admission.challenge(handed)]
    expect(one.ticket).not.toBe(other.ticket)
    expect(one.parts).not.toEqual(other.parts)
    expect(one.parts.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(4096)
    expect(one.parts.every(({ from, to }) => from >= 0 && to <= 2 ** 40)).toBe(true)
  })

  it.each([
    '/etc/passwd',
    7,
    null,
    undefined,
    {},
    { path: '/etc/passwd' },
    { path: 'relative.csv', size: 1 },
    { path: '', size: 0 },
    { path: '/etc/passwd', size: -1 },
    { path: ['/etc/passwd'], size: 1 },
  ])('is told nothing by %j', async (message) => {
    const admission = createAdmission()
    expect(() => admission.challenge(message)).toThrow(expect.objectContaining(refused))
    await expect(admission.prove(message)).rejects.toMatchObject(refused)
  })

  it('refuses whoever names a path and cannot read there', async () => {
    const content = randomBytes(5000)
    const path = await fileOf('secret', content)
    const other = await fileOf('other', randomBytes(5000))
    const admission = createAdmission()
    const attempt = async (answer: (challenge: Challenge) => unknown): Promise<unknown> =>
      admission.prove(await answer(admission.challenge({ path, size: content.length })))
    for (const answer of [
      () => path,
      ({ ticket }: Challenge) => ({ ticket, parts: [] }),
      ({ ticket, parts }: Challenge) => ({ ticket, parts: parts.map(() => new Uint8Array(64)) }),
      ({ ticket, parts }: Challenge) => ({ ticket, parts: parts.map(() => new Uint8Array(0)) }),
      (challenge: Challenge) => read(other, challenge),
      async (challenge: Challenge) => ({ ...(await read(path, challenge)), ticket: '0' }),
      async (challenge: Challenge) => {
        const { ticket, parts } = await read(path, challenge)
        return { ticket, parts: parts.slice(1) }
      },
    ]) {
      await expect(attempt(answer), answer.toString()).rejects.toMatchObject(refused)
    }
    // A ticket of one file is none of another.
    const mine = admission.challenge({ path: other, size: 5000 })
    const theirs = admission.challenge({ path, size: content.length })
    const proof = { ...(await read(other, mine)), ticket: theirs.ticket }
    await expect(admission.prove(proof)).rejects.toMatchObject(refused)
  })

  it('refuses alike what is there and what is not', async () => {
    const admission = createAdmission()
    await mkdir(join(folder, 'a folder'))
    execFileSync('mkfifo', [join(folder, 'pipe')])
    const messages = new Set<string>()
    // The size of a file of /proc, as it says itself, is 0; a claim of it reads nothing out.
    for (const path of ['a folder', 'gone', 'pipe'].map((name) => join(folder, name))) {
      for (const size of [0, 10]) {
        const { ticket } = admission.challenge({ path, size })
        const error = await admission.prove({ ticket, parts: [] }).catch((thrown: Error) => thrown)
        expect(error).toMatchObject(refused)
        messages.add((error as Error).message.replace(/^The file .* cannot/, 'cannot'))
      }
    }
    for (const path of ['/proc/self/environ', '/proc/version', '/dev/zero']) {
      const { ticket } = admission.challenge({ path, size: 0 })
      await expect(admission.prove({ ticket, parts: [] })).rejects.toMatchObject(refused)
    }
    expect(messages.size).toBe(1)
  })

  it('refuses a file that was written meanwhile', async () => {
    const path = await fileOf('growing', 'x,y\n1,2\n')
    const admission = createAdmission()
    const challenge = admission.challenge({ path, size: 8 })
    const proof = await read(path, challenge)
    await appendFile(path, '3,4\n')
    await expect(admission.prove(proof)).rejects.toMatchObject(refused)
  })

  it('follows a link as the system does', async () => {
    const path = await fileOf('target', 'x,y\n1,2\n')
    await symlink(path, join(folder, 'link'))
    const admission = createAdmission()
    const challenge = admission.challenge({ path: join(folder, 'link'), size: 8 })
    expect(await admission.prove(await read(path, challenge))).toBe(join(folder, 'link'))
  })

  it('keeps few that were never proved', async () => {
    const path = await fileOf('first', 'x,y\n1,2\n')
    const admission = createAdmission()
    const proof = await read(path, admission.challenge({ path, size: 8 }))
    for (let time = 0; time < 1000; time++) admission.challenge({ path, size: 8 })
    await expect(admission.prove(proof)).rejects.toMatchObject(refused)
  })
})
