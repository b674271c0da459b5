import { computed, type ComputedRef } from 'vue'
import { useText } from '../composables/useText.ts'
import { useSweep } from './sweep.ts'

/** @returns why no race of any stage can start now, and what to do; undefined when one can */
export function useObstacle(): ComputedRef<string | undefined> {
  const { t, format } = useText()
  const sweep = useSweep()
  return computed(() => {
    if (!sweep.occupant) return undefined
    const { done, total } = sweep.occupant
    return t('control.sweeping', { done: format.whole(done), total: format.whole(total) })
  })
}
