import { layoutOf, type Loss, type Model } from '#shared/models.ts'
import { createForward, firstHighest, logSumExp } from '#shared/training/forward.ts'

/** A stretch of one scaled feature. */
export interface Span {
  readonly min: number
  readonly max: number
}

/** What one model says, to be computed over its one or two features. */
export interface GridOrder {
  readonly model: Pick<Model, 'hidden' | 'activation'>
  readonly loss: Loss
  readonly outputs: number
  /** One run's, flat. */
  readonly parameters: Float64Array
  /** Of each feature, as scaled in training: one or two. */
  readonly spans: readonly Span[]
  /** Cells along each. */
  readonly size: number
}

/** A cell's place is its middle; the second feature goes up, row 0 is the lowest. */
export interface Grid {
  readonly size: number
  /** By class the likeliest, 255 where scores are not finite; empty in regression. */
  readonly classes: Uint8Array<ArrayBuffer>
  /**
   * Of classes over two features `[cells]`, how sure: 0 no likelier than any other, 1 certain. Over
   * one feature `[cells × outputs]`, each class's probability. In regression `[cells]`, the scaled
   * prediction.
   */
  readonly values: Float32Array<ArrayBuffer>
}

/** No class: what was computed is not a number. */
export const noClass = 255

/** @returns the middle of a cell, in scaled feature units */
export function placeOf({ min, max }: Span, cell: number, size: number): number {
  return min + ((cell + 0.5) / size) * (max - min)
}

export function computeGrid(order: GridOrder): Grid {
  const { model, loss, outputs, parameters, spans, size } = order
  const layout = layoutOf(model, spans.length, outputs)
  const forward = createForward(layout, model.activation)
  const classified = loss === 'crossEntropy'
  const curve = spans.length === 1
  const cells = curve ? size : size * size
  const classes = new Uint8Array(classified ? cells : 0)
  const values = new Float32Array(classified && curve ? cells * outputs : cells)
  const features = new Float64Array(spans.length)
  for (let cell = 0; cell < cells; cell++) {
    features[0] = placeOf(spans[0]!, cell % size, size)
    if (!curve) features[1] = placeOf(spans[1]!, Math.floor(cell / size), size)
    forward.run(parameters, features, 0)
    const { scores } = forward
    if (!classified) {
      values[cell] = scores[0]!
      continue
    }
    const logSum = logSumExp(scores)
    if (!Number.isFinite(logSum)) {
      classes[cell] = noClass
      if (curve) values.fill(NaN, cell * outputs, (cell + 1) * outputs)
      continue
    }
    const best = firstHighest(scores)
    classes[cell] = Math.min(best, noClass - 1)
    if (curve) {
      for (let o = 0; o < outputs; o++) values[cell * outputs + o] = Math.exp(scores[o]! - logSum)
    } else {
      const even = 1 / outputs
      values[cell] = Math.max(0, (Math.exp(scores[best]! - logSum) - even) / (1 - even))
    }
  }
  return { size, classes, values }
}
