import { LabError, toErrorData } from '#shared/contract/errors.ts'
import type { RaceShape } from '#shared/contract/calls.ts'
import type { Phase } from '#shared/contract/stream.ts'
import { createSchedule } from '#shared/training/schedule.ts'
import type { Rectangle } from './partition.ts'
import type { Request, ShareStatus } from './protocol.ts'
import { laneWithRate } from './rate-change.ts'
import { createTunnels } from './tunnel.ts'
import type { LogMessage, RaceRequest, TrainingRace, TrainingStatus } from './types.ts'
import type { Worker } from './worker.ts'

interface Share {
  readonly worker: Worker
  readonly rectangle: Rectangle
}

export interface RaceOptions {
  /** Tells this race's messages from those of others. */
  readonly number: number
  readonly request: RaceRequest
  readonly shape: RaceShape
  /** Prepared, not yet running. */
  readonly shares: readonly Share[]
  /** Whether ports can be handed to the processes. */
  readonly transfersPorts: boolean
  readonly onRelease: () => void
}

/** Milliseconds that a pause waits at most for processes that are behind the foremost. */
const mostCatchUp = 1000

const endedPhases: readonly Phase[] = ['finished', 'stopped', 'failed']
export const hasEnded = (phase: Phase): boolean => endedPhases.includes(phase)

/** The pool's side of a race: one whole made of what its processes say. Call `run` on it. */
export function createRace(options: RaceOptions): TrainingRace & { run(): Promise<void> } {
  const { number, request, shape, shares } = options
  const schedule = createSchedule(request.spec, shape.trainRows)
  const listeners = new Set<(status: TrainingStatus) => void>()
  const statuses = shares.map((_, shard): ShareStatus => ({
    race: number,
    phase: 'paused',
    step: request.resume?.shares[shard]?.checkpoint?.step ?? 0,
    over: false,
  }))
  /** Each shard's log messages, one after the other. */
  const logs = shares.map(() => Promise.resolve())
  const tunnels = createTunnels(shares.map(({ worker }) => worker))

  let phase: Phase = 'running'
  let steps = request.resume?.steps ?? shape.steps
  let pace = request.pace ?? null
  let error: LabError | undefined
  let failing: Promise<void> | undefined
  let ending: Promise<void> | undefined
  let released = false
  let releasing: Promise<void> | undefined
  let waiters: ((status: TrainingStatus) => void)[] = []

  /** Commands whose record must be in the log before an end is reported. */
  let changing: Promise<unknown> = Promise.resolve()

  /** Steps of the shares that go on; of all where none does. */
  const stepsDone = (): number[] => {
    const open = statuses.filter((share) => !share.over)
    return open.length > 0
      ? open.map((share) => share.step)
      : [Math.max(...statuses.map((share) => share.step))]
  }

  const status = (): TrainingStatus => ({
    phase,
    step: Math.min(...stepsDone()),
    // Shards stopped midway differ in step.
    furthest: Math.max(...stepsDone()),
    steps,
    pace,
    error: error?.toData(),
  })

  const tell = (): void => {
    const now = status()
    for (const listener of listeners) listener(now)
  }

  const enter = (next: Phase): void => {
    phase = next
    if (hasEnded(next)) {
      for (const resolve of waiters) resolve(status())
      waiters = []
    }
    tell()
  }

  /** Resolves when the log has taken all that has come. */
  const drained = async (): Promise<void> => {
    await Promise.allSettled(logs)
  }

  /** Ends the race by an error: what still runs is stopped, and what it says still logged. */
  const fail = (reason: LabError): Promise<void> => {
    if (released || hasEnded(phase)) return Promise.resolve()
    error ??= reason
    failing ??= (async () => {
      const living = shares.filter(({ worker }) => worker.alive)
      await Promise.allSettled(living.map(({ worker }) => worker.request({ kind: 'stop' })))
      await drained()
      enter('failed')
    })()
    return failing
  }

  /** Ends the race once every shard has, and its log has taken everything. */
  const settle = (): void => {
    if (failing || ending || !statuses.every((share) => hasEnded(share.phase))) return
    ending = changing.then(drained).then(() => {
      ending = undefined
      if (failing || released) return
      const stopped = statuses.some((share) => share.phase === 'stopped')
      enter(stopped ? 'stopped' : 'finished')
    })
  }

  const onStatus = (shard: number, share: ShareStatus): void => {
    if (share.race !== number || released) return
    statuses[shard] = share
    if (share.error) {
      void fail(LabError.fromData(share.error))
      return
    }
    settle()
    if (!hasEnded(phase)) tell()
  }

  const onLog = (shard: number, message: LogMessage): void => {
    const { log } = request
    const { worker } = shares[shard]!
    if (!log) return
    logs[shard] = logs[shard]!.then(() => log(shard, message)).then(
      () => worker.notify({ kind: 'logged', sequence: message.sequence }),
      (thrown: unknown) => {
        // The stream goes on into nothing, so that the process can come to its end.
        worker.notify({ kind: 'logged', sequence: message.sequence })
        // Not awaited: failing waits for the logs, of which this is one.
        void fail(thrown instanceof LabError ? thrown : LabError.fromData(toErrorData(thrown)))
      },
    )
  }

  shares.forEach(({ worker }, shard) => {
    worker.listener = {
      onStatus: (share) => onStatus(shard, share),
      onLog: (race, message) => {
        if (race === number && !released) onLog(shard, message)
      },
      onView: (viewer, message) => tunnels.deliver(viewer, message),
      onDeath: (death) => {
        tunnels.closeShard(shard)
        void fail(death)
      },
    }
  })

  /** Refuses a command that makes no sense in the present phase. */
  const demand = (what: string, ...allowed: Phase[]): void => {
    if (!released && !failing && allowed.includes(phase)) return
    throw wrongPhase(released ? 'released' : failing ? 'failed' : phase, what)
  }

  let pausing: Promise<unknown> | undefined

  return {
    shape,
    get shards() {
      return shares.map(({ worker, rectangle }) => ({ pid: worker.pid, ...rectangle }))
    },
    status,
    async run() {
      const asked = shares.map(({ worker }) => worker.request({ kind: 'run' }))
      await Promise.all(asked).catch(() => undefined)
    },
    onStatus(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async pause() {
      demand('be paused', 'running', 'paused')
      pausing = standStill()
      await pausing
      if (phase === 'running' && !ending && !failing) enter('paused')
      return ending || failing ? ended() : status()
    },
    async resume() {
      demand('be resumed', 'running', 'paused')
      // A pause that is under way takes effect first: else it would outlast this.
      await pausing?.catch(() => undefined)
      if (phase === 'paused') {
        enter('running')
        await resumeShares()
      }
      return status()
    },
    async stop() {
      if (hasEnded(phase)) return status()
      await command({ kind: 'stop' })
      return ended()
    },
    async advance() {
      demand('be advanced', 'paused')
      const until = Math.min(schedule.nextPoint(status().furthest), steps)
      await command({ kind: 'advance', until })
      return ending || failing ? ended() : status()
    },
    async setPace(next) {
      pace = next
      if (!released) await command({ kind: 'pace', pace: next })
      tell()
      return status()
    },
    async changeRate(lane, rate) {
      demand('change a rate', 'running', 'paused')
      if (ending) throw wrongPhase('finished', 'change a rate')
      const index = laneWithRate(request.spec, lane, rate)
      const at = new Date().toISOString()
      const racing = shares.filter(
        ({ rectangle: { lanes } }) => lanes[0] <= index && index < lanes[1],
      )
      const changed = command({ kind: 'rate', lane: index, rate, at }, racing)
      changing = Promise.all([changing, changed])
      await changed
      return status()
    },
    async extend(epochs) {
      demand('go on', 'finished', 'stopped')
      if (statuses.every((share) => share.over)) throw allOver()
      steps = status().furthest + epochs * shape.stepsPerEpoch
      shares.forEach((_, shard) => {
        statuses[shard] = { ...statuses[shard]!, phase: 'running' }
      })
      enter('running')
      await command({ kind: 'extend', steps })
      return status()
    },
    whenEnded: ended,
    openStream: (shard) => tunnels.open(shard),
    async recorded(shard) {
      return (await shares[shard]!.worker.request({ kind: 'recorded' })).recorded ?? 0
    },
    watch(shard, port) {
      if (!options.transfersPorts) throw new Error('this launcher hands over no ports')
      shares[shard]!.worker.notify({ kind: 'watch', viewer: tunnels.number() }, port)
    },
    // Who asks while it is under way waits with it: its processes are not free before.
    release: () => (releasing ??= release()),
  }

  async function release(): Promise<void> {
    if (!hasEnded(phase)) {
      await command({ kind: 'stop' })
      await ended()
    }
    released = true
    tunnels.closeAll()
    const living = shares.filter(({ worker }) => worker.alive)
    await Promise.allSettled(living.map(({ worker }) => worker.request({ kind: 'release' })))
    for (const { worker } of shares) worker.listener = undefined
    options.onRelease()
  }

  /** Asks some shards; a process that dies of it makes the race fail, and that is how it ends. */
  async function command(body: Request, asked: readonly Share[] = shares): Promise<void> {
    try {
      await Promise.all(asked.map(({ worker }) => worker.request(body)))
    } catch (thrown) {
      await fail(thrown instanceof LabError ? thrown : LabError.fromData(toErrorData(thrown)))
    }
  }

  /** Each stands still where it is; those behind then come up to the foremost, for all to be compared. */
  async function standStill(): Promise<void> {
    await command({ kind: 'pause' })
    const stepOf = (shard: number): number => {
      const { phase: now, step } = statuses[shard]!
      return now === 'paused' ? step : -1
    }
    const until = Math.max(...shares.map((_, shard) => stepOf(shard)))
    const behind = shares.filter((_, shard) => stepOf(shard) >= 0 && stepOf(shard) < until)
    if (behind.length === 0) return
    // A second pause calls it off.
    const late = setTimeout(() => void command({ kind: 'pause' }, behind), mostCatchUp)
    await command({ kind: 'advance', until }, behind)
    clearTimeout(late)
  }

  /** Sets going the shards that have not ended. */
  async function resumeShares(): Promise<void> {
    const open = shares.filter((_, shard) => !hasEnded(statuses[shard]!.phase))
    await Promise.all(open.map(({ worker }) => worker.request({ kind: 'run' }))).catch(
      (thrown: unknown) => fail(LabError.fromData(toErrorData(thrown))),
    )
  }

  function ended(): Promise<TrainingStatus> {
    if (hasEnded(phase)) return Promise.resolve(status())
    return new Promise((resolve) => waiters.push(resolve))
  }
}

/** @returns the error for more epochs of a race that has no run to train */
export function allOver(): LabError {
  return new LabError(
    'wrong-phase',
    'Every run of this race has ended early: none can go on. Start a new one.',
    { parameters: { phase: 'finished' } },
  )
}

function wrongPhase(phase: string, what: string): LabError {
  return new LabError('wrong-phase', `A race that is ${phase} cannot ${what}.`, {
    parameters: { phase },
  })
}
