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
export function createPathsWorker(): Helper {
  return new Worker(new URL('./paths.worker.ts', import.meta.url), { type: 'module' })
}

/**
 * Keeps the plane of growing paths: one computation at a time, and behind it the latest that was
 * asked for.
 *
 * @param version changes when there may be something new
 * @param collect gathers the points when their turn comes
 */
export function usePlane(
  version: () => unknown,
  collect: () => Collected | undefined,
  create: () => Helper = createPathsWorker,
): { view: Readonly<Ref<PlaneView | undefined>>; failed: Readonly<Ref<string>> } {
  const view = shallowRef<PlaneView>()
  const failed = ref('')
  const helper = create()
  let axes: Float64Array | undefined
  let asked: Collected | undefined
  let stale = false

  function ask(): void {
    if (asked) {
      stale = true
      return
    }
    stale = false
    const collected = collect()
    if (!collected) {
      view.value = undefined
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
    if (stale) ask()
  }
  helper.onerror = (event) => {
    failed.value = event.message || 'The worker did not start.'
  }
  watch(version, ask, { immediate: true })
  onScopeDispose(() => helper.terminate())
  return { view, failed }
}
