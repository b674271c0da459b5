import { useVirtualizer, type VirtualItem } from '@tanstack/vue-virtual'
import { computed, watch, type ComputedRef, type Ref } from 'vue'

export interface VirtualRows {
  /** What is in sight, and a few beyond either edge: index, start and size of each, in pixels. */
  readonly items: ComputedRef<readonly VirtualItem[]>
  /** Pixels of all items. */
  readonly total: ComputedRef<number>
  /** Scrolls no further than it must for the item to be seen. */
  reveal(index: number): void
}

/**
 * Draws of a long list only what is in sight, whatever its length.
 *
 * @param viewport what scrolls
 * @param size pixels of an item
 * @param sized changes whenever a size does
 */
export function useVirtualRows(options: {
  readonly viewport: Readonly<Ref<HTMLElement | null>>
  readonly count: () => number
  readonly size: (index: number) => number
  readonly sized: () => unknown
  /** @default false */
  readonly horizontal?: boolean
}): VirtualRows {
  const { viewport, count, size: estimateSize, horizontal } = options
  const virtualizer = useVirtualizer(
    computed(() => ({
      count: count(),
      getScrollElement: () => viewport.value,
      estimateSize,
      overscan: 6,
      horizontal,
    })),
  )
  watch(options.sized, () => virtualizer.value.measure(), { flush: 'sync' })
  return {
    items: computed(() => virtualizer.value.getVirtualItems()),
    total: computed(() => virtualizer.value.getTotalSize()),
    reveal: (index) => virtualizer.value.scrollToIndex(index),
  }
}
