import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { request, type ClientRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLab } from '#main/lab/laboratory.ts'
import type { Lab } from '#main/lab/types.ts'
import { openPageFiles } from '#main/lab/page-files.ts'
import { createDownloads } from '#main/serve/downloads.ts'
import { serve, type Served } from '#main/serve/server.ts'
import { valueOf } from '#shared/contract/answer.ts'
import { answerSchema } from '#shared/contract/calls.ts'
import { maximumUploadBytes } from '#shared/contract/wire.ts'
import { sourceSchema, type DatasetSource } from '#shared/experiment/source.ts'
import { borrowPool, built, readerHere } from '../support.ts'
import { connectClient, type Client } from './client.ts'

let folder: string
let lab: Lab
let served: Served
let page: Client

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-'))
  const out = await built()
  lab = createLab({
    shell: 'served',
    version: '1.2.3',
    dataFolder: folder,
    pool: borrowPool(out, 2),
    reader: readerHere(),
  })
  const files = await openPageFiles(join(out, '..', 'renderer'))
  served = await serve({
    lab,
    files,
    downloads: createDownloads(join(folder, 'downloads')),
    port: 0,
  })
  page = await connectClient(served.address)
})

afterAll(async () => {
  page.close()
  await served.close()
  await lab.dispose()
  await rm(folder, { recursive: true })
})

interface Sent {
  readonly status: number
  readonly body: string
}

/** Begins to send a file as the page does; whoever began it ends it. */
function begin(
  name: string,
  headers: Record<string, string> = {},
): { asked: ClientRequest; sent: Promise<Sent> } {
  const { hostname, port, pathname, origin } = new URL(served.address)
  const asked = request({
    ...{ hostname, port, method: 'POST' },
    path: `${pathname}upload?name=${encodeURIComponent(name)}`,
    headers: { Origin: origin, ...headers },
  })
  const sent = new Promise<Sent>((resolve, reject) => {
    asked.on('error', reject)
    asked.on('response', (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (text: string) => (body += text))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
    })
  })
  return { asked, sent }
}

async function send(name: string, text: string): Promise<DatasetSource> {
  const { asked, sent } = begin(name)
  asked.end(text)
  const { status, body } = await sent
  expect(status).toBe(200)
  return sourceSchema.parse(valueOf(answerSchema.parse(JSON.parse(body))))
}

const csv = 'x,kind\n1,a\n2,b\n3,a\n4,b\n'

describe('a file that the page sends', () => {
  it('is kept whole, and may be opened over the socket', async () => {
    const source = await send('数据 1.csv', csv)
    const path = 'file' in source ? source.file : ''
    expect(path).toMatch(/[\\/]uploads[\\/][0-9a-f]{64}[\\/]数据 1\.csv$/)
    expect(await readFile(path, 'utf8')).toBe(csv)
    const summary = await page.laboratory.openTable({ source })
    expect(summary).toMatchObject({ name: '数据 1.csv', rows: 4, suggestedTarget: 'kind' })
    const list = await page.laboratory.listDatasets()
    expect(list.at(-1)).toMatchObject({ name: '数据 1.csv', kind: 'file', state: 'ready' })
  })

  it('cannot be put anywhere else by its name', async () => {
    const source = await send('../../../escaped.csv', csv)
    expect('file' in source && source.file).toMatch(/[0-9a-f]{64}[\\/]escaped\.csv$/)
  })

  it('leaves nothing behind where it breaks off', async () => {
    const { asked, sent } = begin('half.csv', { 'Content-Length': '1000000' })
    asked.write(csv)
    const uploads = join(folder, 'uploads')
    const halves = async (): Promise<string[]> =>
      (await readdir(uploads)).filter((name) => name.startsWith('half-'))
    await expect.poll(halves).toHaveLength(1)
    asked.destroy()
    await expect(sent).rejects.toThrow()
    await expect.poll(halves).toEqual([])
  })

  it('is refused unread where it says that it is too large', async () => {
    const { asked, sent } = begin('big.csv', { 'Content-Length': `${maximumUploadBytes + 1}` })
    asked.flushHeaders()
    const { status, body } = await sent
    expect(status).toBe(200)
    expect(JSON.parse(body)).toMatchObject({ ok: false, error: { code: 'file-too-large' } })
    await once(asked, 'close')
  })

  it('does not open what lies beside it', async () => {
    const source = { file: join(folder, 'settings.json'), read: {} }
    await expect(page.laboratory.openTable({ source })).rejects.toMatchObject({ code: 'not-found' })
  })
})
