import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import type { Race, RaceStatus } from '#shared/contract/calls.ts'
import { toErrorData, type ErrorData } from '#shared/contract/errors.ts'
import type { StreamMessage } from '#shared/contract/stream.ts'
import { parseSpec, type ExperimentInput, type ExperimentSpec } from '#shared/experiment/spec.ts'
import type { RaceStream, StreamPort } from '../bridge/types.ts'
import { useBridge } from '../composables/useBridge.ts'
import { createBeat } from './beat.ts'
import { defineStageStore } from './racing-stage.ts'
import { Recording } from './recording.ts'
import { useStreams } from './streams.ts'

/** Where the page stands with its race; `idle` before the first, `starting` until it is accepted. */
export type LivePhase = 'idle' | 'starting' | RaceStatus['phase']

/**
 * What the laboratory put a race away for. Its record stays, and so do its curves; it cannot go on.
 * `gone` is said where it is not known.
 */
export type Away = 'sweep' | 'race' | 'gone'

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
  /** Undefined while the laboratory still has the race. */
  const away = ref<Away>()
  /** Of the last call that was refused, or of the race that broke off. */
  const failure = shallowRef<ErrorData>()
  const connection = ref(bridge.connection)

  const stage = computed<LivePhase>(() => {
    if (starting.value) return 'starting'
    return status.value?.phase ?? 'idle'
  })
  const active = computed(() => stage.value === 'running' || stage.value === 'paused')

  /** Whether every run has come to an early end, so that none can go on. */
  const spent = computed(() => {
    void version.value
    const { tracks } = recording.value
    return tracks.length > 0 && tracks.every((_, run) => recording.value.ended(run))
  })

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
    if (next.phase === 'running' && next.id !== race.value?.id) putAway('race')
    setStatus(next)
  }

  /** The laboratory has one race at a time, and none beside a sweep. */
  function putAway(why: Away): void {
    if (!race.value) return
    if (away.value === undefined || away.value === 'gone') away.value = why
    // A race that nobody has any more does not run.
    const { value: now } = status
    if (now?.phase === 'running' || now?.phase === 'paused') {
      status.value = { ...now, phase: 'stopped' }
    }
  }

  function setStatus(next: RaceStatus): void {
    if (next.id !== race.value?.id) return
    status.value = next
    if (next.phase === 'failed') {
      const { error } = next
      failure.value = error && {
        ...error,
        parameters: { step: next.step, ...error.parameters },
      }
    }
  }

  function show(next: Race): void {
    const same = race.value?.id === next.id
    detach()
    unexpect = streams.expect(next.id, attach)
    spec.value = next.spec
    if (!same) {
      recording.value = new Recording(next.shape.lanes * next.shape.seeds)
      version.value++
    }
    // Last: whoever waits for the race finds all of it.
    race.value = next
    away.value = undefined
    failure.value = undefined
    const later = heard?.id === next.id && heard.step >= next.status.step ? heard : undefined
    setStatus(later ?? next.status)
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
        if (race.value?.id === id) putAway('gone')
      }
    })

  async function start(input: ExperimentInput, pace: number | null): Promise<void> {
    if (starting.value) return
    starting.value = true
    failure.value = undefined
    await attempt(async () => {
      const started = await laboratory.startRace({ spec: parseSpec(input), pace })
      show(started)
      starting.value = false
      await watch(started.id)
    })
    starting.value = false
  }

  /** Which races this stage shows. */
  let shows: (spec: ExperimentSpec) => boolean = () => true

  /**
   * Finds the race the laboratory last ran: after a reload, or when the connection is back.
   *
   * @param mine whether the stage shows such a race; asked again when the connection is back
   */
  async function pickUp(mine = shows): Promise<void> {
    shows = mine
    await attempt(async () => {
      const found = await laboratory.currentRace()
      if (found?.id !== race.value?.id) putAway(found ? 'race' : 'gone')
      if (!found || !shows(found.spec)) return
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
  const extend = (epochs: number): Promise<void> =>
    change((id) => laboratory.extendRace({ id, epochs }))

  /** Forgets the shown race; its log stays. */
  function clear(): void {
    detach()
    race.value = undefined
    spec.value = undefined
    status.value = undefined
    away.value = undefined
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
      if (event.kind === 'sweep' && event.status.phase === 'running') putAway('sweep')
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
    start,
    pickUp,
    pause,
    resume,
    stop,
    advance,
    setPace,
    changeRate,
    extend,
    clear,
    showFolder,
  }
})

export type LiveRace = ReturnType<typeof useLiveRace>
