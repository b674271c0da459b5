import csv from '../../../../resources/datasets/iris.csv?raw'
import type { MetricColumns, Snapshot } from '../../../../src/shared/contract/stream.ts'
import { prepareProblems } from '../../../../src/shared/data/prepare.ts'
import type { Table } from '../../../../src/shared/data/table.ts'
import type { ExperimentSpec, Metric } from '../../../../src/shared/experiment/spec.ts'
import { createReferenceEngine } from '../../../../src/shared/training/reference.ts'
import { createTrainer, type Point, type Trainer } from '../../../../src/shared/training/trainer.ts'

/** The Iris table as it ships. */
export function irisTable(): Table {
  const [head = '', ...lines] = csv.trim().split(/\r?\n/)
  const names = head.split(',')
  const cells = lines.map((line) => line.split(','))
  const species = [...new Set(cells.map((row) => row[4] ?? ''))]
  return {
    name: 'Iris',
    rows: cells.length,
    target: 'species',
    columns: names.map((name, column) =>
      name === 'species'
        ? {
            type: 'category',
            name,
            categories: species,
            codes: Int32Array.from(cells, (row) => species.indexOf(row[column] ?? '')),
          }
        : { type: 'number', name, values: Float64Array.from(cells, (row) => Number(row[column])) },
    ),
  }
}

/** The float64 reference engine on the given lanes of the experiment. */
export function irisTrainer(spec: ExperimentSpec, lanes: readonly [number, number]): Trainer {
  return createTrainer({
    spec,
    lanes,
    seeds: [0, spec.seeds.length],
    problems: prepareProblems(spec, irisTable()),
    createEngine: createReferenceEngine,
    now: () => 0,
  })
}

/** Every point of the whole budget. */
export function trainIris(spec: ExperimentSpec): { runs: Uint32Array; points: Point[] } {
  const trainer = irisTrainer(spec, [0, spec.lanes.length])
  const points: Point[] = []
  while (trainer.step < trainer.steps) {
    const point = trainer.advance()
    if (point) points.push(point)
  }
  return { runs: trainer.runs, points }
}

/** Points as the stream brings them: a row per run and point. */
export function columnsOf(runs: Uint32Array, points: readonly Point[]): MetricColumns {
  const rows = points.flatMap((point) => Array.from(runs, (run, at) => ({ point, run, at })))
  const names = Object.keys(points[0]?.metrics ?? {}) as Metric[]
  return {
    run: Uint32Array.from(rows, ({ run }) => run),
    step: Uint32Array.from(rows, ({ point }) => point.step),
    samples: Float64Array.from(rows, ({ point }) => point.samples),
    seconds: Float64Array.from(rows, ({ point }) => point.seconds),
    metrics: Object.fromEntries(
      names.map((name) => [
        name,
        Float64Array.from(rows, ({ point, at }) => point.metrics[name]?.[at] ?? NaN),
      ]),
    ),
  }
}

export const snapshotsOf = (points: readonly Point[]): Snapshot[] =>
  points.flatMap((point) => point.snapshots)
