import type { ExperimentSpec } from '../experiment/spec.ts'
import { createRandom } from '../math/random.ts'
import type { Problem, Rows } from '../training/problem.ts'
import { encodeTable, type EncodedTable } from './encode.ts'
import { fitScale, scaled, type Scale } from './scale.ts'
import { splitRows, type Split } from './split.ts'
import type { Table } from './table.ts'

/**
 * What each of some seeds learns from: the table encoded, split and scaled.
 *
 * Seeds that share a split share one object. A regression's target is standardised by its training
 * rows, whatever the scaling: its unit would otherwise set the size of every gradient.
 *
 * @param seeds some of `spec.seeds`
 * @throws LabError `bad-spec` with the path of what does not fit the table
 */
export function prepareProblems(
  spec: ExperimentSpec,
  table: Table,
  seeds: readonly number[] = spec.seeds,
): Problem[] {
  const encoded = encodeTable(spec, table)
  if (spec.start || spec.split.seed !== 'run') {
    const shared = prepareProblem(spec, encoded, splitFor(spec, encoded, 0))
    return seeds.map(() => shared)
  }
  return seeds.map((seed) => prepareProblem(spec, encoded, splitFor(spec, encoded, seed)))
}

function splitFor(spec: ExperimentSpec, encoded: EncodedTable, runSeed: number): Split {
  if (spec.start) {
    return {
      train: Int32Array.from(spec.start.train),
      validation: Int32Array.from(spec.start.validation),
    }
  }
  const { seed, stratified, validation } = spec.split
  const random = createRandom(seed === 'run' ? runSeed : seed, 'split')
  const byClass = stratified && encoded.target.kind === 'classes'
  const codes = byClass && encoded.target.kind === 'classes' ? encoded.target.codes : undefined
  return splitRows(random, encoded.rows, validation, codes)
}

function prepareProblem(spec: ExperimentSpec, encoded: EncodedTable, split: Split): Problem {
  const { kind, fit } = spec.scaling
  const fitted =
    fit === 'train' ? split.train : Int32Array.from({ length: encoded.rows }, (_, row) => row)
  const scales = encoded.quantities.map((quantity, column) =>
    fitScale(quantity ? kind : 'none', encoded.features, encoded.inputs, column, fitted),
  )
  const { target } = encoded
  if (target.kind === 'classes') {
    const outputs = target.names.length
    const oneHot = (row: number, into: Float64Array, at: number): void => {
      into[at + target.codes[row]!] = 1
    }
    return {
      inputs: encoded.inputs,
      outputs,
      train: takeRows(encoded, scales, split.train, outputs, oneHot),
      validation: takeRows(encoded, scales, split.validation, outputs, oneHot),
      featureNames: encoded.featureNames,
      classNames: target.names,
    }
  }
  const scale = fitScale('standard', target.values, 1, 0, split.train)
  const standardised = (row: number, into: Float64Array, at: number): void => {
    into[at] = scaled(scale, target.values[row]!)
  }
  return {
    inputs: encoded.inputs,
    outputs: 1,
    train: takeRows(encoded, scales, split.train, 1, standardised),
    validation: takeRows(encoded, scales, split.validation, 1, standardised),
    featureNames: encoded.featureNames,
    classNames: [],
    targetScale: scale,
  }
}

function takeRows(
  encoded: EncodedTable,
  scales: readonly Scale[],
  rows: Int32Array,
  outputs: number,
  writeTarget: (row: number, into: Float64Array, at: number) => void,
): Rows {
  const { inputs } = encoded
  const features = new Float64Array(rows.length * inputs)
  const targets = new Float64Array(rows.length * outputs)
  rows.forEach((row, index) => {
    for (let column = 0; column < inputs; column++) {
      const value = encoded.features[row * inputs + column]!
      features[index * inputs + column] = scaled(scales[column]!, value)
    }
    writeTarget(row, targets, index * outputs)
  })
  return { count: rows.length, features, targets }
}
