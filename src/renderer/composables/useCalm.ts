import { onScopeDispose, ref, watch, type Ref } from 'vue'

/**
 * Follows a value that changes many times a second, at most once in a while: at once after a rest,
 * and never without its last value.
 *
 * @param rest milliseconds between two changes
 */
export function useCalm<T>(source: () => T, rest: number): Readonly<Ref<T>> {
  const calm = ref(source()) as Ref<T>
  let timer: ReturnType<typeof setTimeout> | undefined
  const follow = (): void => {
    timer = undefined
    if (calm.value === source()) return
    calm.value = source()
    timer = setTimeout(follow, rest)
  }
  watch(source, () => {
    if (timer === undefined) follow()
  })
  onScopeDispose(() => clearTimeout(timer))
  return calm
}
