import type { WebSocket } from 'ws'
import { answerCall } from '#shared/contract/answer.ts'
import type { LabEvent } from '#shared/contract/calls.ts'
import {
  encodeFrame,
  readRequestFrame,
  type ReplyFrame,
  type RequestFrame,
} from '#shared/contract/wire.ts'
import type { Lab, StreamDelivery } from '../lab/types.ts'
import type { FileKeeper } from '../lab/saving.ts'
import type { StreamPort } from '../trainer/types.ts'

/** Bytes waiting for a slow page, above which statuses are merged. */
const slowBytes = 256 * 1024

/** How often a silent page is asked whether it lives, in ms. */
const heartbeat = 30_000

/** Codes of the WebSocket protocol. */
const unsupportedData = 1003
const policyViolation = 1008

/**
 * Serves one page over its socket, until it closes.
 *
 * What waits for a slow page stays bounded: of a race's stream one message is under way, the
 * trainer sends the next when the page has acknowledged it; of statuses only the last is kept.
 */
export function serveSession(socket: WebSocket, lab: Lab, keeper: FileKeeper): void {
  const streams = new Map<number, StreamPort>()
  let lastStream = 0
  let waiting: LabEvent | undefined

  const send = (frame: ReplyFrame): void => {
    if (socket.readyState === socket.OPEN) socket.send(encodeFrame(frame), sendWaiting)
  }
  const sendWaiting = (): void => {
    if (!waiting || socket.bufferedAmount > slowBytes) return
    const event = waiting
    waiting = undefined
    send({ kind: 'event', event })
  }

  const delivery: StreamDelivery = {
    kind: 'tunnel',
    open: (raceId, shard, port) => {
      const stream = ++lastStream
      if (socket.readyState !== socket.OPEN) return port.close()
      streams.set(stream, port)
      send({ kind: 'stream', stream, raceId, shard })
      port.onMessage((message) => send({ kind: 'message', stream, message }))
      port.onClose(() => {
        if (streams.delete(stream)) send({ kind: 'closed', stream })
      })
    },
  }
  const laboratory = lab.connect(delivery, keeper)

  const take = (frame: RequestFrame): void => {
    switch (frame.kind) {
      case 'call': {
        const { id, name, input } = frame
        void answerCall(laboratory, name, input).then((answer) =>
          send({ kind: 'answer', id, answer }),
        )
        return
      }
      case 'acknowledge':
        streams.get(frame.stream)?.acknowledge(frame.sequence)
        return
      case 'close':
        streams.get(frame.stream)?.close()
        streams.delete(frame.stream)
    }
  }

  const off = lab.onEvent((event) => {
    if (event.kind === 'race' && socket.bufferedAmount > slowBytes) waiting = event
    else send({ kind: 'event', event })
  })

  let alive = true
  const beat = setInterval(() => {
    if (!alive) return socket.terminate()
    alive = false
    socket.ping()
  }, heartbeat)
  socket.on('pong', () => (alive = true))

  socket.on('message', (data, binary) => {
    alive = true
    if (!binary || !(data instanceof Uint8Array)) return socket.close(unsupportedData)
    const frame = readRequestFrame(data)
    if (frame) take(frame)
    else socket.close(policyViolation)
  })
  // It closes itself then, and says why to the page.
  socket.on('error', () => undefined)
  socket.on('close', () => {
    clearInterval(beat)
    off()
    streams.forEach((port) => port.close())
    streams.clear()
  })

  send({ kind: 'hello', platform: process.platform })
}
