import { defineStore } from 'pinia'
import { computed, onScopeDispose, shallowRef } from 'vue'
import { toErrorData, type ErrorData } from '#shared/contract/errors.ts'
import type { Job } from '#shared/contract/work.ts'
import { useBridge } from '../composables/useBridge.ts'

/** The laboratory's queue: what runs, what waits, what is over. */
export const useWork = defineStore('work', () => {
  const bridge = useBridge()
  const { laboratory } = bridge

  const jobs = shallowRef<readonly Job[]>([])
  /** Of the last call that was refused. */
  const failure = shallowRef<ErrorData>()
  const underway = computed(() =>
    jobs.value.filter(({ phase }) => phase === 'running' || phase === 'paused'),
  )
  let heard = 0

  async function list(): Promise<void> {
    const before = heard
    const found = await laboratory.listWork().catch(() => [])
    // What was told meanwhile is newer.
    if (heard === before) jobs.value = found
  }

  /** @param of a race's or sweep's id */
  const jobOf = (of: string | undefined): Job | undefined =>
    of === undefined ? undefined : jobs.value.findLast((job) => job.of === of)

  async function attempt(call: () => Promise<unknown>): Promise<void> {
    failure.value = undefined
    try {
      await call()
    } catch (thrown) {
      const error = toErrorData(thrown)
      // It came to its end as the button was pressed.
      if (error.code !== 'wrong-phase' && error.code !== 'not-found') failure.value = error
    }
  }

  const pause = ({ kind, of: id = '' }: Job): Promise<void> =>
    attempt(() =>
      kind === 'tournament' ? laboratory.pauseTournament({ id }) : laboratory.pauseRace({ id }),
    )

  /** Goes on with what is paused, or was stopped. */
  const goOn = ({ kind, phase, of: id = '' }: Job): Promise<void> =>
    attempt(() => {
      if (kind === 'sweep') return laboratory.resumeSweep({ id })
      if (kind === 'tournament') return laboratory.resumeTournament({ id })
      if (phase === 'paused') return laboratory.resumeRace({ id })
      return laboratory.resumeRun({ id, pace: null })
    })

  /** Stops what runs so that it can go on; takes all else off the list. */
  const cancel = ({ id: job, kind, phase, of: id = '' }: Job): Promise<void> =>
    attempt(() => {
      if (phase !== 'running' && phase !== 'paused') return laboratory.dropWork({ id: job })
      if (kind === 'import') return laboratory.cancelTable()
      if (kind === 'tournament') return laboratory.cancelTournament({ id })
      return kind === 'sweep' ? laboratory.stopSweep({ id }) : laboratory.stopRace({ id })
    })

  let connection = bridge.connection
  const offs = [
    bridge.onEvent((event) => {
      if (event.kind !== 'work') return
      heard++
      jobs.value = event.jobs
    }),
    bridge.onConnection((next) => {
      const back = connection === 'disconnected' && next === 'connected'
      connection = next
      if (back) void list()
    }),
  ]
  onScopeDispose(() => {
    for (const off of offs) off()
  })
  void list()

  return { jobs, underway, failure, jobOf, pause, goOn, cancel }
})
