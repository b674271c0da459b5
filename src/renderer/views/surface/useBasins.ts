import { until } from '@vueuse/core'
import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import { basinCounts, basinPixels, type BasinMap } from '#renderer/charts/surface/basin-paint.ts'
import type { PlaneView } from '#renderer/charts/surface/view.ts'
import { useSettings } from '#renderer/stores/settings.ts'
import type { Lane } from './lanes.ts'
import { useSurface } from './store.ts'
import { computeBasins, createBasinWorker, type BasinTask } from './basin-compute.ts'
import type { BasinOrder } from './basin-messages.ts'
import { basinOrder } from './basin-order.ts'

/** Pixels of a map, across and up. */
const size = 400

/** A map as painted so far, and the view it fills. */
export interface BasinPicture {
  readonly image: HTMLCanvasElement
  readonly view: PlaneView
  /** What is painted, and whose basins they are. */
  readonly map: BasinMap
  readonly lane: Lane
}

type BasinState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'computing'; readonly share: number; readonly left: number | undefined }
  | { readonly kind: 'done'; readonly seconds: number }
  | { readonly kind: 'cancelled'; readonly share: number }
  | { readonly kind: 'failed'; readonly reason: string }

export interface Basins {
  readonly picture: Readonly<Ref<BasinPicture | undefined>>
  readonly state: Readonly<Ref<BasinState>>
  /** How many starts end at each minimum, as far as computed. */
  readonly counts: Readonly<Ref<ReadonlyMap<number, number>>>
  /** Whether anything has changed since the map was made. */
  readonly stale: ComputedRef<boolean>
  compute(): void
  cancel(): void
  /** Resolves when the map of what is shown is whole, or is given up. */
  ready(): Promise<unknown>
}

/** Computes the map of the selected lane while basins are shown, and again when anything changes. */
export function useBasins(view: Readonly<Ref<PlaneView | undefined>>): Basins {
  const settings = useSettings()
  const surface = useSurface()
  const picture = shallowRef<BasinPicture>()
  const state = shallowRef<BasinState>({ kind: 'idle' })
  const counts = shallowRef<ReadonlyMap<number, number>>(new Map())
  const madeFrom = ref('')
  let task: BasinTask | undefined
  let began = 0
  let frame = 0
  let timer = 0

  const order = computed<BasinOrder | undefined>(() => {
    const { selected: lane } = surface
    if (surface.view !== 'basins' || surface.everyBasin || !lane || !view.value) return undefined
    return basinOrder(surface, lane, view.value.domain, { width: size, height: size })
  })
  const key = computed(() => (order.value ? JSON.stringify(order.value) : ''))

  function stop(): void {
    task?.cancel()
    task = undefined
    cancelAnimationFrame(frame)
    frame = 0
  }

  function paint(): void {
    frame = 0
    const shown = picture.value
    if (!task || !shown) return
    const { data } = basinPixels(task.map, surface.colour, settings.theme)
    shown.image.getContext('2d')?.putImageData(new ImageData(data, size, size), 0, 0)
    counts.value = basinCounts(task.map)
    picture.value = { ...shown }
  }

  function compute(): void {
    stop()
    clearTimeout(timer)
    timer = 0
    const { selected: lane } = surface
    if (!order.value || !view.value || !lane) return
    const image = document.createElement('canvas')
    image.width = size
    image.height = size
    counts.value = new Map()
    began = performance.now()
    // In this order: what the map is made from is not there yet.
    state.value = { kind: 'computing', share: 0, left: undefined }
    madeFrom.value = key.value
    const mine = computeBasins(
      order.value,
      Math.max(1, navigator.hardwareConcurrency || 1),
      createBasinWorker,
      (share) => {
        const spent = (performance.now() - began) / 1000
        state.value = { kind: 'computing', share, left: (spent / share) * (1 - share) }
        frame ||= requestAnimationFrame(paint)
      },
    )
    task = mine
    picture.value = { image, view: view.value, map: mine.map, lane }
    mine.finished.then(
      () => {
        state.value = { kind: 'done', seconds: (performance.now() - began) / 1000 }
      },
      (error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error)
        if (task === mine) state.value = { kind: 'failed', reason }
      },
    )
  }

  function cancel(): void {
    if (state.value.kind !== 'computing') return
    const { share } = state.value
    task?.cancel()
    state.value = { kind: 'cancelled', share }
  }

  watch(
    key,
    (now, before) => {
      clearTimeout(timer)
      timer = 0
      if (now === '') {
        stop()
        picture.value = undefined
        madeFrom.value = ''
        state.value = { kind: 'idle' }
      } else if (now !== madeFrom.value) {
        // When basins are first asked for, as soon as the plot has its size; later, when whatever
        // is changed has come to rest.
        timer = window.setTimeout(compute, before ? 400 : 60)
      }
    },
    { immediate: true, flush: 'post' },
  )
  watch([() => surface.colour, () => settings.theme], () => {
    frame ||= requestAnimationFrame(paint)
  })
  onScopeDispose(() => {
    stop()
    clearTimeout(timer)
  })

  const stale = computed(() => madeFrom.value !== '' && key.value !== madeFrom.value)
  const isThere = (): boolean => key.value === madeFrom.value && state.value.kind !== 'computing'
  return {
    picture,
    state,
    counts,
    stale,
    compute,
    cancel,
    ready: () => until(isThere).toBe(true),
  }
}
