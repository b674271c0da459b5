import { computed, type ComputedRef } from 'vue'
import { useFormat } from '../../composables/useFormat.ts'
import { useObstacle } from '../../composables/useObstacle.ts'
import { useText } from '../../composables/useText.ts'
import { useLiveRace } from '../../stores/race.ts'
import { currentStage } from '../../stores/racing-stage.ts'
import { laneNames } from './lanes.ts'
import { useExperiment } from './store.ts'
import { useRaceView } from './view.ts'

export interface RaceControl {
  /** What the button does next. */
  readonly text: ComputedRef<string>
  /** The same with names, or why it cannot. */
  readonly hint: ComputedRef<string>
  readonly state: ComputedRef<'ready' | 'starting' | 'running'>
  /** Why no race can start, and what to do; undefined while one is on, or when it can. */
  readonly obstacle: ComputedRef<string | undefined>
  readonly canStop: ComputedRef<boolean>
  readonly canAdvance: ComputedRef<boolean>
  /** Whether some lanes would be kept, so that racing all anew is another thing. */
  readonly canRaceAll: ComputedRef<boolean>
  /** Whether the race is over, so that going on with it is the next thought. */
  readonly canGoOn: ComputedRef<boolean>
  /** Why it cannot go on all the same. */
  readonly goOnObstacle: ComputedRef<string | undefined>
  toggle(): void
  advance(): void
  goOn(epochs: number): void
  stop(): void
  /** Stops a race that is on, else clears the results. Resolves when it is done. */
  reset(): Promise<void>
  back(): void
  /** One point on; at the last point of a paused race, trains one further. */
  forward(): void
}

/** @returns what the buttons and keys of a stage do, so that both do the same */
export function useRaceControl(id = currentStage()): RaceControl {
  const { t } = useText()
  const format = useFormat()
  const race = useLiveRace(id)
  const stage = useExperiment(id)
  const view = useRaceView(id)
  const occupied = useObstacle()

  const obstacle = computed(() => {
    if (race.active) return undefined
    if (occupied.value) return occupied.value
    const [wrong] = stage.wrongFields.values()
    if (wrong !== undefined) return t('control.fixFirst', { what: wrong })
    if (stage.racing.length === 0) return t('control.tickFirst')
    if (stage.kind.tableMissing()) return t('race.control.noTable')
    return stage.spec ? undefined : t('race.control.badForm')
  })
  const canStop = computed(() => race.active)
  const canAdvance = computed(() => race.stage === 'paused')
  const canRaceAll = computed(() => !race.active && !occupied.value && stage.plan.kind === 'some')
  const canGoOn = computed(() => race.stage === 'finished')
  const goOnObstacle = computed(() => {
    if (race.away) return t(`control.away.${race.away}`)
    return race.spent ? t('control.spent') : undefined
  })
  const state = computed(() =>
    race.stage === 'starting' || race.stage === 'running' ? race.stage : 'ready',
  )

  const text = computed(() => {
    switch (race.stage) {
      case 'starting':
        return t('control.starting')
      case 'running':
        return t('control.pause')
      case 'paused':
        return t('control.resume')
      default:
    }
    const { kind, lanes } = stage.plan
    if (kind === 'some') return t('race.control.raceSome', { n: lanes.length })
    if (id === 'iris') return kind === 'again' ? t('control.runAgain') : t('control.run')
    return kind === 'again' ? t('race.control.again') : t('race.control.race')
  })

  const hint = computed(() => {
    if (obstacle.value) return obstacle.value
    if (race.active || race.stage === 'starting') return text.value
    const { kind, lanes } = stage.plan
    if (kind !== 'some') return t('race.control.raceAllHint', { n: lanes.length })
    const names = laneNames(stage.form.lanes)
    return t('race.control.raceSomeHint', {
      names: format.list(
        lanes.map((lane) => names[stage.form.lanes.indexOf(lane)] ?? lane.optimizer),
      ),
    })
  })

  function toggle(): void {
    if (race.stage === 'running') void race.pause()
    else if (race.stage === 'paused') void race.resume()
    else if (race.stage !== 'starting' && !obstacle.value) void stage.run()
  }

  function advance(): void {
    if (!canAdvance.value) return
    view.scrub(view.steps.length)
    void race.advance()
  }

  function goOn(epochs: number): void {
    if (!canGoOn.value || goOnObstacle.value) return
    view.scrub(view.steps.length)
    void race.extend(epochs)
  }

  function stop(): void {
    if (race.active) void race.stop()
  }

  async function reset(): Promise<void> {
    if (race.stage === 'starting') return
    // It may have come to its end before the page hears of it: then there is nothing to stop.
    if (race.active && (await race.stop())) return
    stage.clear()
  }

  function back(): void {
    view.scrub(view.position - 1)
  }

  function forward(): void {
    if (view.position >= view.steps.length - 1) advance()
    else view.scrub(view.position + 1)
  }

  return {
    text,
    hint,
    state,
    obstacle,
    canStop,
    canAdvance,
    canRaceAll,
    canGoOn,
    goOnObstacle,
    toggle,
    advance,
    goOn,
    stop,
    reset,
    back,
    forward,
  }
}
