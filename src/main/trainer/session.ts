import { toErrorData, LabError, type ErrorData } from '#shared/contract/errors.ts'
import type { Phase, StreamMessage } from '#shared/contract/stream.ts'
import { prepareProblems } from '#shared/data/prepare.ts'
import type { CreateEngine } from '#shared/training/engine.ts'
import type { Resumption } from '#shared/training/checkpoint.ts'
import { createTrainer, type Point, type Trainer } from '#shared/training/trainer.ts'
import { createCheckpoints, noCheckpoint, readCheckpoint } from './checkpoints.ts'
import { createFeed, type Feed } from './feed.ts'
import { createPacer } from './pacer.ts'
import type { Request, ShareStatus } from './protocol.ts'
import type { LogMessage } from './types.ts'

/** Milliseconds of stepping before the process looks at its messages again. */
const slice = 15

/** Milliseconds between two reports of the step while a race runs. */
const reportInterval = 100

/** Lossless messages under way before the trainer waits for its log. */
const logWindow = 4

export interface SessionOptions {
  readonly request: Extract<Request, { kind: 'prepare' }>
  readonly createEngine: CreateEngine
  readonly report: (status: ShareStatus) => void
  readonly log: (race: number, message: LogMessage) => void
}

/** One process's share of one race: steps in slices, so that commands are heard between them. */
export interface Session {
  /** Messages that the log has had, or with what waits will have had. */
  readonly recorded: number
  run(): void
  pause(): void
  /** Resolves when the log has been given all of it. */
  stop(): Promise<void>
  /** Resolves there, or when another command calls it off. */
  advance(until: number): Promise<void>
  setPace(pace: number | null): void
  extend(steps: number): void
  /**
   * @param lane index into the spec's lanes, one of this share's
   * @param at when it was asked for
   */
  changeRate(lane: number, rate: number, at: string): void
  logged(sequence: number): void
  watch(viewer: number, post: (message: StreamMessage) => void): void
  viewed(viewer: number, sequence: number): void
  unwatch(viewer: number): void
  dispose(): void
}

/** @throws LabError `bad-spec`, `no-checkpoint`, or what the engine throws */
export function createSession(options: SessionOptions): Session {
  const { request, report } = options
  const { spec, race } = request
  const until = request.resume?.until ?? Infinity
  const now = (): number => performance.now()
  const trainer = prepareTrainer(options, now)
  const pacer = createPacer(request.pace)
  const newFeed = (window: number, thins: boolean, post: (message: LogMessage) => void): Feed =>
    createFeed({ window, thins, post, now })
  const logFeed = request.logged
    ? newFeed(logWindow, false, (message) => options.log(race, message))
    : undefined
  const checkpoints = logFeed && createCheckpoints(trainer, logFeed, now)
  const viewers = new Map<number, Feed>()

  let phase: Phase = 'paused'
  let failure: ErrorData | undefined
  /** While paused: steps up to here are taken all the same. */
  let advancing: { readonly until: number; readonly done: () => void } | undefined
  /** The log has been given the end of the present budget, if it has come. */
  let given: Promise<void> = Promise.resolve()
  let wakeUp: (() => void) | undefined
  let reported = 0

  const standing = (): { phase: Phase; step: number; error?: ErrorData } => ({
    phase,
    step: trainer.step,
    error: failure,
  })

  const tellStatus = (): void => {
    reported = now()
    report({ race, over: trainer.over, ...standing() })
  }

  const enter = (next: Phase, error?: ErrorData): void => {
    phase = next
    failure = error
    const ended = next === 'finished' || next === 'stopped'
    if (next === 'paused' || ended) checkpoints?.keep()
    const tell = (): void => {
      for (const feed of viewers.values()) feed.announce(standing())
      tellStatus()
    }
    // First, so that whoever hears of an end has had all that led to it.
    if (ended && logFeed) {
      given = new Promise((resolve) => {
        logFeed.announce({ ...standing(), final: trainer.stretches() }, () => {
          tell()
          resolve()
        })
      })
    } else {
      logFeed?.announce(standing())
      tell()
    }
  }

  const callOff = (): void => {
    const { done } = advancing ?? {}
    advancing = undefined
    done?.()
  }

  const publish = (point: Point): void => {
    logFeed?.add(point)
    for (const feed of viewers.values()) feed.add(point)
  }

  /** Sleeps until called, or for so many milliseconds. */
  const sleep = (milliseconds?: number): void => {
    const timer = milliseconds === undefined ? undefined : setTimeout(awake, milliseconds)
    function awake(): void {
      clearTimeout(timer)
      wakeUp = undefined
      work()
    }
    wakeUp = awake
  }

  /** Takes up stepping if it is asleep. */
  const wake = (): void => {
    if (wakeUp) wakeUp()
    else if (!stepping) work()
  }

  let stepping = false
  const work = (): void => {
    stepping = true
    const end = now() + slice
    while (phase === 'running' || advancing) {
      const done = trainer.step >= trainer.steps || trainer.over
      if (done || trainer.step >= until) {
        enter(done ? 'finished' : 'stopped')
        const told = advancing?.done
        advancing = undefined
        void given.then(told)
        break
      }
      if (advancing && trainer.step >= advancing.until) {
        tellStatus()
        callOff()
        break
      }
      if (logFeed?.full) {
        stepping = false
        return sleep()
      }
      const wait = advancing ? 0 : pacer.wait(now())
      if (wait > 0) {
        stepping = false
        return sleep(wait)
      }
      try {
        const point = trainer.advance()
        pacer.stepped()
        if (point) publish(point)
        checkpoints?.consider()
      } catch (error) {
        enter('failed', failureOf(error))
        callOff()
        break
      }
      const time = now()
      if (time - reported >= reportInterval) tellStatus()
      if (time >= end) {
        setImmediate(work)
        return
      }
    }
    stepping = false
  }

  let begun = request.resume?.checkpoint !== undefined
  /** Publishes what there is before the first step, once there is somebody to hear of it. */
  const begin = (): void => {
    const origin = begun ? undefined : trainer.start()
    begun = true
    if (origin) publish(origin)
  }

  const start = (): void => {
    callOff()
    pacer.restart(now())
    begin()
    enter('running')
    wake()
  }

  return {
    get recorded() {
      return logFeed?.latest ?? 0
    },
    run: start,
    pause() {
      callOff()
      if (phase === 'running') enter('paused')
    },
    stop() {
      callOff()
      if (phase === 'running' || phase === 'paused') enter('stopped')
      return given
    },
    advance: (until) =>
      new Promise((resolve) => {
        callOff()
        if (phase !== 'paused') return resolve()
        advancing = { until: Math.min(until, trainer.steps), done: resolve }
        wake()
      }),
    setPace(pace) {
      pacer.setPace(pace, now())
      wakeUp?.()
    },
    extend(steps) {
      trainer.setSteps(steps)
      start()
    },
    changeRate(lane, rate, at) {
      trainer.setRate(lane - request.lanes[0], rate)
      const change = { at, lane: spec.lanes[lane]!.id, rate, step: trainer.step }
      checkpoints?.keep()
      logFeed?.tell(change)
      for (const feed of viewers.values()) feed.tell(change)
    },
    logged(sequence) {
      logFeed?.acknowledge(sequence)
      checkpoints?.taken(sequence)
      if (!logFeed?.full) wakeUp?.()
    },
    watch(viewer, post) {
      const feed = newFeed(1, true, post)
      viewers.set(viewer, feed)
      feed.announce(standing())
    },
    viewed: (viewer, sequence) => viewers.get(viewer)?.acknowledge(sequence),
    unwatch(viewer) {
      viewers.get(viewer)?.close()
      viewers.delete(viewer)
    },
    dispose() {
      phase = 'stopped'
      callOff()
      logFeed?.close()
      for (const feed of viewers.values()) feed.close()
      viewers.clear()
      trainer.dispose()
    },
  }
}

/** @throws LabError `bad-spec`, `no-checkpoint` */
function prepareTrainer({ request, createEngine }: SessionOptions, now: () => number): Trainer {
  const { spec, lanes, seeds, table } = request
  const problems = prepareProblems(spec, table, spec.seeds.slice(...seeds))
  const resume = request.resume && resumptionOf(request)
  try {
    return createTrainer({ spec, lanes, seeds, problems, createEngine, now, resume })
  } catch (error) {
    if (error instanceof RangeError && resume?.checkpoint) throw noCheckpoint(error)
    throw error
  }
}

/** @throws LabError `no-checkpoint` */
function resumptionOf({ resume, lanes }: SessionOptions['request']): Resumption | undefined {
  if (!resume) return undefined
  const { checkpoint, rates, ...rest } = resume
  return {
    ...rest,
    rates: rates.map((change) => ({ ...change, lane: change.lane - lanes[0] })),
    checkpoint: checkpoint && readCheckpoint(checkpoint),
  }
}

function failureOf(error: unknown): ErrorData {
  if (error instanceof LabError) return error.toData()
  const data = toErrorData(error)
  const reason = error instanceof Error ? error.message : String(error)
  return {
    ...data,
    code: 'trainer-failed',
    message: `The trainer could not take a step: ${reason}. Start the race again; if it fails again, try the reference engine.`,
    parameters: { reason },
  }
}
