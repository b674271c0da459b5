import type { RaceShape } from '../contract/calls.ts'
import type { ExperimentSpec } from '../experiment/spec.ts'
import { layoutOf } from '../models.ts'
import { createSchedule } from '../training/schedule.ts'
import { checkMetrics } from './check-metrics.ts'
import { encodeTable } from './encode.ts'
import { refuse, type Fault } from './faults.ts'
import { countsWithAside, foldSize, validationCount } from './split.ts'
import type { Table } from './table.ts'

/** A race's shape before it is known how many processes share it. */
export type RaceDescription = Omit<RaceShape, 'shards'>

/** The most numbers that one race's parameters may hold, over all runs: 2 GiB of float64. */
const mostParameters = 2 ** 28
/** The most encoded cells, over all splits of the data: 4 GiB of float64. */
const mostCells = 2 ** 29
/** The most numbers that the paths of one race may hold: 160 MB of float64. */
const mostPathNumbers = 20_000_000

/**
 * Checks a spec against its table, and says what the race will be.
 *
 * @throws LabError `bad-spec` with the path of everything that does not fit
 */
export function describeRace(spec: ExperimentSpec, table: Table): RaceDescription {
  const encoded = encodeTable(spec, table)
  const rows = encoded.rows.length
  const classNames = encoded.target.kind === 'classes' ? encoded.target.names : []
  const outputs = encoded.target.kind === 'classes' ? classNames.length : 1
  const parameters = layoutOf(spec.model, encoded.inputs, outputs).size
  const faults: Fault[] = []

  const { folds } = spec.split
  const [trainRows, held] = partsOf(spec, rows)
  if (rows < 1) faults.push({ path: 'dataset', message: `${table.name} has no rows` })
  else if (folds !== undefined && !spec.start && rows < folds) {
    const message = `${rows} rows cannot be divided into ${folds} parts; take fewer parts`
    faults.push({ path: 'split.folds', message })
  }
  if (spec.start) checkStart(spec.start, table.rows, encoded.rows, parameters, faults)
  checkMetrics(spec, held, faults)

  const runs = spec.lanes.length * spec.seeds.length
  if (runs * parameters > mostParameters) {
    faults.push({
      path: 'model.hidden',
      message: `${runs} runs of ${parameters} parameters do not fit into memory; take fewer units, lanes or seeds`,
    })
  }
  const splits = splitCount(spec)
  if (splits * rows * encoded.inputs > mostCells) {
    faults.push(
      splits === 1
        ? {
            path: 'features',
            message: `${rows} rows of ${encoded.inputs} inputs do not fit into memory; choose fewer features`,
          }
        : {
            path: folds === undefined ? 'split.seed' : 'split.folds',
            message: `${splits} splits of ${rows} rows do not fit into memory; let the seeds share one`,
          },
    )
  }
  const { stepsPerEpoch, steps, points } = createSchedule(spec, Math.max(1, trainRows))
  // The start is one more.
  const pathNumbers = parameters * spec.lanes.length * (points + 1)
  if (spec.record.paths && pathNumbers > mostPathNumbers) {
    faults.push({
      path: 'record.paths',
      message: `${spec.lanes.length} lanes of ${parameters} parameters at ${points + 1} points are ${pathNumbers} numbers, of which ${mostPathNumbers} are kept at most; record less often or without paths`,
    })
  }
  checkWarmups(spec, steps, faults)
  refuse(faults)

  return {
    lanes: spec.lanes.length,
    seeds: spec.seeds.length,
    featureNames: [...encoded.featureNames],
    classNames: [...classNames],
    trainRows,
    validationRows: held,
    droppedRows: encoded.droppedRows,
    stepsPerEpoch,
    steps,
    parameters,
  }
}

/** @returns how many rows a run trains on, and how many are held out from it */
function partsOf({ start, split }: ExperimentSpec, rows: number): [train: number, held: number] {
  if (start) return [start.train.length, start.validation.length]
  const { aside, folds, validation } = split
  if (aside) {
    const counts = countsWithAside(rows, validation, aside.share)
    return [counts.train, aside.use === 'judging' ? counts.aside : counts.validation]
  }
  const held = folds === undefined ? validationCount(rows, validation) : foldSize(rows, folds)
  return [rows - held, held]
}

/** How many different splits the seeds learn from. */
function splitCount({ start, split, seeds }: ExperimentSpec): number {
  if (start) return 1
  if (split.folds !== undefined) return Math.min(split.folds, seeds.length)
  return split.seed === 'run' ? seeds.length : 1
}

function checkStart(
  start: NonNullable<ExperimentSpec['start']>,
  rows: number,
  kept: Int32Array,
  parameters: number,
  faults: Fault[],
): void {
  const known = new Uint8Array(rows)
  for (const row of kept) known[row] = 1
  for (const part of ['train', 'validation'] as const) {
    const index = start[part].findIndex((row) => row >= rows || known[row] === 0)
    if (index < 0) continue
    const message =
      start[part][index]! >= rows
        ? `the table has only ${rows} rows`
        : `row ${start[part][index]} lacks a value and is left out`
    faults.push({ path: `start.${part}[${index}]`, message })
  }
  if (start.parameters.length !== parameters) {
    faults.push({
      path: 'start.parameters',
      message: `the model has ${parameters} parameters, here are ${start.parameters.length}`,
    })
  }
  const size = start.batches[0]?.length
  const uneven = start.batches.findIndex((order) => order.length !== size)
  if (uneven >= 0) {
    faults.push({
      path: `start.batches[${uneven}]`,
      message: `every epoch takes as many rows as the first, ${size}`,
    })
  }
}

/** A warm-up that outlasts the budget never lets its lane have the rate it was given. */
function checkWarmups(spec: ExperimentSpec, steps: number, faults: Fault[]): void {
  spec.lanes.forEach(({ schedule }, index) => {
    if (schedule.warmup <= steps) return
    faults.push({
      path: `lanes[${index}].schedule.warmup`,
      message: `the race has only ${steps} steps, the warm-up takes ${schedule.warmup}; shorten it or train longer`,
    })
  })
}
