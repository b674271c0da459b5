import { onScopeDispose, ref, type Ref } from 'vue'

/** @returns milliseconds since 1970, followed closely enough for what is told in minutes */
export function useNow(): Readonly<Ref<number>> {
  const now = ref(Date.now())
  const timer = setInterval(() => (now.value = Date.now()), 20_000)
  onScopeDispose(() => clearInterval(timer))
  return now
}
