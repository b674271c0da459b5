import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { HandOver } from '#shared/lessons/index.ts'
import type { SurfaceSetting } from '#shared/surfaces/setting.ts'

/** Whole states that one stage hands to another, which takes them when it is next shown; and what a stage waits for. */
export const useOffers = defineStore('offers', () => ({
  surface: shallowRef<SurfaceSetting>(),
  /** Whether a table that comes into the window is for what is shown now. */
  wantsTable: ref(false),
  optimizers: shallowRef<Extract<HandOver, { stage: 'optimizers' }>>(),
}))
