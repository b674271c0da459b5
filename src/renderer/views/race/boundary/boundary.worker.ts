import { computeGrid } from './grid.ts'
import type { FromWorker, ToWorker } from './messages.ts'

/* Computes what models say, one picture a message, for the page that asks. */

self.onmessage = ({ data: { id, order } }: MessageEvent<ToWorker>): void => {
  try {
    const grid = computeGrid(order)
    const message: FromWorker = { id, grid }
    self.postMessage(message, { transfer: [grid.classes.buffer, grid.values.buffer] })
  } catch (error) {
    const failed = error instanceof Error ? error.message : String(error)
    self.postMessage({ id, failed } satisfies FromWorker)
  }
}
