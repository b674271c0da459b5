import { once } from 'node:events'
import { WebSocket } from 'ws'
import { valueOf } from '#shared/contract/answer.ts'
import type { LabEvent, Laboratory } from '#shared/contract/calls.ts'
import { createLaboratory } from '#shared/contract/client.ts'
import {
  decodeFrame,
  encodeFrame,
  replyFrameSchema,
  type ReplyFrame,
  type RequestFrame,
} from '#shared/contract/wire.ts'

/** A page's end of the socket, without a page: it does only what a test tells it. */
export interface Client {
  readonly socket: WebSocket
  readonly laboratory: Laboratory
  /** Everything that came, in order. */
  readonly frames: ReplyFrame[]
  readonly events: LabEvent[]
  send(frame: RequestFrame): void
  /** Called with every frame as it comes. */
  onFrame: ((frame: ReplyFrame) => void) | undefined
  close(): void
}

export async function connectClient(address: string): Promise<Client> {
  const url = new URL('socket', address)
  const socket = new WebSocket(url.href.replace('http', 'ws'), { origin: url.origin })
  const answers = new Map<number, (frame: Extract<ReplyFrame, { kind: 'answer' }>) => void>()
  let calls = 0
  const client: Client = {
    socket,
    frames: [],
    events: [],
    onFrame: undefined,
    send: (frame) => socket.send(encodeFrame(frame)),
    close: () => socket.close(),
    laboratory: createLaboratory(async (name, input) => {
      const id = ++calls
      const answered = new Promise<Extract<ReplyFrame, { kind: 'answer' }>>((resolve) =>
        answers.set(id, resolve),
      )
      client.send({ kind: 'call', id, name, input })
      return valueOf((await answered).answer)
    }),
  }
  socket.on('message', (data: Buffer) => {
    const frame = replyFrameSchema.parse(decodeFrame(data))
    client.frames.push(frame)
    if (frame.kind === 'event') client.events.push(frame.event)
    if (frame.kind === 'answer') answers.get(frame.id)?.(frame)
    client.onFrame?.(frame)
  })
  await once(socket, 'open')
  return client
}
