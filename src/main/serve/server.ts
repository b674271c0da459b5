import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { maximumRequestBytes } from '#shared/contract/wire.ts'
import type { Lab } from '../lab/types.ts'
import { pageHeaders, type PageFiles } from '../lab/page-files.ts'
import type { Downloads } from './downloads.ts'
import { checkFileRequest, checkSocketRequest, checkUploadRequest, type Asked } from './guard.ts'
import { serveSession } from './session.ts'
import { takeUpload } from './upload.ts'

export interface Served {
  /** Where the page is: whoever has it, has the laboratory. */
  readonly address: string
  /** Lets go of every page and answers no more. */
  close(): Promise<void>
}

export interface ServeOptions {
  readonly lab: Lab
  readonly files: PageFiles
  /** Files that wait for the pages; emptied when the server closes. */
  readonly downloads: Downloads
  /** 0 takes one that is free. */
  readonly port: number
  readonly timeouts?: Timeouts
}

/** How long a connection is waited for, in ms. */
export interface Timeouts {
  /** Until the headers of a request are there. */
  readonly headers: number
  /** Until anything comes or goes, also in the middle of a file. */
  readonly silence: number
}

const usualTimeouts: Timeouts = { headers: 20_000, silence: 120_000 }

/**
 * Serves the page and its socket on this machine's loopback, below an address that cannot be
 * guessed. Every other request is refused without a word.
 *
 * @throws the system's error when the port cannot be had
 */
export async function serve(options: ServeOptions): Promise<Served> {
  const { lab, files, downloads, port, timeouts = usualTimeouts } = options
  // 192 bits.
  const token = randomBytes(24).toString('base64url')
  // A file may come slowly for as long as it comes. Headers have their time, which Node would take from
  // that of the whole request.
  const timing = {
    requestTimeout: 0,
    headersTimeout: timeouts.headers,
    connectionsCheckingInterval: Math.ceil(timeouts.headers / 4),
  }
  const http = createServer(timing, (request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  // A page's socket, once it is open, has a heartbeat of its own instead.
  http.setTimeout(timeouts.silence)
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maximumRequestBytes,
    perMessageDeflate: false,
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'POST') {
      const status = checkUploadRequest(asked(request), token)
      if (status === undefined) return takeUpload(request, response, lab)
      return void response.writeHead(status, { Connection: 'close' }).end()
    }
    const checked = checkFileRequest(asked(request), token)
    if ('path' in checked && (await downloads.answer(checked.path, response))) return
    const file = 'path' in checked ? await files.read(checked.path) : undefined
    if (!file) {
      // The rest of a refused request is not read.
      response.writeHead('status' in checked ? checked.status : 404, { Connection: 'close' }).end()
      return
    }
    response.writeHead(200, {
      ...pageHeaders,
      'Content-Type': file.type,
      'Content-Length': file.body.length,
    })
    response.end(file.body)
  }

  http.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    const status = checkSocketRequest(asked(request), token)
    if (status !== undefined) {
      socket.end(`HTTP/1.1 ${status} ${status === 403 ? 'Forbidden' : 'Not Found'}\r\n\r\n`)
      return
    }
    sockets.handleUpgrade(request, socket, head, (session) =>
      serveSession(session, lab, downloads.keeper),
    )
  })

  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen(port, '127.0.0.1', resolve)
  })
  const { port: taken } = http.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${taken}/${token}/`,
    async close() {
      const goingAway = 1001
      for (const session of sockets.clients) session.close(goingAway)
      const closed = new Promise<void>((resolve) => http.close(() => resolve()))
      http.closeIdleConnections()
      // A page that does not say goodbye is not waited for.
      const impatient = setTimeout(() => {
        for (const session of sockets.clients) session.terminate()
        http.closeAllConnections()
      }, 500)
      await closed
      clearTimeout(impatient)
      await downloads.close()
    },
  }
}

function asked({ method, url, headers }: IncomingMessage): Asked {
  return { method, url, host: headers.host, origin: headers.origin }
}
