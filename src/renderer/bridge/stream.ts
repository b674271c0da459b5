import { streamMessageSchema, type StreamMessage } from '#shared/contract/stream.ts'
import type { StreamPort } from './types.ts'

/** A shell's own end of a stream: what it does when the page acknowledges or closes. */
export interface StreamTransport {
  acknowledge(sequence: number): void
  close(): void
}

/** A stream's port together with the shell's side of it. */
export interface FedPort {
  readonly port: StreamPort
  /** A message as it arrived, unchecked; one that is not of the contract's form is dropped. */
  feed(message: unknown): void
  /** Nothing more can come. */
  end(): void
}

/** Makes a port that a shell feeds. Messages wait until somebody reads. */
export function createPort(transport: StreamTransport): FedPort {
  let read: ((message: StreamMessage) => void) | undefined
  let closed: (() => void) | undefined
  let over = false
  const waiting: StreamMessage[] = []

  const end = (): void => {
    if (over) return
    over = true
    closed?.()
  }

  return {
    port: {
      onMessage(reader) {
        read = reader
        for (const message of waiting.splice(0)) reader(message)
      },
      acknowledge(sequence) {
        if (!over) transport.acknowledge(sequence)
      },
      onClose(told) {
        closed = told
        if (over) told()
      },
      close() {
        if (over) return
        transport.close()
        end()
      },
    },
    feed(message) {
      if (over) return
      const parsed = streamMessageSchema.safeParse(message)
      if (!parsed.success) {
        console.error('A stream message has not the form it must have.', parsed.error.issues)
        return
      }
      if (read) read(parsed.data)
      else waiting.push(parsed.data)
    },
    end,
  }
}
