import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLab } from '#main/lab/laboratory.ts'
import type { Lab } from '#main/lab/types.ts'
import { openPageFiles } from '#main/lab/page-files.ts'
import { createDownloads } from '#main/serve/downloads.ts'
import { serve, type Served } from '#main/serve/server.ts'
import type { SavedFile } from '#shared/contract/runs.ts'
import { iris } from '../lab/support.ts'
import { borrowPool, built, readerHere } from '../support.ts'
import { connectClient, type Client } from './client.ts'

let folder: string
let downloads: string
let lab: Lab
let served: Served
let page: Client

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-'))
  downloads = join(folder, 'downloads')
  const out = await built()
  lab = createLab({
    shell: 'served',
    version: '1.2.3',
    dataFolder: folder,
    pool: borrowPool(out, 2),
    reader: readerHere(),
  })
  const files = await openPageFiles(join(out, '..', 'renderer'))
  served = await serve({ lab, files, downloads: createDownloads(downloads), port: 0 })
  page = await connectClient(served.address)
})

afterAll(async () => {
  page.close()
  await served.close()
  expect(await readdir(downloads)).toEqual([])
  await lab.dispose()
  await rm(folder, { recursive: true })
})

interface Fetched {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: Buffer
}

/** Asks as a browser does; what a test changes of it comes last. */
function fetchFile(
  address: string,
  { method = 'GET', base = served.address, headers = {} as Record<string, string> } = {},
): Promise<Fetched> {
  const { hostname, port, pathname, host } = new URL(address, base)
  return new Promise((resolve, reject) => {
    const asked = request(
      { hostname, port, method, path: pathname, headers: { Host: host, ...headers } },
      (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(parts),
          }),
        )
      },
    )
    asked.on('error', reject)
    asked.end()
  })
}

type Download = Extract<SavedFile, { kind: 'download' }>

async function save(name: string, data: Uint8Array<ArrayBuffer>): Promise<Download> {
  const saved = await page.laboratory.saveFile({ name, data })
  if (saved?.kind !== 'download') throw new Error('nothing waits to be fetched')
  return saved
}

const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => index % 251)

describe('a file that is saved for the page', () => {
  it('is to be had once, under its name', async () => {
    const file = await save('鸢尾花.bin', bytes)
    expect(file).toMatchObject({ name: '鸢尾花.bin', bytes: 100_000 })
    // 192 bits at 6 a character.
    expect(file.address).toMatch(/^download\/[\w-]{32}$/)
    const { status, headers, body } = await fetchFile(file.address)
    expect(status).toBe(200)
    expect(body.equals(bytes)).toBe(true)
    expect(headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': '100000',
      'content-disposition': `attachment; filename="___.bin"; filename*=UTF-8''%E9%B8%A2%E5%B0%BE%E8%8A%B1.bin`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'content-security-policy': expect.stringMatching(/^default-src 'none'/),
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(await fetchFile(file.address)).toMatchObject({ status: 404 })
    await expect.poll(() => readdir(downloads)).toEqual([])
  })

  it('may be called what it likes, and lies where it must', async () => {
    const { name, address } = await save('../../..\\escaped\n\u202egnp.exe', bytes)
    expect(name).toBe('escaped__gnp.exe')
    expect((await fetchFile(address)).headers['content-disposition']).toBe(
      `attachment; filename="escaped__gnp.exe"; filename*=UTF-8''escaped__gnp.exe`,
    )
  })

  it('is for nobody who has not the whole address, or comes from elsewhere', async () => {
    const { address } = await save('a.bin', bytes)
    const { host, origin } = new URL(served.address)
    const evil = 'http://evil.example'
    for (const [asked, status] of [
      [fetchFile(address, { base: origin }), 404],
      [fetchFile(address, { base: `${origin}/${'x'.repeat(32)}/` }), 404],
      [fetchFile(`${address}x`), 404],
      [fetchFile('download/'), 404],
      [fetchFile(`download/${encodeURIComponent('../settings.json')}`), 404],
      [fetchFile(address, { method: 'POST' }), 404],
      [fetchFile(address, { method: 'HEAD' }), 404],
      [fetchFile(address, { headers: { Origin: evil } }), 403],
      [fetchFile(address, { headers: { Origin: 'null' } }), 403],
      [fetchFile(address, { headers: { Host: 'evil.example', Origin: evil } }), 403],
      [fetchFile(address, { headers: { Host: host.replace('127.0.0.1', '127.0.0.2') } }), 403],
    ] as const) {
      const { body, ...answer } = await asked
      expect(answer).toMatchObject({ status })
      expect(body).toHaveLength(0)
    }
    // None of them took it.
    expect((await fetchFile(address)).body.equals(bytes)).toBe(true)
  })

  it('is no file of the folder that was not saved by a page', async () => {
    await writeFile(join(downloads, 'found'), 'x')
    expect(await fetchFile('download/found')).toMatchObject({ status: 404 })
    await rm(join(downloads, 'found'))
  })

  it('is removed where nobody fetches it', async () => {
    const own = join(folder, 'brief')
    const brief = createDownloads(own, 30)
    const destination = await brief.keeper.choose('a.txt')
    await writeFile(destination!.path, 'x')
    await brief.keeper.deliver(destination!.path)
    await expect.poll(() => readdir(own)).toEqual([])
  })
})

describe('a run that a page exports', () => {
  it('is the very log of its folder', async () => {
    const { id, folder: run } = await page.laboratory.startRace({ spec: iris(), pace: null })
    await expect
      .poll(() => page.events.findLast(({ kind }) => kind === 'race'))
      .toMatchObject({ kind: 'race', status: { id, phase: 'finished' } })
    const saved = await page.laboratory.exportRun({ id, format: 'jsonl', language: 'en' })
    expect(saved).toMatchObject({ kind: 'download', name: `iris-experiment-${id}.jsonl` })
    const { body } = await fetchFile((saved as Download).address)
    expect(body.equals(await readFile(join(run, 'log.jsonl')))).toBe(true)
  })

  it('of which there is no record is not there', async () => {
    const asked = page.laboratory.exportRun({ id: '../..', format: 'csv', language: 'en' })
    await expect(asked).rejects.toMatchObject({ code: 'not-found' })
  })
})

it('has no file manager, and leaves the clipboard to the browser', async () => {
  const { laboratory } = page
  expect(await laboratory.showFile({ path: join(folder, 'settings.json') })).toBe(false)
  await expect(laboratory.copyImage({ png: bytes })).rejects.toMatchObject({ code: 'bad-file' })
})
