import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { LessonLane } from '#shared/lessons/index.ts'
import type { SurfaceSetting } from '#shared/surfaces/setting.ts'

/** Whole states that one stage hands to another, which takes them when it is next shown. */
export const useOffers = defineStore('offers', () => ({
  surface: shallowRef<SurfaceSetting>(),
  optimizers: shallowRef<{ readonly lane: LessonLane; readonly surface?: string }>(),
}))
