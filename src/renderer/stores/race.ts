import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import type { Race, RaceStatus } from '#shared/contract/calls.ts'
import { toErrorData, type ErrorData } from '#shared/contract/errors.ts'
import type { StreamMessage } from '#shared/contract/stream.ts'
import type { More, When } from '#shared/contract/work.ts'
import { parseSpec, type ExperimentInput, type ExperimentSpec } from '#shared/experiment/spec.ts'
import type { RaceStream, StreamPort } from '../bridge/types.ts'
import { useBridge } from '../composables/useBridge.ts'
import { createBeat } from './beat.ts'
import { defineStageStore } from './racing-stage.ts'
import { Recording, type Recorded } from './recording.ts'
import { createStarter } from './starter.ts'
import { useStreams } from './streams.ts'

/**
 * Where the page stands with its race; `idle` before the first, `starting` until it is accepted,
 * `waiting` while other work is done before.
 */
export type LivePhase = 'idle' | 'starting' | 'waiting' | RaceStatus['phase']

/** The race that the laboratory runs, or ran last, for a stage: its status and its stream. */
export const useLiveRace = defineStageStore('live', () => {
  const bridge = useBridge()
  const streams = useStreams()
  const { laboratory } = bridge

  const race = shallowRef<Race>()
  const spec = shallowRef<ExperimentSpec>()
  const status = shallowRef<RaceStatus>()
  const recording = shallowRef<Recording>(new Recording(0))
  /** Grows by one when the recording has new points, at most every third frame. */
  const version = ref(0)
  const starting = ref(false)
  /** Whether its processes were let go, so that it can go on from its record alone. */
  const away = ref(false)
  /** Of the last call that was refused, or of the race that broke off. */
  const failure = shallowRef<ErrorData>()
  const connection = ref(bridge.connection)

  const stage = computed<LivePhase>(() => {
    if (starting.value) return 'starting'
    if (starter.waiting.value) return 'waiting'
    return status.value?.phase ?? 'idle'
  })
  const active = computed(() => stage.value === 'running' || stage.value === 'paused')
  /** Whether it ended before its budget did, and can go on from its record. */
  const resumable = computed(() => {
    const { value: now } = status
    const broken = stage.value === 'stopped' || stage.value === 'failed'
    return now !== undefined && broken && now.step < now.steps && !spent.value
  })

  /** Whether every run has come to an early end, so that none can go on. */
  const spent = computed(() => {
    void version.value
    const { tracks } = recording.value
    return tracks.length > 0 && tracks.every((_, run) => recording.value.ended(run))
  })

  /** Which races this stage shows. */
  let shows: (spec: ExperimentSpec) => boolean = () => true
  let ports: StreamPort[] = []
  let unexpect = (): void => undefined
  /** The last status heard of any race: it may come before the answer that names the race. */
  let heard: RaceStatus | undefined
  const pending: { message: StreamMessage; port: StreamPort }[] = []

  /** One redraw, however many messages came; a reader that lags acknowledges later. */
  function takePending(): void {
    let grown = false
    for (const { message, port } of pending.splice(0)) {
      if (recording.value.take(message)) grown = true
      port.acknowledge(message.sequence)
    }
    if (grown) version.value++
  }
  const beat = createBeat(takePending)

  function attach(stream: RaceStream): void {
    ports.push(stream.port)
    stream.port.onMessage((message) => {
      pending.push({ message, port: stream.port })
      beat.ask()
    })
  }

  function detach(): void {
    unexpect()
    for (const port of ports) port.close()
    ports = []
    pending.length = 0
    beat.stop()
  }

  function hear(next: RaceStatus): void {
    heard = next
    const before = status.value?.phase
    const was = away.value
    setStatus(next)
    // Gone on with from elsewhere: its streams are new.
    const broken = was || before === 'stopped' || before === 'failed'
    if (broken && next.id === race.value?.id && next.phase === 'running' && !starting.value) {
      void attempt(() => join(next.id))
    }
  }

  function putAway(): void {
    if (!race.value) return
    away.value = true
    // A race that nobody has any more does not run.
    const { value: now } = status
    if (now?.phase === 'running' || now?.phase === 'paused') {
      status.value = { ...now, phase: 'stopped' }
    }
  }

  function setStatus(next: RaceStatus): void {
    if (next.id !== race.value?.id) return
    status.value = next
    away.value = next.away === true
    if (next.phase === 'failed') {
      const { error } = next
      failure.value = error && {
        ...error,
        parameters: { step: next.step, ...error.parameters },
      }
    }
  }

  function show(next: Race): void {
    const runs = next.shape.lanes * next.shape.seeds
    // One that was given seeds numbers its runs otherwise.
    const same = race.value?.id === next.id && recording.value.tracks.length === runs
    detach()
    unexpect = streams.expect(next.id, attach)
    spec.value = next.spec
    if (!same) {
      recording.value = new Recording(runs)
      version.value++
    }
    // Last: whoever waits for the race finds all of it.
    race.value = next
    failure.value = undefined
    // Not that of its processes of before, which were let go.
    const mine = heard?.id === next.id && !heard.away && heard.step >= next.status.step
    setStatus(mine && heard ? heard : next.status)
  }

  async function watch(id: string): Promise<void> {
    const recorded = await laboratory.watchRace({ id })
    if (race.value?.id !== id) return
    if (recording.value.take(recorded)) version.value++
  }

  /** Calls the laboratory; what it refuses is shown, not thrown. */
  async function attempt(call: () => Promise<void>): Promise<void> {
    try {
      await call()
    } catch (thrown) {
      const error = toErrorData(thrown)
      // A key pressed as the race ended: its status says all there is to say.
      if (error.code !== 'wrong-phase') failure.value = error
    }
  }

  const change = (call: (id: string) => Promise<RaceStatus>): Promise<void> =>
    attempt(async () => {
      const id = race.value?.id
      if (id === undefined) return
      try {
        setStatus(await call(id))
      } catch (thrown) {
        if (toErrorData(thrown).code !== 'not-found') throw thrown
        if (race.value?.id === id) putAway()
      }
    })

  async function follow(started: Race): Promise<void> {
    show(started)
    starting.value = false
    await watch(started.id)
  }

  async function join(of: string): Promise<void> {
    const found = (await laboratory.currentRaces()).find(({ id }) => id === of)
    if (found && shows(found.spec)) await follow(found)
  }

  const starter = createStarter<Race>((id) => laboratory.dropWork({ id }), {
    begun: follow,
    found: (of) => attempt(() => join(of)),
    failed: (error) => (failure.value = error),
  })

  async function begin(work: () => Promise<void>): Promise<void> {
    if (starting.value) return
    starting.value = true
    failure.value = undefined
    await attempt(work)
    starting.value = false
  }

  function start(input: ExperimentInput, pace: number | null): Promise<void> {
    return begin(() => {
      const spec = parseSpec(input)
      return starter.start({
        begin: (when) => laboratory.startRace({ spec, pace, when }),
        wait: () => laboratory.queueWork({ kind: 'race', spec, pace }),
      })
    })
  }

  /** Goes on with a race that ended before its budget did, also with one that is not shown. */
  function goOn(id: string, pace: number | null): Promise<void> {
    return begin(() =>
      starter.start({
        begin: (when) => laboratory.resumeRun({ id, pace, when }),
        wait: () => laboratory.queueWork({ kind: 'run', id, pace }),
      }),
    )
  }

  /** Gives a race that is over more seeds or epochs, also one that is not shown. */
  function grow(id: string, more: More, pace: number | null): Promise<void> {
    return begin(() =>
      starter.start({
        begin: (when) => laboratory.growRace({ id, pace, more, when }),
        wait: () => laboratory.queueWork({ kind: 'run', id, pace, more }),
      }),
    )
  }

  const answer = (choice?: When | 'after'): Promise<void> => begin(() => starter.answer(choice))
  const giveUp = (): Promise<void> => attempt(() => starter.giveUp())

  /** Shows a race of before, as it is on the disk. */
  function recall(past: Race, recorded: Recorded): void {
    if (race.value) return
    show({ ...past, status: { ...past.status, away: true } })
    if (recording.value.take(recorded)) version.value++
  }

  /**
   * Finds the race the laboratory last ran for the stage: after a reload, or when the connection is back.
   *
   * @param mine whether the stage shows such a race; asked again when the connection is back
   */
  async function pickUp(mine = shows): Promise<void> {
    shows = mine
    await attempt(async () => {
      const found = (await laboratory.currentRaces()).find(({ spec }) => shows(spec))
      if (found?.id !== race.value?.id) putAway()
      if (!found) return
      show(found)
      await watch(found.id)
    })
  }

  const pause = (): Promise<void> => change((id) => laboratory.pauseRace({ id }))
  const resume = (): Promise<void> => change((id) => laboratory.resumeRace({ id }))
  /** Stops a race that is on. @returns false where it had finished before the page heard of it */
  async function stop(): Promise<boolean> {
    await change((id) => laboratory.stopRace({ id }))
    return stage.value !== 'finished'
  }
  const advance = (): Promise<void> => change((id) => laboratory.advanceRace({ id }))
  const setPace = (pace: number | null): Promise<void> =>
    change((id) => laboratory.paceRace({ id, pace }))
  /** Gives a lane another learning rate from the next step on; what the laboratory refuses is shown. */
  const changeRate = (lane: string, rate: number): Promise<void> =>
    change((id) => laboratory.changeRate({ id, lane, rate }))

  /** Forgets the shown race; its log stays. */
  function clear(): void {
    detach()
    race.value = undefined
    spec.value = undefined
    status.value = undefined
    away.value = false
    failure.value = undefined
    recording.value = new Recording(0)
    version.value++
  }

  function showFolder(): Promise<void> {
    return attempt(async () => {
      const id = race.value?.id
      if (id !== undefined) await laboratory.showRunFolder({ id })
    })
  }

  const offs = [
    bridge.onEvent((event) => {
      if (event.kind === 'race') hear(event.status)
    }),
    bridge.onConnection((next) => {
      const back = connection.value === 'disconnected' && next === 'connected'
      connection.value = next
      if (back) void pickUp()
    }),
  ]
  onScopeDispose(() => {
    for (const off of offs) off()
    detach()
  })

  return {
    race,
    spec,
    status,
    recording,
    version,
    failure,
    connection,
    stage,
    active,
    away,
    spent,
    resumable,
    question: starter.question,
    start,
    goOn,
    grow,
    answer,
    giveUp,
    recall,
    pickUp,
    pause,
    resume,
    stop,
    advance,
    setPace,
    changeRate,
    clear,
    showFolder,
  }
})

export type LiveRace = ReturnType<typeof useLiveRace>
