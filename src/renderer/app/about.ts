import { shallowRef, watch, type ShallowRef } from 'vue'
import type { CallOutput } from '#shared/contract/calls.ts'
import { useBridge } from '../composables/useBridge.ts'

/**
 * @param open whether what shows it is open
 * @returns what the program says of itself; versions grow known when a trainer has started, so they are
 *   asked for each time
 */
export function useAbout(
  open: () => boolean,
): Readonly<ShallowRef<CallOutput<'describe'> | undefined>> {
  const bridge = useBridge()
  const about = shallowRef<CallOutput<'describe'>>()
  watch(open, async (now) => {
    if (now) about.value = await bridge.laboratory.describe().catch(() => about.value)
  })
  return about
}
