import { computed, type ComputedRef } from 'vue'
import { useRace } from '../../stores/race.ts'
import { weightTables, type WeightTable } from './layers.ts'

/** The shown race's layers as tables; none before the first run. */
export function useWeightTables(): ComputedRef<readonly WeightTable[]> {
  const race = useRace()
  return computed(() => {
    if (!race.spec || !race.race) return []
    const { featureNames, classNames } = race.race.shape
    return weightTables(race.spec.model, featureNames, classNames)
  })
}
