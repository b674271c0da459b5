import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import type { BasinMap } from '#renderer/charts/surface/basin-paint.ts'
import type { Domain } from '#shared/surfaces/index.ts'
import { computeBasins, createBasinWorker, type BasinTask, type Helper } from './basin-compute.ts'
import type { BasinOrder } from './basin-messages.ts'
import { basinOrder } from './basin-order.ts'
import type { Lane } from './lanes.ts'
import { useSurface } from './store.ts'

/** Starts of a small map, across. */
const across = 160

/** Milliseconds that what changes has to rest before maps are computed. */
const pause = 300

export interface BasinGridMaps {
  readonly lanes: ComputedRef<readonly Lane[]>
  /** A lane's map as far as it is computed. */
  mapOf(lane: Lane): BasinMap | undefined
  /** Changes with every row that has come. */
  readonly version: Readonly<Ref<number>>
  /** Share of all starts that is computed. */
  readonly share: Readonly<Ref<number>>
  readonly failed: Readonly<Ref<string>>
}

/**
 * Computes the maps of all lanes that are on, one after another, so that the page has a core left to
 * answer with. A map that is known already is not computed again.
 *
 * @param domain what every map shows; undefined while there is no room
 */
export function useBasinGrid(
  domain: () => Domain | undefined,
  create: () => Helper = createBasinWorker,
): BasinGridMaps {
  const surface = useSurface()
  const known = new Map<string, BasinMap>()
  const version = ref(0)
  const share = ref(0)
  const failed = ref('')
  const current = shallowRef<{ readonly key: string; readonly task: BasinTask }>()
  let timer: ReturnType<typeof setTimeout> | undefined

  const lanes = computed(() => surface.lanes.filter(({ on }) => on))
  const orders = computed(() => {
    const shown = domain()
    if (!shown) return []
    const [x, y] = [shown.x[1] - shown.x[0], shown.y[1] - shown.y[0]]
    const height = Math.min(320, Math.max(40, Math.round((across * y) / x)))
    return lanes.value.flatMap((lane) => {
      const order = basinOrder(surface, lane, shown, { width: across, height })
      return order ? [{ lane, order, key: JSON.stringify(order) }] : []
    })
  })

  function stop(): void {
    current.value?.task.cancel()
    current.value = undefined
    clearTimeout(timer)
  }

  function next(): void {
    const all = orders.value
    const done = all.filter(({ key }) => known.has(key)).length
    share.value = all.length === 0 ? 0 : done / all.length
    const waiting = all.find(({ key }) => !known.has(key))
    if (!waiting) return
    compute(waiting.key, waiting.order, done, all.length)
  }

  function compute(key: string, order: BasinOrder, done: number, count: number): void {
    const workers = Math.max(1, (navigator.hardwareConcurrency || 2) - 1)
    const task = computeBasins(order, workers, create, (part) => {
      share.value = (done + part) / count
      version.value++
    })
    current.value = { key, task }
    task.finished.then(
      () => {
        known.set(key, task.map)
        current.value = undefined
        version.value++
        next()
      },
      (error: unknown) => {
        failed.value = error instanceof Error ? error.message : String(error)
      },
    )
  }

  watch(
    () => orders.value.map(({ key }) => key).join(),
    () => {
      stop()
      failed.value = ''
      const wanted = new Set(orders.value.map(({ key }) => key))
      // Those of before are kept as long as there are few.
      if (known.size > 64) for (const key of known.keys()) if (!wanted.has(key)) known.delete(key)
      version.value++
      timer = setTimeout(next, pause)
    },
    { immediate: true },
  )
  onScopeDispose(stop)

  function mapOf(lane: Lane): BasinMap | undefined {
    const key = orders.value.find((each) => each.lane === lane)?.key
    if (key === undefined) return undefined
    return current.value?.key === key ? current.value.task.map : known.get(key)
  }

  return { lanes, mapOf, version, share, failed }
}
