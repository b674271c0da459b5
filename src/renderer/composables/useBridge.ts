import { inject, type InjectionKey } from 'vue'
import type { Bridge } from '../bridge/types.ts'

export const bridgeKey: InjectionKey<Bridge> = Symbol('bridge')

/** The page's one way to the laboratory; for stores and components of the app that provides it. */
export function useBridge(): Bridge {
  const bridge = inject(bridgeKey)
  if (!bridge) throw new Error('The app provides no bridge.')
  return bridge
}
