import { computed, onScopeDispose, ref, watch, type ComputedRef, type Ref } from 'vue'

export interface VirtualRows {
  /** The first item that is drawn, and the one behind the last. */
  readonly range: ComputedRef<{ readonly first: number; readonly end: number }>
  /** Pixels of all items. */
  readonly total: ComputedRef<number>
  /** Where an item begins, in pixels. */
  offset(index: number): number
  /** Scrolls no further than it must for the item to be seen. */
  reveal(index: number): void
}

export interface VirtualRowsOptions {
  /** What scrolls. */
  readonly viewport: Readonly<Ref<HTMLElement | null>>
  readonly count: () => number
  /** Pixels of an item. */
  readonly size: () => number
  /** One item that is larger than the others, by so many pixels. */
  readonly open?: () => { readonly index: number; readonly extra: number } | undefined
  /** @default 'y' */
  readonly axis?: 'x' | 'y'
}

/** Items drawn beyond either edge, so that a quick scroll shows no gap. */
const margin = 6

/** Draws of a long list only what is in sight, whatever its length. */
export function useVirtualRows({
  viewport,
  count,
  size,
  open = () => undefined,
  axis = 'y',
}: VirtualRowsOptions): VirtualRows {
  const position = ref(0)
  const length = ref(0)

  const measure = (): void => {
    const { value: element } = viewport
    if (!element) return
    position.value = axis === 'y' ? element.scrollTop : element.scrollLeft
    length.value = axis === 'y' ? element.clientHeight : element.clientWidth
  }
  const observer = new ResizeObserver(measure)
  watch(
    viewport,
    (now, before) => {
      before?.removeEventListener('scroll', measure)
      if (before) observer.unobserve(before)
      now?.addEventListener('scroll', measure, { passive: true })
      if (now) observer.observe(now)
      measure()
    },
    { immediate: true, flush: 'post' },
  )
  onScopeDispose(() => {
    observer.disconnect()
    viewport.value?.removeEventListener('scroll', measure)
  })

  function offset(index: number): number {
    const wide = open()
    return index * size() + (wide && index > wide.index ? wide.extra : 0)
  }

  /** @returns the item at a place in the list */
  function at(place: number): number {
    const wide = open()
    if (!wide || place < (wide.index + 1) * size()) return Math.floor(place / size())
    return Math.max(wide.index, Math.floor((place - wide.extra) / size()))
  }

  const range = computed(() => ({
    first: Math.max(0, at(position.value) - margin),
    end: Math.min(count(), at(position.value + length.value) + 1 + margin),
  }))
  const total = computed(() => offset(count()))

  function reveal(index: number): void {
    const { value: element } = viewport
    if (!element) return
    const [start, end] = [offset(index), offset(index + 1)]
    const key = axis === 'y' ? 'scrollTop' : 'scrollLeft'
    if (start < element[key]) element[key] = start
    else if (end > element[key] + length.value) element[key] = end - length.value
    measure()
  }

  return { range, total, offset, reveal }
}
