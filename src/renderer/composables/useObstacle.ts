import { computed, type ComputedRef } from 'vue'
import { useSweeping } from '../stores/sweeping.ts'
import { useText } from './useText.ts'

/** @returns why no race of any stage can start now, and what to do; undefined when one can */
export function useObstacle(): ComputedRef<string | undefined> {
  const { t, format } = useText()
  const sweeping = useSweeping()
  return computed(() => {
    if (!sweeping.running) return undefined
    const { done, total } = sweeping.running
    return t('control.sweeping', { done: format.whole(done), total: format.whole(total) })
  })
}
