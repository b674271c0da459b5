import type { ExperimentSpec } from '../experiment/spec.ts'
import { createRandom } from '../math/random.ts'
import type { Problem, Rows } from '../training/problem.ts'
import { encodeTable, type EncodedTarget, type Encoding, type Feature } from './encode.ts'
import { refuse } from './faults.ts'
import { commonestCode, fillQuantity } from './missing.ts'
import { fitScale, mostScaled, scaled, unscaled, type Scale } from './scale.ts'
import { foldRows, splitRows, splitWithAside, type Split } from './split.ts'
import type { Table } from './table.ts'

/**
 * What each of some seeds learns from: the table encoded, split, filled and scaled.
 *
 * Seeds that share a split share one object. Fills, and scales unless the spec says otherwise, are
 * fitted on the split's training rows alone. A regression's target is standardised by its training
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
  const encoding = encodeTable(spec, table)
  const prepared = new Map<number, Problem>()
  return seeds.map((seed) => {
    const key = splitKey(spec, seed)
    const problem =
      prepared.get(key) ??
      prepareProblem(spec, encoding, splitFor(spec, encoding, seed), table.target)
    prepared.set(key, problem)
    return problem
  })
}

/** Seeds of the same key share a split. */
function splitKey(spec: ExperimentSpec, runSeed: number): number {
  if (spec.start) return 0
  if (spec.split.folds !== undefined) return spec.seeds.indexOf(runSeed) % spec.split.folds
  return spec.split.seed === 'run' ? runSeed : 0
}

/** @returns which of the table's rows a seed trains on, and which are held out from it */
export function splitFor(spec: ExperimentSpec, encoding: Encoding, runSeed: number): Split {
  if (spec.start) {
    return {
      train: Int32Array.from(spec.start.train),
      validation: Int32Array.from(spec.start.validation),
    }
  }
  const { rows, target } = encoding
  const { seed, stratified, validation, folds, aside } = spec.split
  const random = createRandom(seed === 'run' ? runSeed : seed, 'split')
  const codes =
    stratified && target.kind === 'classes' ? rows.map((row) => target.codes[row]!) : undefined
  const divide = (): Split => {
    if (aside) {
      const shares = { validation, aside: aside.share }
      const parts = splitWithAside(random, rows.length, shares, codes)
      return aside.use === 'judging' ? { ...parts, validation: parts.aside } : parts
    }
    return folds === undefined
      ? splitRows(random, rows.length, validation, codes)
      : foldRows(random, rows.length, folds, splitKey(spec, runSeed), codes)
  }
  const { train, validation: held } = divide()
  return { train: train.map((at) => rows[at]!), validation: held.map((at) => rows[at]!) }
}

/** @param targetName of the table, where the spec names none */
function prepareProblem(
  spec: ExperimentSpec,
  encoding: Encoding,
  split: Split,
  targetName: string,
): Problem {
  const { inputs, target, featureNames } = encoding
  const train = new Float64Array(split.train.length * inputs)
  const validation = new Float64Array(split.validation.length * inputs)
  const featureScales: Scale[] = []
  for (const feature of encoding.features) {
    const { scale, write } = fitFeature(spec, encoding, feature, split.train)
    write(split.train, train, inputs)
    write(split.validation, validation, inputs)
    if ('values' in feature.column) {
      const { name, values } = feature.column
      const none = spec.scaling.kind === 'none'
      demandScaled(name, values, scale, split, {
        path: none ? 'scaling.kind' : 'features',
        advice: none ? 'scale the features' : 'leave it out, or divide it by a power of ten',
      })
    }
    for (let at = 0; at < feature.width; at++) featureScales[feature.first + at] = scale
  }
  const scale =
    target.kind === 'quantity' ? fitScale('standard', target.values, 1, 0, split.train) : undefined
  if (target.kind === 'quantity' && scale) {
    const advice = 'divide it by a power of ten'
    const name = spec.target ?? targetName
    demandScaled(name, target.values, scale, split, { path: 'target', advice })
  }
  const part = (rows: Int32Array, features: Float64Array): Rows => ({
    count: rows.length,
    features,
    targets: takeTargets(target, scale, rows),
  })
  return {
    inputs,
    outputs: target.kind === 'classes' ? target.names.length : 1,
    train: part(split.train, train),
    validation: part(split.validation, validation),
    featureNames,
    featureScales,
    classNames: target.kind === 'classes' ? target.names : [],
    ...(scale && { targetScale: scale }),
  }
}

/**
 * A value that float32 does not hold, once it is scaled, would make every run diverge.
 *
 * @param advice what to do about it
 * @throws LabError `bad-spec` with the column's name
 */
function demandScaled(
  name: string,
  values: Float64Array,
  scale: Scale,
  { train, validation }: Split,
  { path, advice }: { readonly path: string; readonly advice: string },
): void {
  // Missing values are filled by what lies among the others.
  const isTooLarge = (row: number): boolean =>
    Number.isFinite(values[row]!) && !(Math.abs(scaled(scale, values[row]!)) <= mostScaled)
  const row = train.find(isTooLarge) ?? validation.find(isTooLarge)
  if (row === undefined) return
  const message = `'${name}' holds ${values[row]}, more than the 32-bit numbers hold in which networks are trained; ${advice}`
  refuse([{ path, message }])
}

/** A feature as it was fitted to the training rows. */
interface FittedFeature {
  readonly scale: Scale
  /** Writes its inputs of some rows into a row-major matrix of zeros. */
  readonly write: (rows: Int32Array, into: Float64Array, inputs: number) => void
}

/** @param train the training rows, on which fills and scale are fitted */
function fitFeature(
  spec: ExperimentSpec,
  encoding: Encoding,
  { column, first, width, filled }: Feature,
  train: Int32Array,
): FittedFeature {
  if ('values' in column) {
    const kind = spec.missing.numbers === 'median' ? 'median' : 'mean'
    const values = filled ? fillQuantity(kind, column.values, train) : column.values
    const fitted = spec.scaling.fit === 'train' ? train : encoding.rows
    const scale = fitScale(spec.scaling.kind, values, 1, 0, fitted)
    const write: FittedFeature['write'] = (rows, into, inputs) => {
      let at = first
      for (const row of rows) {
        into[at] = scaled(scale, values[row]!)
        at += inputs
      }
    }
    return { scale, write }
  }
  const { codes, categories, type } = column
  const own = spec.missing.categories === 'own'
  const fill = filled && !own ? commonestCode(codes, categories.length, train) : -1
  const write: FittedFeature['write'] = (rows, into, inputs) => {
    let at = first
    for (const row of rows) {
      const code = codes[row]! < 0 ? fill : codes[row]!
      if (code >= 0) into[type === 'boolean' ? at : at + code] = type === 'boolean' ? code : 1
      else if (own) into[at + width - 1] = 1
      at += inputs
    }
  }
  return { scale: unscaled, write }
}

/** @returns `[rows × outputs]`, row-major: one-hot classes, or the scaled quantity */
function takeTargets(
  target: EncodedTarget,
  scale: Parameters<typeof scaled>[0] | undefined,
  rows: Int32Array,
): Float64Array {
  if (target.kind === 'quantity') {
    const { values } = target
    return Float64Array.from(rows, (row) => (scale ? scaled(scale, values[row]!) : values[row]!))
  }
  const outputs = target.names.length
  const targets = new Float64Array(rows.length * outputs)
  rows.forEach((row, index) => {
    targets[index * outputs + target.codes[row]!] = 1
  })
  return targets
}
