import { shallowReactive, type Component } from 'vue'
import type { Look } from '../stores/look.ts'

/** Where the first minute leads to. */
export type Door = 'learn' | 'iris' | 'data'

interface Loaded {
  /** The first minute, as long as a first start shows the one that came before all else. */
  first?: Component | undefined
  /** Everything else. */
  whole?: Component | undefined
  /** Of the first minute. */
  look?: Look | undefined
  /** That was taken there, perhaps before there was anything behind it. */
  door?: Door | undefined
  /** Presses again what was pressed before anything but the first minute listened. */
  pressAgain?: (() => void) | undefined
}

/** What of the page is loaded: a first start shows its first minute, and the rest comes around it. */
export const loaded = shallowReactive<Loaded>({})
