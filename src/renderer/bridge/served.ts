import { valueOf } from '#shared/contract/answer.ts'
import type { Answer, LabEvent } from '#shared/contract/calls.ts'
import { createLaboratory } from '#shared/contract/client.ts'
import { LabError } from '#shared/contract/errors.ts'
import {
  decodeFrame,
  encodeFrame,
  replyFrameSchema,
  type ReplyFrame,
  type RequestFrame,
} from '#shared/contract/wire.ts'
import { createListeners } from './listeners.ts'
import { copyByBrowser, download, downloadBlob } from './save.ts'
import { createPort, type FedPort } from './stream.ts'
import type { Bridge, Connection, RaceStream } from './types.ts'
import { uploadFile } from './upload.ts'

/** Waits between two tries to connect, in ms: the first and the longest. */
const firstWait = 250
const longestWait = 5000

interface Pending {
  resolve(answer: Answer): void
  reject(error: LabError): void
}

/**
 * The bridge of the served page: everything over one socket, which is opened again by itself when
 * it is lost. Calls made before it opens wait for it; those under way when it closes are rejected.
 *
 * @param address of the socket; files are sent to its neighbour `upload`
 */
export function connectServed(address: string): Bridge {
  const uploads = new URL('upload', address.replace(/^ws/, 'http'))
  const events = createListeners<LabEvent>()
  const streams = createListeners<RaceStream>()
  const connections = createListeners<Connection>()
  const pending = new Map<number, Pending>()
  const ports = new Map<number, FedPort>()
  let connection: Connection = 'connecting'
  let platform = ''
  let socket: WebSocket
  let wait = firstWait
  let lastCall = 0
  let early: RequestFrame[] = []

  const change = (now: Connection): void => {
    if (connection === now) return
    connection = now
    connections.tell(now)
  }
  const send = (frame: RequestFrame): void => {
    if (socket.readyState === WebSocket.OPEN) socket.send(encodeFrame(frame))
  }

  const take = (frame: ReplyFrame): void => {
    switch (frame.kind) {
      case 'hello':
        platform = frame.platform
        wait = firstWait
        change('connected')
        early.splice(0).forEach(send)
        return
      case 'answer':
        pending.get(frame.id)?.resolve(frame.answer)
        pending.delete(frame.id)
        return
      case 'event':
        events.tell(frame.event)
        return
      case 'stream': {
        const { stream, raceId, shard } = frame
        const fed = createPort({
          acknowledge: (sequence) => send({ kind: 'acknowledge', stream, sequence }),
          close: () => {
            ports.delete(stream)
            send({ kind: 'close', stream })
          },
        })
        ports.set(stream, fed)
        streams.tell({ raceId, shard, port: fed.port })
        return
      }
      case 'message':
        ports.get(frame.stream)?.feed(frame.message)
        return
      case 'closed':
        ports.get(frame.stream)?.end()
        ports.delete(frame.stream)
    }
  }

  const lost = (): void => {
    early = []
    const error = disconnected()
    for (const each of pending.values()) each.reject(error)
    pending.clear()
    const ended = [...ports.values()]
    ports.clear()
    ended.forEach((fed) => fed.end())
    change('disconnected')
    setTimeout(open, wait)
    wait = Math.min(wait * 2, longestWait)
  }

  const open = (): void => {
    socket = new WebSocket(address)
    socket.binaryType = 'arraybuffer'
    socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const frame = data instanceof ArrayBuffer ? parse(new Uint8Array(data)) : undefined
      if (frame) take(frame)
    })
    socket.addEventListener('close', lost, { once: true })
  }
  open()

  const laboratory = createLaboratory((name, input) => {
    if (connection === 'disconnected') return Promise.reject(disconnected())
    const id = ++lastCall
    const frame: RequestFrame = { kind: 'call', id, name, input }
    const answered = new Promise<Answer>((resolve, reject) => pending.set(id, { resolve, reject }))
    if (connection === 'connected') send(frame)
    else early.push(frame)
    return answered.then(valueOf)
  })

  return {
    shell: 'served',
    get platform() {
      return platform
    },
    laboratory,
    openFile: (file) =>
      uploadFile(uploads, file, (done, total) =>
        events.tell({ kind: 'table', name: file.name, done, total }),
      ),
    // The browser is where the person is: nothing of it needs to go by the laboratory.
    saveFile: (name, data) => Promise.resolve(downloadBlob(name, data)),
    copyImage: copyByBrowser,
    async exportRun(id, format, language) {
      const saved = (await laboratory.exportRun({ id, format, language })) ?? undefined
      if (saved?.kind === 'download') download(saved)
      return saved
    },
    // No system asks a server to open files.
    listening: () => undefined,
    onEvent: events.add,
    onStream: streams.add,
    get connection() {
      return connection
    },
    onConnection: connections.add,
  }
}

function parse(bytes: Uint8Array): ReplyFrame | undefined {
  try {
    return replyFrameSchema.parse(decodeFrame(bytes))
  } catch (error) {
    console.error('A message of the laboratory has not the form it must have.', error)
    return undefined
  }
}

function disconnected(): LabError {
  return new LabError(
    'disconnected',
    'The page has lost its laboratory. Start it again where it ran; the page connects by itself.',
  )
}
