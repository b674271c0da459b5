import { onScopeDispose, ref, shallowReactive, watch, type Ref } from 'vue'
import type { Grid } from './grid.ts'
import { createBoundaryWorker, PicturePump, type Helper, type Wanted } from './pump.ts'

/** A lane's picture, and the step it is of. */
export interface Picture {
  readonly key: string
  readonly grid: Grid
}

export interface Pictures {
  /** By lane; one that is being computed anew keeps its last. */
  readonly pictures: ReadonlyMap<string, Picture>
  readonly failed: Readonly<Ref<string>>
}

/** Keeps a picture per lane as fresh as one worker can. */
export function usePictures(
  wanted: () => readonly Wanted[],
  create: () => Helper = createBoundaryWorker,
): Pictures {
  const pictures = shallowReactive(new Map<string, Picture>())
  const failed = ref('')
  const pump = new PicturePump(
    create(),
    (lane, key, grid) => {
      failed.value = ''
      pictures.set(lane, { key, grid })
    },
    (reason) => (failed.value = reason),
  )
  watch(
    wanted,
    (now) => {
      const lanes = new Set(now.map(({ lane }) => lane))
      for (const lane of pictures.keys()) if (!lanes.has(lane)) pictures.delete(lane)
      pump.want(now)
    },
    { immediate: true },
  )
  onScopeDispose(() => pump.dispose())
  return { pictures, failed }
}
