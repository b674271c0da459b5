import type { Off } from './types.ts'

/** Whoever wants to know, in the order in which they asked. */
export interface Listeners<T> {
  add(listener: (value: T) => void): Off
  tell(value: T): void
}

export function createListeners<T>(): Listeners<T> {
  const listeners = new Set<(value: T) => void>()
  return {
    add(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    tell: (value) => [...listeners].forEach((listener) => listener(value)),
  }
}
