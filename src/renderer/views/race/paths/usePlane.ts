import { until } from '@vueuse/core'
import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import type { Collected, CollectedLane } from './collect.ts'
import type { FromWorker, PlaneOrder } from './messages.ts'

/** A worker as far as it is needed here. */
export interface Helper {
  postMessage(message: PlaneOrder, options: { transfer: ArrayBuffer[] }): void
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null
  onerror: ((event: ErrorEvent) => void) | null
  terminate(): void
}

/** Paths as they lie in their plane. */
export interface PlaneView {
  readonly lanes: readonly CollectedLane[]
  /** `[points × 2]`. */
  readonly places: Float64Array
  readonly explained: readonly [number, number]
}

/** @returns a worker of the built page */
function createPathsWorker(): Helper {
  return new Worker(new URL('./paths.worker.ts', import.meta.url), { type: 'module' })
}

export interface Plane {
  readonly view: Readonly<Ref<PlaneView | undefined>>
  readonly failed: Readonly<Ref<string>>
  /** Resolves when the view is of the paths as they are now, or has failed. */
  ready(): Promise<unknown>
}

/**
 * Keeps the plane of growing paths: one computation at a time, and after it the latest that was
 * asked for.
 *
 * @param version changes when there may be something new
 * @param collect gathers the points when their turn comes
 */
export function usePlane(
  version: () => unknown,
  collect: () => Collected | undefined,
  create: () => Helper = createPathsWorker,
): Plane {
  const view = shallowRef<PlaneView>()
  const failed = ref('')
  const helper = create()
  /** How often it was asked for, and which of those the present view answers. */
  let requests = 0
  const answered = ref(0)
  let covered = 0
  let axes: Float64Array | undefined
  let asked: Collected | undefined
  let stale = false

  function ask(): void {
    requests++
    next()
  }

  function next(): void {
    if (asked) {
      stale = true
      return
    }
    stale = false
    covered = requests
    const collected = collect()
    if (!collected) {
      view.value = undefined
      answered.value = covered
      return
    }
    asked = collected
    const { points, count, dimensions, fitted } = collected
    const like = axes?.length === 2 * dimensions ? axes : undefined
    helper.postMessage(
      { points, count, dimensions, fitted, like },
      { transfer: [points.buffer, fitted.buffer] },
    )
  }

  helper.onmessage = ({ data }) => {
    const done = asked
    asked = undefined
    if (!done) return
    if ('failed' in data) failed.value = data.failed
    else {
      failed.value = ''
      axes = data.axes
      view.value = { ...done, places: data.places, explained: data.explained }
    }
    answered.value = covered
    if (stale) next()
  }
  helper.onerror = (event) => {
    failed.value = event.message || 'The worker did not start.'
    answered.value = Infinity
  }
  watch(version, ask, { immediate: true })
  onScopeDispose(() => helper.terminate())
  return {
    view,
    failed,
    ready() {
      // What is shown may be a moment behind what there is.
      ask()
      const request = requests
      return until(answered).toMatch((latest) => latest >= request)
    },
  }
}
