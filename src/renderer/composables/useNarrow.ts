import { computed, type ComputedRef, type Ref } from 'vue'
import { useSettings } from '../stores/settings.ts'
import { useElementSize } from './useElementSize.ts'

/** @returns whether an element is narrower than that many rem */
export function useNarrow(
  element: Readonly<Ref<HTMLElement | null>>,
  rem: number,
): ComputedRef<boolean> {
  const settings = useSettings()
  const { width } = useElementSize(element)
  return computed(() => width.value / (16 * settings.scale) < rem)
}
