import { until } from '@vueuse/core'
import { computed, onScopeDispose, ref, shallowReactive, watch, type Ref } from 'vue'
import type { Grid } from './grid.ts'
import { createBoundaryWorker, PicturePump, type Helper, type Wanted } from './pump.ts'

/** A lane's picture, and the step it is of. */
interface Picture {
  readonly key: string
  readonly grid: Grid
}

export interface Pictures {
  /** By lane; one that is being computed anew keeps its last. */
  readonly pictures: ReadonlyMap<string, Picture>
  /** Why one of them, or all, cannot be computed; empty where nothing stands against it. */
  readonly failed: Readonly<Ref<string>>
  /** Resolves when each picture that is wanted now, or a later one of its lane, is there or has failed. */
  ready(): Promise<unknown>
}

/** What has come of a lane's latest picture. */
interface Outcome {
  readonly key: string
  readonly reason: string
}

/** Keeps a picture per lane as fresh as one worker can. */
export function usePictures(
  wanted: () => readonly Wanted[],
  create: () => Helper = createBoundaryWorker,
): Pictures {
  const pictures = shallowReactive(new Map<string, Picture>())
  const outcomes = shallowReactive(new Map<string, Outcome>())
  const broken = ref('')
  const failed = computed(
    () => broken.value || ([...outcomes.values()].find(({ reason }) => reason)?.reason ?? ''),
  )
  const pump = new PicturePump(
    create(),
    (lane, key, grid) => {
      outcomes.set(lane, { key, reason: '' })
      pictures.set(lane, { key, grid })
    },
    (reason, lane, key = '') => {
      if (lane === undefined) broken.value = reason
      else outcomes.set(lane, { key, reason })
    },
  )
  watch(
    wanted,
    (now) => {
      const lanes = new Set(now.map(({ lane }) => lane))
      for (const lane of pictures.keys()) if (!lanes.has(lane)) pictures.delete(lane)
      for (const lane of outcomes.keys()) if (!lanes.has(lane)) outcomes.delete(lane)
      pump.want(now)
    },
    { immediate: true },
  )
  onScopeDispose(() => pump.dispose())
  return {
    pictures,
    failed,
    ready() {
      const before = new Map(outcomes)
      // While it races, what is wanted changes as fast as it is computed.
      const isThere = ({ lane, key }: Wanted): boolean => {
        const outcome = outcomes.get(lane)
        return outcome !== undefined && (outcome.key === key || outcome !== before.get(lane))
      }
      return until(() => broken.value !== '' || wanted().every(isThere)).toBe(true)
    },
  }
}
