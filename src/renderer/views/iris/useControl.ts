import { computed, type ComputedRef } from 'vue'
import { findOptimizer } from '../../../shared/optimizers/index.ts'
import { useText } from '../../composables/useText.ts'
import { useRace } from '../../stores/race.ts'
import { useObstacle } from '../../composables/useObstacle.ts'
import { useIris, type FormFault } from './store.ts'

export interface Control {
  /** Why the run cannot start, and what to do; undefined while a race is on, or when it can. */
  readonly obstacle: ComputedRef<string | undefined>
  /** Whether a race is on that can be paused, stopped or advanced. */
  readonly canStop: ComputedRef<boolean>
  /** Whether one more point can be trained by itself. */
  readonly canAdvance: ComputedRef<boolean>
  /** Whether the race is over, so that going on with it is the next thought. */
  readonly canGoOn: ComputedRef<boolean>
  /** Why it cannot go on all the same. */
  readonly goOnObstacle: ComputedRef<string | undefined>
  /** Run, pause or resume, whichever is next. */
  toggle(): void
  advance(): void
  stop(): void
  /** Stops a race that is on, else clears the chart. Resolves when it is done. */
  reset(): Promise<void>
  back(): void
  /** One point on; at the last point of a paused race, trains one further. */
  forward(): void
}

/** What the experiment's buttons and keys do, so that both do the same. */
export function useControl(): Control {
  const { t } = useText()
  const race = useRace()
  const iris = useIris()
  const occupied = useObstacle()

  const obstacle = computed(() => {
    if (race.active) return undefined
    if (occupied.value) return occupied.value
    if (iris.ready) return undefined
    const [fault] = iris.faults
    return fault ? t('control.fixFirst', { what: fieldText(fault) }) : t('control.tickFirst')
  })

  function fieldText({ field, optimizer, key }: FormFault): string {
    if (field === 'epochs') return t('form.epochs')
    if (field === 'seed') return t('form.seed')
    const found = findOptimizer(optimizer ?? '')
    const declared = found?.rules.tutorial?.hyper.find((each) => each.key === key)
    return `${found?.name ?? ''} (${declared ? useText().own(declared.label) : ''})`
  }

  const canStop = computed(() => race.active)
  const canAdvance = computed(() => race.stage === 'paused')
  const canGoOn = computed(() => race.stage === 'finished')
  const goOnObstacle = computed(() => {
    if (race.away) return t(`control.away.${race.away}`)
    return race.spent ? t('control.spent') : undefined
  })

  function toggle(): void {
    if (race.stage === 'running') void race.pause()
    else if (race.stage === 'paused') void race.resume()
    else if (race.stage !== 'starting' && !obstacle.value) void iris.run()
  }

  function advance(): void {
    if (!canAdvance.value) return
    iris.scrub(iris.points)
    void race.advance()
  }

  function stop(): void {
    if (race.active) void race.stop()
  }

  async function reset(): Promise<void> {
    if (race.stage === 'starting') return
    // It may have come to its end before the page hears of it: then there is nothing to stop.
    if (race.active && (await race.stop())) return
    race.clear()
  }

  function back(): void {
    iris.scrub(iris.position - 1)
  }

  function forward(): void {
    if (iris.position >= iris.points - 1) advance()
    else iris.scrub(iris.position + 1)
  }

  return {
    obstacle,
    canStop,
    canAdvance,
    canGoOn,
    goOnObstacle,
    toggle,
    advance,
    stop,
    reset,
    back,
    forward,
  }
}
