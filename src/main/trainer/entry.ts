import { acknowledgementSchema } from '#shared/contract/stream.ts'
import { LabError, toErrorData } from '#shared/contract/errors.ts'
import type { CreateEngine } from '#shared/training/engine.ts'
import { createReferenceEngine } from '#shared/training/reference.ts'
import { openChannel, type HandedPort } from '../process/channel.ts'
import { loadTensorflow } from './native.ts'
import { inboundSchema, type Answer, type Notice, type Outbound, type Request } from './protocol.ts'
import { createSession, type Session } from './session.ts'
import { createNativeEngine } from './tensorflow.ts'
import type { EngineName } from './types.ts'

/* A trainer process: does what the pool says, with one race at a time. */

const channel = openChannel()
const post = (message: Outbound): void => channel.post(message)
let session: Session | undefined

function engineOf(name: EngineName): CreateEngine {
  if (name === 'reference') return createReferenceEngine
  const { ops } = loadTensorflow()
  return (options) => createNativeEngine(ops, options)
}

function current(): Session {
  if (session) return session
  throw new LabError('wrong-phase', 'No race is prepared in this trainer process.')
}

async function answer(request: Request): Promise<Answer> {
  switch (request.kind) {
    case 'load':
      return { ok: true, versions: loadTensorflow(request.threads).versions }
    case 'prepare':
      session?.dispose()
      session = undefined
      session = createSession({
        request,
        createEngine: engineOf(request.engine),
        report: (status) => post({ kind: 'status', status }),
        log: (race, message) => post({ kind: 'log', race, message }),
      })
      break
    case 'run':
      current().run()
      break
    case 'pause':
      current().pause()
      break
    case 'stop':
      await current().stop()
      break
    case 'advance':
      await current().advance(request.until)
      break
    case 'pace':
      current().setPace(request.pace)
      break
    case 'extend':
      current().extend(request.steps)
      break
    case 'rate':
      current().changeRate(request.lane, request.rate, request.at)
      break
    case 'recorded':
      return { ok: true, recorded: current().recorded }
    case 'release':
      session?.dispose()
      session = undefined
      break
  }
  return { ok: true }
}

function heed(notice: Notice, port: HandedPort | undefined): void {
  switch (notice.kind) {
    case 'logged':
      session?.logged(notice.sequence)
      break
    case 'watch':
      watch(notice.viewer, port)
      break
    case 'viewed':
      session?.viewed(notice.viewer, notice.sequence)
      break
    case 'unwatch':
      session?.unwatch(notice.viewer)
      break
  }
}

function watch(viewer: number, port: HandedPort | undefined): void {
  const watched = session
  if (!port) {
    return watched?.watch(viewer, (message) => post({ kind: 'view', viewer, message }))
  }
  if (!watched) return port.close()
  port.on('message', ({ data }) => {
    // A page is not trusted: what is no acknowledgement is ignored.
    const parsed = acknowledgementSchema.safeParse(data)
    if (parsed.success) watched.viewed(viewer, parsed.data.acknowledge)
  })
  port.on('close', () => watched.unwatch(viewer))
  port.start()
  watched.watch(viewer, (message) => port.postMessage(message))
}

channel.onMessage((message, port) => {
  const parsed = inboundSchema.safeParse(message)
  if (!parsed.success) throw new Error(`a message of no known form: ${parsed.error.message}`)
  const inbound = parsed.data
  if ('notice' in inbound) return heed(inbound.notice, port)
  const { request, body } = inbound
  const reply = (result: Answer): void => post({ kind: 'answer', request, answer: result })
  answer(body).then(reply, (error: unknown) => reply({ ok: false, error: toErrorData(error) }))
})
