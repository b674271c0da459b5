import type { FromWorker, PlaneOrder } from './messages.ts'
import { computePlane } from './plane.ts'

/* Lays paths into their plane, for the page that asks. */

self.onmessage = ({ data }: MessageEvent<PlaneOrder>): void => {
  try {
    const plane = computePlane(data)
    self.postMessage(plane satisfies FromWorker, { transfer: [plane.places.buffer] })
  } catch (error) {
    const failed = error instanceof Error ? error.message : String(error)
    self.postMessage({ failed } satisfies FromWorker)
  }
}
