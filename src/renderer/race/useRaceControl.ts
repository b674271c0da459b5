import { computed } from 'vue'
import { useText } from '../composables/useText.ts'
import { useLiveRace } from '../stores/race.ts'
import { defineStageStore } from '../stores/racing-stage.ts'
import { laneNames } from './lanes.ts'
import { useExperiment } from './store.ts'
import { useRaceView } from './view.ts'

/** What the buttons and keys of a racing stage do, so that both do the same. */
export const useRaceControl = defineStageStore('control', (id) => {
  const { t, format } = useText()
  const live = useLiveRace(id)
  const stage = useExperiment(id)
  const view = useRaceView(id)

  /** Why no race can start, and what to do; undefined while one is on, or when it can. */
  const obstacle = computed(() => {
    if (live.active) return undefined
    const [wrong] = stage.wrongFields.values()
    if (wrong !== undefined) return t('control.fixFirst', { what: wrong })
    if (stage.racing.length === 0) return t('control.tickFirst')
    if (stage.kind.tableMissing()) return t('race.control.noTable')
    return stage.spec ? undefined : t('race.control.badForm')
  })
  const canStop = computed(() => live.active || live.stage === 'waiting')
  const canAdvance = computed(() => live.stage === 'paused')
  /** Whether some lanes would be kept, so that racing all anew is another thing. */
  const canRaceAll = computed(() => !live.active && stage.plan.kind === 'some')
  /** Whether the race is over, so that going on with it is the next thought. */
  const canGoOn = computed(() => live.stage === 'finished')
  /** Why it cannot go on all the same. */
  const goOnObstacle = computed(() => {
    return live.spent ? t('control.spent') : undefined
  })
  const ready = computed(() => live.stage !== 'starting' && live.stage !== 'waiting')
  const state = computed<'ready' | 'starting' | 'running'>(() => {
    if (live.stage === 'running') return 'running'
    return ready.value ? 'ready' : 'starting'
  })

  /** What the button does next. */
  const text = computed(() => {
    switch (live.stage) {
      case 'starting':
        return t('control.starting')
      case 'waiting':
        return t('control.waiting')
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

  /** The same with names, or why it cannot. */
  const hint = computed(() => {
    if (obstacle.value) return obstacle.value
    if (live.stage === 'waiting') return t('state.waiting')
    if (live.active || live.stage === 'starting') return text.value
    const { kind, lanes } = stage.plan
    if (kind !== 'some') return t('race.control.raceAllHint', { n: lanes.length })
    const names = laneNames(stage.form.lanes)
    return t('race.control.raceSomeHint', {
      names: format.list(
        lanes.map((lane) => names[stage.form.lanes.indexOf(lane)] ?? lane.optimizer),
      ),
    })
  })

  async function toggle(): Promise<void> {
    if (live.stage === 'running') await live.pause()
    else if (live.stage === 'paused') await live.resume()
    else if (ready.value && !obstacle.value) await stage.run()
  }

  function advance(): void {
    if (!canAdvance.value) return
    view.scrub(view.steps.length)
    void live.advance()
  }

  function goOn(epochs: number): void {
    const { race } = live
    if (!race || !canGoOn.value || goOnObstacle.value) return
    view.scrub(view.steps.length)
    void live.grow(race.id, { epochs }, stage.pace)
  }

  /** Whether seeds can be added to the very race that is shown, and not only by racing all anew. */
  const growsSeeds = computed(() => {
    const { newest } = stage
    const over = live.stage === 'finished' || live.stage === 'stopped' || live.stage === 'failed'
    if (!over || stage.changed || !newest || newest.id !== live.race?.id) return false
    const mine = new Set(newest.entries.map(({ tracks }) => tracks))
    return stage.raced.every(({ tracks }) => mine.has(tracks)) && newest.spec.start === undefined
  })

  /** Adds seeds to the race that is shown, or where it is laid together from several, races all with more. */
  function addSeeds(more: number): void {
    const { race } = live
    if (race && growsSeeds.value) {
      view.scrub(view.steps.length)
      void live.grow(race.id, { seeds: more }, stage.pace)
      return
    }
    const { seeds } = stage.form
    stage.change({ seeds: { ...seeds, count: Math.min(1000, seeds.count + more) } })
    void stage.run(true)
  }

  function stop(): void {
    if (live.stage === 'waiting') void live.giveUp()
    else if (live.active) void live.stop()
  }

  /** Stops a race that is on, else clears the results. Resolves when it is done. */
  async function reset(): Promise<void> {
    if (live.stage === 'starting') return
    if (live.stage === 'waiting') return live.giveUp()
    // It may have come to its end before the page hears of it: then there is nothing to stop.
    if (live.active && (await live.stop())) return
    stage.clear()
  }

  function back(): void {
    view.scrub(view.position - 1)
  }

  /** One point on; at the last point of a paused race, trains one further. */
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
    addSeeds,
    growsSeeds,
    stop,
    reset,
    back,
    forward,
  }
})
