import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  DownloadInterrupted,
  DownloadRefused,
  download,
  type DownloadRequest,
} from '#scripts/setup/download.ts'
import { SetupError } from '#scripts/setup/errors.ts'
import {
  closedOrigin,
  keepReport,
  scratchFolder,
  sendRange,
  serve,
  sha512,
  type KeptReport,
  type LocalServer,
} from './support.ts'

/** Large enough to come in many pieces. */
const content = randomBytes(2_000_000)
const half = content.length / 2

let folder = ''
let file = ''
let report: KeptReport
let server: LocalServer | undefined

beforeEach(async () => {
  folder = await scratchFolder()
  file = join(folder, 'file.tgz')
  report = keepReport()
})

afterEach(async () => {
  await server?.close()
  server = undefined
  await rm(folder, { recursive: true })
})

function fetchFile(changes: Partial<DownloadRequest> = {}): Promise<void> {
  const address = `${server?.origin}/file.tgz`
  const limits = { attempts: 3, pause: 5, stall: 5_000 }
  return download({
    address,
    file,
    integrity: sha512(content),
    what: 'File',
    report,
    ...limits,
    ...changes,
  })
}

async function expectWhole(): Promise<void> {
  expect((await readFile(file)).equals(content)).toBe(true)
  expect(await readdir(folder)).toEqual(['file.tgz'])
}

describe('a download', () => {
  it('reports how far it is and how big the file is', async () => {
    server = await serve((request, response) => sendRange(request, response, content))
    await fetchFile()
    await expectWhole()
    const steps = report.progressed
    expect(steps[0]).toEqual({ done: 0, total: content.length })
    expect(steps.at(-1)).toEqual({ done: content.length, total: content.length })
    expect(steps.length).toBeGreaterThan(3)
    const counts = steps.map((step) => step.done)
    expect(counts).toEqual(counts.toSorted((a, b) => a - b))
  })

  it('goes on where a cut connection left it', async () => {
    server = await serve((request, response) => {
      if (request.headers.range) return sendRange(request, response, content)
      response.writeHead(200, { 'content-length': content.length })
      // Cut when some of it has come.
      const cut = (): void => {
        if (report.progressed.some(({ done }) => done > 0)) response.destroy()
        else setImmediate(cut)
      }
      response.write(content.subarray(0, half), cut)
    })
    await fetchFile()
    await expectWhole()
    expect(server.asked).toHaveLength(2)
    expect(server.asked[0]).toBe('/file.tgz')
    // Not all that was sent before the cut need have come, but some of it has.
    const resumed = Number(/bytes=(\d+)-/.exec(server.asked[1] ?? '')?.[1])
    expect(resumed).toBeGreaterThan(0)
    expect(resumed).toBeLessThanOrEqual(half)
  })

  it('goes on where an earlier call left it', async () => {
    await writeFile(`${file}.part`, content.subarray(0, half))
    server = await serve((request, response) => sendRange(request, response, content))
    await fetchFile()
    await expectWhole()
    expect(server.asked).toEqual([`/file.tgz bytes=${half}-`])
    expect(report.progressed[0]).toEqual({ done: half, total: content.length })
  })

  it('starts anew at a server that knows no ranges', async () => {
    await writeFile(`${file}.part`, content.subarray(0, half))
    server = await serve((_, response) => {
      response.writeHead(200, { 'content-length': content.length }).end(content)
    })
    await fetchFile()
    await expectWhole()
  })

  it('starts anew when the server sends another range than was asked for', async () => {
    await writeFile(`${file}.part`, content.subarray(0, half))
    server = await serve((request, response) => {
      if (!request.headers.range) return sendRange(request, response, content)
      const range = `bytes 5-${content.length - 1}/${content.length}`
      response.writeHead(206, { 'content-range': range }).end(content.subarray(5))
    })
    await fetchFile()
    await expectWhole()
  })

  it('takes a part that was whole already', async () => {
    await writeFile(`${file}.part`, content)
    server = await serve((_, response) => response.writeHead(416).end())
    await fetchFile()
    await expectWhole()
  })

  it('starts anew when what an earlier call left was damaged', async () => {
    await writeFile(`${file}.part`, randomBytes(half))
    server = await serve((request, response) => sendRange(request, response, content))
    await fetchFile()
    await expectWhole()
    expect(server.asked).toEqual([`/file.tgz bytes=${half}-`, '/file.tgz'])
  })

  it('comes through a server that is out of order for a moment', async () => {
    server = await serve((request, response) => {
      if (server?.asked.length === 1) response.writeHead(503).end()
      else sendRange(request, response, content)
    })
    await fetchFile()
    await expectWhole()
    expect(report.said.join()).toContain('503')
  })
})

describe('a download that fails', () => {
  it('refuses another file than the pinned one, and keeps nothing of it', async () => {
    server = await serve((request, response) => sendRange(request, response, randomBytes(1000)))
    const failure = await fetchFile().catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(SetupError)
    expect((failure as SetupError).message).toContain('not the expected one')
    expect(await readdir(folder)).toEqual([])
  })

  it('is not tried again where the server refuses it', async () => {
    server = await serve((_, response) => response.writeHead(404).end())
    await expect(fetchFile()).rejects.toThrow(DownloadRefused)
    expect(server.asked).toHaveLength(1)
  })

  it('gives up on a server that falls silent, and keeps what came', async () => {
    server = await serve((request, response) => {
      const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0)
      const range = `bytes ${start}-${content.length - 1}/${content.length}`
      const status = request.headers.range ? 206 : 200
      response.writeHead(status, {
        'content-length': content.length - start,
        'content-range': range,
      })
      if (start === 0) response.write(content.subarray(0, half))
    })
    await expect(fetchFile({ stall: 300 })).rejects.toThrow(DownloadInterrupted)
    expect(report.said.join()).toContain('nothing came for 0.3 s')
    expect((await readFile(`${file}.part`)).equals(content.subarray(0, half))).toBe(true)
  })

  it('gives up on a server that never answers', async () => {
    server = await serve(() => undefined)
    await expect(fetchFile({ stall: 200 })).rejects.toThrow(/3 times in a row/)
    expect(server.asked).toHaveLength(3)
  })

  it('gives up where nothing listens', async () => {
    const address = `${await closedOrigin()}/file.tgz`
    await expect(fetchFile({ address })).rejects.toThrow(/ECONNREFUSED/)
    expect(existsSync(file)).toBe(false)
  })

  it('says that the disk is the reason when it is', async () => {
    server = await serve((request, response) => sendRange(request, response, content))
    const nowhere = join(folder, 'no', 'such', 'folder', 'file.tgz')
    await expect(fetchFile({ file: nowhere })).rejects.toThrow(/cannot write .*ENOENT/)
  })
})
