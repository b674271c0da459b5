import type { Grid, GridOrder } from './grid.ts'
import type { FromWorker, ToWorker } from './messages.ts'

/** A worker as far as it is needed here. */
export interface Helper {
  postMessage(message: ToWorker): void
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null
  onerror: ((event: ErrorEvent) => void) | null
  terminate(): void
}

/** A picture that is wanted: of which lane, and what decides it. */
export interface Wanted {
  readonly lane: string
  /** The same key is the same picture. */
  readonly key: string
  readonly order: () => GridOrder
}

/**
 * Has one worker compute pictures, one at a time and the lanes in turn: whatever a lane has come to
 * meanwhile is what is computed next of it, and nothing queues up.
 */
export class PicturePump {
  readonly #helper: Helper
  readonly #done: (lane: string, key: string, grid: Grid) => void
  readonly #failed: (reason: string, lane?: string, key?: string) => void
  #wanted: readonly Wanted[] = []
  readonly #made = new Map<string, string>()
  #asked: Wanted | undefined
  #turn = 0
  #id = 0

  /** @param failed of which picture, unless it is the worker itself */
  constructor(
    helper: Helper,
    done: (lane: string, key: string, grid: Grid) => void,
    failed: (reason: string, lane?: string, key?: string) => void,
  ) {
    this.#helper = helper
    this.#done = done
    this.#failed = failed
    helper.onmessage = ({ data }) => this.#take(data)
    helper.onerror = (event) => failed(event.message || 'The worker did not start.')
  }

  /** Replaces what is wanted; what is there already is not computed again. */
  want(wanted: readonly Wanted[]): void {
    this.#wanted = wanted
    this.#next()
  }

  dispose(): void {
    this.#wanted = []
    this.#helper.terminate()
  }

  #next(): void {
    if (this.#asked) return
    const { length } = this.#wanted
    for (let tried = 0; tried < length; tried++) {
      const index = (this.#turn + tried) % length
      const one = this.#wanted[index]!
      if (this.#made.get(one.lane) === one.key) continue
      this.#turn = index + 1
      this.#asked = one
      this.#helper.postMessage({ id: ++this.#id, order: one.order() })
      return
    }
  }

  #take(data: FromWorker): void {
    const asked = this.#asked
    this.#asked = undefined
    if (!asked || data.id !== this.#id) return
    // Also what failed is not tried again until something changes.
    this.#made.set(asked.lane, asked.key)
    if ('failed' in data) this.#failed(data.failed, asked.lane, asked.key)
    else this.#done(asked.lane, asked.key, data.grid)
    this.#next()
  }
}

/** @returns a worker of the built page */
export function createBoundaryWorker(): Helper {
  return new Worker(new URL('./boundary.worker.ts', import.meta.url), { type: 'module' })
}
