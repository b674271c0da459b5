import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { create } from 'tar'
import type { SetupContext } from '#scripts/setup/context.ts'
import type { Report } from '#scripts/setup/report.ts'

/** A folder of its own for a test. */
export function scratchFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'descent-lab-setup-'))
}

/** A report that keeps what it is told. */
export interface KeptReport extends Report {
  said: string[]
  progressed: { done: number; total: number | undefined }[]
}

export function keepReport(): KeptReport {
  const said: string[] = []
  const progressed: KeptReport['progressed'] = []
  return {
    said,
    progressed,
    say: (line) => said.push(line),
    progress: (_, done, total) => progressed.push({ done, total }),
    share: () => undefined,
  }
}

/** A local web server. */
export interface LocalServer {
  /** `http://127.0.0.1:<port>` */
  origin: string
  /** Paths that were asked for, with the range if one was. */
  asked: string[]
  close: () => Promise<void>
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => {
    server.close(() => resolve())
  })
}

export async function serve(
  handle: (request: IncomingMessage, response: ServerResponse, origin: string) => void,
): Promise<LocalServer> {
  const asked: string[] = []
  let origin = ''
  const server = createServer((request, response) => {
    asked.push([request.url, request.headers.range].filter(Boolean).join(' '))
    handle(request, response, origin)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { origin, asked, close: () => closeServer(server) }
}

/** An address on which nothing listens: its port was given back. */
export async function closedOrigin(): Promise<string> {
  const server = await serve(() => undefined)
  await server.close()
  return server.origin
}

export function sha512(content: Buffer): `sha512-${string}` {
  return `sha512-${createHash('sha512').update(content).digest('base64')}`
}

/** Answers with content, from where the request's range begins. */
export function sendRange(
  request: IncomingMessage,
  response: ServerResponse,
  content: Buffer,
): void {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
  const rest = content.subarray(start)
  const headers = { 'content-length': rest.length }
  if (request.headers.range === undefined) response.writeHead(200, headers)
  else {
    const range = `bytes ${start}-${content.length - 1}/${content.length}`
    response.writeHead(206, { ...headers, 'content-range': range })
  }
  response.end(rest)
}

/**
 * A package with a file and with a brotli-compressed tar inside, as an npm tarball.
 * @param inner the inner archive's files by path
 * @param compress how the inner archive is compressed
 */
export async function packageTarball(
  inner: Record<string, string>,
  compress: (archive: Buffer) => Buffer = brotliCompressSync,
): Promise<Buffer> {
  const folder = await scratchFolder()
  try {
    for (const [path, text] of Object.entries(inner)) {
      const file = join(folder, 'inner', path)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, text)
    }
    const roots = [...new Set(Object.keys(inner).map((path) => path.split('/')[0] ?? path))]
    await create({ cwd: join(folder, 'inner'), file: join(folder, 'inner.tar') }, roots)
    await mkdir(join(folder, 'package'))
    const compressed = compress(await readFile(join(folder, 'inner.tar')))
    await writeFile(join(folder, 'package', 'inner.br'), compressed)
    const manifest = JSON.stringify({ name: 'carrier', version: '1.0.0' })
    await writeFile(join(folder, 'package', 'package.json'), manifest)
    await create({ cwd: folder, file: join(folder, 'carrier.tgz'), gzip: true }, ['package'])
    return await readFile(join(folder, 'carrier.tgz'))
  } finally {
    await rm(folder, { recursive: true })
  }
}

/**
 * An npm registry with that one package.
 * @param mayHave whether a request for the tarball is allowed
 */
export function serveRegistry(
  tarball: Buffer,
  mayHave: (request: IncomingMessage) => boolean = () => true,
): Promise<LocalServer> {
  return serve((request, response, origin) => {
    if (request.url === '/carrier-1.0.0.tgz') {
      if (mayHave(request)) sendRange(request, response, tarball)
      else response.writeHead(401).end()
      return
    }
    const dist = { tarball: `${origin}/carrier-1.0.0.tgz`, integrity: sha512(tarball) }
    const version = { name: 'carrier', version: '1.0.0', dist }
    const packument = {
      name: 'carrier',
      'dist-tags': { latest: '1.0.0' },
      versions: { '1.0.0': version },
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(packument))
  })
}

/** A context for a clone and a cache of a test's own, on a Linux machine for which all exists. */
export function contextIn(
  root: string,
  cache: string,
  report: Report,
  env: NodeJS.ProcessEnv = {},
): SetupContext {
  return { root, cache, report, env: { ...process.env, ...env }, platform: 'linux', arch: 'x64' }
}
