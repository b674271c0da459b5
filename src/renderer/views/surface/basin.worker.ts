import { ruleOf } from '#shared/own/lane.ts'
import type { Ground } from '#shared/rules/ground.ts'
import { createBasin, type BasinRow } from '#shared/surfaces/basin.ts'
import { parseFormula } from '#shared/surfaces/formula.ts'
import { findSurface, type Surface } from '#shared/surfaces/index.ts'
import type { BasinOrder, FromWorker, SentSurface, ToWorker } from './basin-messages.ts'

/* Computes rows of a basin map, one batch a message, for the page that asks. */

let rowOf: ((row: number) => BasinRow) | undefined
let width = 0

function surfaceOf(sent: SentSurface): (Ground & Pick<Surface, 'minima' | 'gap'>) | undefined {
  if (sent.kind === 'listed') return findSurface(sent.id)
  const parsed = parseFormula(sent.text)
  if (!parsed.ok) return undefined
  const { value } = parsed.formula
  return {
    ...parsed.formula,
    minima: sent.minima.map(({ x, y }) => ({ x, y, value: value(x, y) })),
  }
}

function take(order: BasinOrder): void {
  const surface = surfaceOf(order.surface)
  const rule = ruleOf(order)
  if (!surface || !rule) throw new Error('The page asked for a map of something unknown.')
  width = order.width
  rowOf = createBasin({ ...order, surface, rule })
}

function compute(from: number, to: number): void {
  if (!rowOf) throw new Error('Rows were asked for before the map.')
  const minimum = new Uint8Array((to - from) * width)
  const steps = new Uint16Array((to - from) * width)
  for (let row = from; row < to; row++) {
    const made = rowOf(row)
    minimum.set(made.minimum, (row - from) * width)
    steps.set(made.steps, (row - from) * width)
  }
  const message: FromWorker = { from, to, minimum, steps }
  self.postMessage(message, { transfer: [minimum.buffer, steps.buffer] })
}

self.onmessage = ({ data }: MessageEvent<ToWorker>): void => {
  try {
    if (data.kind === 'order') take(data.order)
    else compute(data.from, data.to)
  } catch (error) {
    const failure: FromWorker = { failed: error instanceof Error ? error.message : String(error) }
    self.postMessage(failure)
  }
}
