import { computed, type ComputedRef } from 'vue'
import type { Snapshot } from '../../../shared/contract/stream.ts'
import { layoutOf, type Layout } from '../../../shared/models/index.ts'
import type { LaneSpec } from '../../../shared/experiment/spec.ts'
import {
  findOptimizer,
  findRule,
  type Optimizer,
  type UpdateRule,
} from '../../../shared/optimizers/index.ts'
import { useRace } from '../../stores/race.ts'
import { useIris } from './store.ts'

/** A lane of the race on the page. */
export interface ShownLane {
  /** Its run's index. */
  readonly run: number
  readonly lane: LaneSpec
  readonly name: string
}

export interface Shown {
  /** Every lane of the race, in its order; none before the first run. */
  readonly lanes: ComputedRef<readonly ShownLane[]>
  /** The selected optimizer's lane, if it takes part. */
  readonly lane: ComputedRef<ShownLane | undefined>
  readonly optimizer: ComputedRef<Optimizer | undefined>
  readonly rule: ComputedRef<UpdateRule | undefined>
  /** How a run's parameters lie; none before the first run. */
  readonly layout: ComputedRef<Layout | undefined>
  /** The selected lane's inner state at the step looked at. */
  readonly snapshot: ComputedRef<Snapshot | undefined>
}

/** What of the race is looked at: the selected lane at the scrubbed step. */
export function useShown(): Shown {
  const race = useRace()
  const iris = useIris()

  const lanes = computed(() =>
    (race.spec?.lanes ?? []).map((lane, index) => ({
      run: index * (race.spec?.seeds.length ?? 1),
      lane,
      name: findOptimizer(lane.optimizer)?.name ?? lane.optimizer,
    })),
  )
  const lane = computed(() => lanes.value.find((each) => each.lane.optimizer === iris.selected))
  const optimizer = computed(() => findOptimizer(iris.selected))
  const rule = computed(() => findRule(iris.selected, lane.value?.lane.convention ?? 'tutorial'))
  const layout = computed(() => {
    if (!race.spec || !race.race) return undefined
    const { featureNames, classNames } = race.race.shape
    return layoutOf(race.spec.model, featureNames.length, classNames.length)
  })
  const snapshot = computed(() => {
    void race.version
    if (!lane.value || iris.step === undefined) return undefined
    return race.recording.snapshotAt(lane.value.run, iris.step)
  })
  return { lanes, lane, optimizer, rule, layout, snapshot }
}
