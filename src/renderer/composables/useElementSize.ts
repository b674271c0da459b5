import { onScopeDispose, ref, watch, type Ref } from 'vue'

/** @returns the element's inner size in pixels, 0 until it is laid out */
export function useElementSize(element: Readonly<Ref<HTMLElement | null>>): {
  width: Readonly<Ref<number>>
  height: Readonly<Ref<number>>
} {
  const width = ref(0)
  const height = ref(0)
  const observer = new ResizeObserver(([entry]) => {
    if (!entry) return
    width.value = entry.contentRect.width
    height.value = entry.contentRect.height
  })
  watch(
    element,
    (now, before) => {
      if (before) observer.unobserve(before)
      if (now) observer.observe(now)
    },
    { immediate: true },
  )
  onScopeDispose(() => observer.disconnect())
  return { width, height }
}
