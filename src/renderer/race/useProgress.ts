import { computed, type ComputedRef } from 'vue'
import { useTimeLeft } from '../composables/useTimeLeft.ts'
import { useLiveRace } from '../stores/race.ts'
import { useWork } from '../stores/work.ts'
import { useExperiment } from './store.ts'

export interface Progress {
  /** Of the budget, in [0, 1]. */
  readonly share: ComputedRef<number>
  /** The time left in words; empty while too little is known. */
  readonly left: ComputedRef<string>
}

/** How far the race is, and how long it will take at the speed of the last seconds. */
export function useProgress(): Progress {
  const timeLeft = useTimeLeft()
  const live = useLiveRace()
  const stage = useExperiment()
  const work = useWork()

  /** The furthest of what the status and the recording say: statuses come seldom. */
  const step = computed(() => {
    void stage.glance
    return Math.max(live.status?.step ?? 0, live.recording.settledStep())
  })
  const share = computed(() =>
    live.status?.steps ? Math.min(1, step.value / live.status.steps) : 0,
  )
  const left = computed(() => timeLeft(work.jobOf(live.race?.id)?.secondsLeft))
  return { share, left }
}
