import type { BasinMap } from '#renderer/charts/surface/basin-paint.ts'
import type { BasinOrder, FromWorker, ToWorker } from './basin-messages.ts'

/** A worker as far as it is needed here. */
export interface Helper {
  postMessage(message: ToWorker): void
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null
  onerror: ((event: ErrorEvent) => void) | null
  terminate(): void
}

export interface BasinTask {
  /** Fills while it is computed. */
  readonly map: BasinMap
  /** Rejects when a worker fails; never settles once cancelled. */
  readonly finished: Promise<void>
  cancel(): void
}

/** Rows a worker takes at a time: some tens of milliseconds of work. */
const batch = 4

/** Rows in an order that shows the whole picture early: every sixteenth batch, then those between. */
export function batchOrder(height: number): readonly (readonly [from: number, to: number])[] {
  const count = Math.ceil(height / batch)
  const order: [number, number][] = []
  const taken = new Set<number>()
  for (let stride = 16; stride >= 1; stride /= 2) {
    for (let index = 0; index < count; index += stride) {
      if (taken.has(index)) continue
      taken.add(index)
      order.push([index * batch, Math.min(height, (index + 1) * batch)])
    }
  }
  return order
}

/**
 * Has workers compute a basin map, each asking for more as soon as it is done.
 *
 * @param changed called after each batch with the share that is done
 */
export function computeBasins(
  order: BasinOrder,
  workers: number,
  create: () => Helper,
  changed: (share: number) => void,
): BasinTask {
  const { width, height, steps } = order
  const map: BasinMap = {
    width,
    height,
    budget: steps,
    minimum: new Uint8Array(width * height),
    steps: new Uint16Array(width * height),
    done: new Uint8Array(height),
  }
  const batches = batchOrder(height)
  let next = 0
  let rows = 0
  const helpers: Helper[] = []
  const cancel = (): void => {
    for (const helper of helpers.splice(0)) helper.terminate()
  }

  const finished = new Promise<void>((resolve, reject) => {
    const give = (helper: Helper): void => {
      const [from, to] = batches[next++] ?? []
      if (from !== undefined && to !== undefined) helper.postMessage({ kind: 'rows', from, to })
    }
    for (let index = 0; index < Math.min(workers, batches.length); index++) {
      const helper = create()
      helpers.push(helper)
      const fail = (reason: string): void => {
        cancel()
        reject(new Error(reason))
      }
      helper.onmessage = ({ data }) => {
        if ('failed' in data) return fail(data.failed)
        map.minimum.set(data.minimum, data.from * width)
        map.steps.set(data.steps, data.from * width)
        map.done.fill(1, data.from, data.to)
        rows += data.to - data.from
        changed(rows / height)
        if (rows < height) return give(helper)
        cancel()
        resolve()
      }
      helper.onerror = (event) => fail(event.message || 'A worker did not start.')
      helper.postMessage({ kind: 'order', order })
      give(helper)
    }
  })
  return { map, finished, cancel }
}

/** @returns a worker of the built page */
export function createBasinWorker(): Helper {
  return new Worker(new URL('./basin.worker.ts', import.meta.url), { type: 'module' })
}
