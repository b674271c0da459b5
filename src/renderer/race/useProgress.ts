import { computed, ref, watch, type ComputedRef } from 'vue'
import { useText } from '../composables/useText.ts'
import { useLiveRace } from '../stores/race.ts'
import { useExperiment } from './store.ts'
import { secondsLeft, type Sighting } from './time-left.ts'

export interface Progress {
  /** Of the budget, in [0, 1]. */
  readonly share: ComputedRef<number>
  /** The time left in words; empty while too little is known. */
  readonly left: ComputedRef<string>
}

/** How far the race is, and how long it will take at the speed of the last seconds. */
export function useProgress(): Progress {
  const { t, format } = useText()
  const live = useLiveRace()
  const stage = useExperiment()
  const sightings = ref<readonly Sighting[]>([])

  /** The furthest of what the status and the recording say: statuses come seldom. */
  const step = computed(() => {
    void stage.glance
    return Math.max(live.status?.step ?? 0, live.recording.settledStep())
  })

  watch([() => live.race?.id, () => live.stage, () => live.status?.pace], () => {
    sightings.value = []
  })
  watch(step, (now) => {
    if (live.stage !== 'running') return
    const seconds = performance.now() / 1000
    const last = sightings.value.at(-1)
    if (last && seconds - last.seconds < 0.25) return
    sightings.value = [
      ...sightings.value.filter((each) => seconds - each.seconds < 6),
      { seconds, step: now },
    ]
  })

  const share = computed(() =>
    live.status?.steps ? Math.min(1, step.value / live.status.steps) : 0,
  )
  const left = computed(() => {
    const seconds = secondsLeft(sightings.value, live.status?.steps ?? 0)
    if (seconds === undefined) return ''
    if (seconds < 60) return t('race.left.seconds', { n: Math.max(1, Math.round(seconds)) })
    const minutes = Math.round(seconds / 60)
    if (minutes < 90) return t('race.left.minutes', { n: minutes })
    return t('race.left.hours', { hours: format.fixed(minutes / 60, 1) })
  })
  return { share, left }
}
