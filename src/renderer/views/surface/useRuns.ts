import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import type { Point } from '#shared/surfaces/index.ts'
import { Arena } from './arena.ts'
import type { Run } from './lanes.ts'

/** While something is dragged, curves follow the picture this often, in milliseconds. */
const calmPace = 500

/** Words and numbers wait until a dragging hand has rested this long, in milliseconds. */
const restPause = 100

/** Everyone's runs as they are, and as what cannot be drawn in every frame of a drag shows them. */
export interface Runs {
  readonly runs: ComputedRef<readonly Run[]>
  /** As words and numbers show them: the same, but during a drag only where the hand rests. */
  readonly shown: Ref<readonly Run[]>
  readonly shownStart: Ref<Point>
  /** Whether a hand that drags has left those behind: they are dimmed. */
  readonly stale: ComputedRef<boolean>
  /** As curves show them: the same, but at a calmer pace during a drag. */
  readonly charted: Ref<readonly Run[]>
}

/** @param make walks everyone from the start, into the memory that it is given */
export function useRuns(
  make: (allocate: (length: number) => Float64Array) => readonly Run[],
  start: Ref<Point>,
  dragging: Ref<boolean>,
): Runs {
  /** For the runs that are made, those made before, those in words and those in curves. */
  const arenas = [new Arena(), new Arena(), new Arena(), new Arena()]
  const arenaOf = new WeakMap<readonly Run[], Arena>()
  /** What still shows runs of before, whose memory is not to be written over. */
  let inUse: readonly (readonly Run[])[] = []
  const runs = computed<readonly Run[]>((before) => {
    const taken = [...inUse, ...(before ? [before] : [])].map((each) => arenaOf.get(each))
    const arena = arenas.find((each) => !taken.includes(each))!
    arena.reset()
    const made = make(arena.take)
    arenaOf.set(made, arena)
    return made
  })

  const shown = shallowRef(runs.value)
  const shownStart = shallowRef(start.value)
  const stale = computed(() => shown.value !== runs.value)
  const charted = shallowRef(runs.value)
  inUse = [runs.value]
  let showing = 0
  let charting = 0
  let chartedAt = 0
  const chart = (): void => {
    clearTimeout(charting)
    charting = 0
    chartedAt = performance.now()
    charted.value = runs.value
    inUse = [shown.value, charted.value]
  }
  /** Between two frames where the browser tells, so that no frame of the drag waits for curves. */
  const chartIdly = (): void => {
    if ('requestIdleCallback' in window) requestIdleCallback(chart, { timeout: calmPace })
    else chart()
  }
  const show = (): void => {
    clearTimeout(showing)
    shown.value = runs.value
    shownStart.value = start.value
    chart()
  }
  watch(runs, () => {
    if (!dragging.value) return show()
    clearTimeout(showing)
    showing = window.setTimeout(show, restPause)
    const wait = Math.max(0, chartedAt + calmPace - performance.now())
    charting ||= window.setTimeout(chartIdly, wait)
  })
  watch(dragging, (now) => {
    if (!now) show()
  })
  onScopeDispose(() => {
    clearTimeout(showing)
    clearTimeout(charting)
  })

  return { runs, shown, shownStart, stale, charted }
}
