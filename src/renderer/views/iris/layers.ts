import { layoutOf, type Model } from '#shared/models.ts'
import type { End } from '#renderer/race/weights.ts'

/** One cell of a layer's table. */
interface WeightCell {
  /** Its flat index among a run's parameters. */
  readonly parameter: number
  readonly from: End
  readonly to: End
}

/** A layer's weights as a table: a row per input and one for the bias, a column per output. */
export interface WeightTable {
  readonly columns: readonly End[]
  readonly rows: readonly { readonly from: End; readonly cells: readonly WeightCell[] }[]
}

/** @returns every layer's table, from the inputs on */
export function weightTables(
  model: Model,
  features: readonly string[],
  classes: readonly string[],
): WeightTable[] {
  const { layers } = layoutOf(model, features.length, classes.length)
  let inputs: End[] = features.map((name) => ({ kind: 'feature', name }))
  return layers.map((layer, index) => {
    const outputs: End[] =
      index === layers.length - 1
        ? classes.map((name) => ({ kind: 'class', name }))
        : Array.from({ length: layer.outputs }, (_, unit) => ({ kind: 'hidden', index: unit + 1 }))
    const row = (from: End, offset: number): WeightTable['rows'][number] => ({
      from,
      cells: outputs.map((to, column) => ({ parameter: offset + column, from, to })),
    })
    const table: WeightTable = {
      columns: outputs,
      rows: [
        ...inputs.map((from, place) => row(from, layer.weights + place * layer.outputs)),
        row({ kind: 'bias' }, layer.biases),
      ],
    }
    inputs = outputs
    return table
  })
}
