/** A port that another process handed over: Electron's MessagePortMain, seen from a utility process. */
export interface HandedPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): void
  on(event: 'close', listener: () => void): void
  start(): void
  postMessage(message: unknown): void
  close(): void
}

/** A trainer process's way to the pool that started it. */
export interface Channel {
  post(message: unknown): void
  onMessage(listener: (message: unknown, port: HandedPort | undefined) => void): void
}

/** What Electron gives a utility process in place of Node's own channel. */
interface ParentPort {
  on(
    event: 'message',
    listener: (event: { data: unknown; ports: readonly HandedPort[] }) => void,
  ): void
  postMessage(message: unknown): void
}

/**
 * The channel of an Electron utility process or of a forked Node process, whichever this is. A
 * forked process ends when its parent does.
 */
export function openChannel(): Channel {
  const { parentPort } = process as { parentPort?: ParentPort }
  if (parentPort) {
    return {
      post: (message) => parentPort.postMessage(message),
      onMessage: (listener) =>
        parentPort.on('message', ({ data, ports }) => listener(data, ports[0])),
    }
  }
  if (!process.send) throw new Error('This file is started by the program, not by hand.')
  process.on('disconnect', () => process.exit(0))
  // Ctrl-C, a closed terminal and a job's end reach the whole group; the parent decides what becomes of a
  // race, and this process ends when the parent does.
  for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM'] as const) process.on(signal, () => undefined)
  return {
    post: (message) => {
      // A parent that is gone meanwhile is told of by the disconnect.
      if (process.connected) process.send?.(message, undefined, undefined, () => undefined)
    },
    onMessage: (listener) => process.on('message', (message) => listener(message, undefined)),
  }
}
