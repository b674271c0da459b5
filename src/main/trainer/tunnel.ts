import type { StreamMessage } from '#shared/contract/stream.ts'
import type { StreamPort } from './types.ts'
import type { Worker } from './worker.ts'

/** Readers' streams that go through the pool's own channel to the processes. */
export interface Tunnels {
  /** A number that no other reader has. */
  number(): number
  open(shard: number): StreamPort
  deliver(viewer: number, message: StreamMessage): void
  closeShard(shard: number): void
  closeAll(): void
}

interface Tunnel {
  readonly shard: number
  readonly deliver: (message: StreamMessage) => void
  readonly end: () => void
}

let viewers = 0

export function createTunnels(workers: readonly Worker[]): Tunnels {
  const open = new Map<number, Tunnel>()

  const end = (viewer: number): void => {
    const tunnel = open.get(viewer)
    open.delete(viewer)
    tunnel?.end()
  }

  return {
    number: () => ++viewers,
    open(shard) {
      const viewer = ++viewers
      const worker = workers[shard]!
      const early: StreamMessage[] = []
      let onMessage: ((message: StreamMessage) => void) | undefined
      let onClose: (() => void) | undefined
      let closed = false
      open.set(viewer, {
        shard,
        deliver: (message) => (onMessage ? onMessage(message) : void early.push(message)),
        end() {
          closed = true
          onClose?.()
        },
      })
      if (worker.alive) worker.notify({ kind: 'watch', viewer })
      else end(viewer)
      return {
        onMessage(listener) {
          onMessage = listener
          for (const message of early.splice(0)) listener(message)
        },
        onClose(listener) {
          onClose = listener
          if (closed) listener()
        },
        acknowledge(sequence) {
          if (!closed) worker.notify({ kind: 'viewed', viewer, sequence })
        },
        close() {
          if (closed) return
          closed = true
          open.delete(viewer)
          worker.notify({ kind: 'unwatch', viewer })
        },
      }
    },
    deliver: (viewer, message) => open.get(viewer)?.deliver(message),
    closeShard(shard) {
      for (const [viewer, tunnel] of [...open]) if (tunnel.shard === shard) end(viewer)
    },
    closeAll() {
      for (const viewer of [...open.keys()]) end(viewer)
    },
  }
}
