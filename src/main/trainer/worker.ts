import { LabError } from '#shared/contract/errors.ts'
import type { StreamMessage } from '#shared/contract/stream.ts'
import { asOutbound, type Answer, type Inbound, type Notice, type Request } from './protocol.ts'
import type { ShareStatus } from './protocol.ts'
import type { Launcher, ProcessExit } from '../process/types.ts'
import type { LogMessage, TensorflowVersions } from './types.ts'

/** What a race wants to hear of a process. */
interface WorkerListener {
  onStatus(status: ShareStatus): void
  onLog(race: number, message: LogMessage): void
  onView(viewer: number, message: StreamMessage): void
  /** It ended without being asked to. */
  onDeath(error: LabError): void
}

/** The pool's hold on one trainer process. */
export interface Worker {
  readonly alive: boolean
  readonly pid: number
  /** Whom to tell; one at a time. */
  listener: WorkerListener | undefined
  /** Loads TensorFlow, once. @param threads threads inside an operation */
  load(threads: number): Promise<TensorflowVersions>
  /** Resolves when the process has done it; rejects with its LabError, or `trainer-died`. */
  request(body: Request): Promise<Answer & { ok: true }>
  notify(notice: Notice, port?: unknown): void
  kill(): void
}

export function createWorker(launcher: Launcher): Worker {
  const trainer = launcher.launch()
  const waiting = new Map<
    number,
    { resolve: (answer: Answer & { ok: true }) => void; reject: (error: unknown) => void }
  >()
  let requests = 0
  let loading: Promise<TensorflowVersions> | undefined
  let killed = false
  let death: LabError | undefined

  const send = (message: Inbound, port?: unknown): void => trainer.send(message, port)

  const worker: Worker = {
    listener: undefined,
    get alive() {
      return !killed && death === undefined
    },
    get pid() {
      return trainer.pid ?? 0
    },
    load(threads) {
      loading ??= worker
        .request({ kind: 'load', threads })
        .then(versionsOf)
        .catch((error: unknown) => {
          // The next race may find it set up.
          loading = undefined
          throw error
        })
      return loading
    },
    request(body) {
      if (death) return Promise.reject(death)
      const request = ++requests
      return new Promise((resolve, reject) => {
        waiting.set(request, { resolve, reject })
        send({ request, body })
      })
    },
    notify: (notice, port) => send({ notice }, port),
    kill() {
      killed = true
      trainer.kill()
    },
  }

  trainer.onMessage((raw) => {
    const message = asOutbound(raw)
    if (message.kind === 'answer') {
      const { resolve, reject } = waiting.get(message.request) ?? {}
      waiting.delete(message.request)
      if (message.answer.ok) resolve?.(message.answer)
      else reject?.(LabError.fromData(message.answer.error))
    } else if (message.kind === 'status') worker.listener?.onStatus(message.status)
    else if (message.kind === 'log') worker.listener?.onLog(message.race, message.message)
    else worker.listener?.onView(message.viewer, message.message)
  })

  trainer.onExit((exit) => {
    death = deathOf(worker.pid, exit)
    for (const { reject } of waiting.values()) reject(death)
    waiting.clear()
    if (!killed) worker.listener?.onDeath(death)
  })

  return worker
}

function versionsOf({ versions }: Answer & { ok: true }): TensorflowVersions {
  if (!versions) throw new Error('a trainer loaded TensorFlow and did not say which')
  return versions
}

function deathOf(pid: number, { code, signal }: ProcessExit): LabError {
  const how = signal ? `was ended by ${signal}` : `ended with code ${code ?? 'unknown'}`
  return new LabError(
    'trainer-died',
    `The trainer process ${pid} ${how} without being asked to. What it recorded is kept; start the race again.`,
    { parameters: { pid, ...(signal ? { signal } : {}), ...(code === null ? {} : { code }) } },
  )
}
