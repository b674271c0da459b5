import { onScopeDispose, ref, watch, type Ref } from 'vue'

/** @returns the seconds since a moment (as `performance.now` counts), kept up to date ten times a second */
export function useIntervalSeconds(since: () => number): Readonly<Ref<number>> {
  const elapsed = ref(0)
  const update = (): void => {
    elapsed.value = (performance.now() - since()) / 1000
  }
  watch(since, update, { immediate: true })
  const timer = setInterval(update, 100)
  onScopeDispose(() => clearInterval(timer))
  return elapsed
}
