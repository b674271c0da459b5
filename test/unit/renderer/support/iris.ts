import csv from '#resources/datasets/iris.csv?raw'
import { prepareProblems } from '#shared/data/prepare.ts'
import type { Table } from '#shared/data/table.ts'
import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import { mergePoints } from '#main/trainer/points.ts'
import type { Recorded } from '#renderer/stores/recording.ts'
import { createReferenceEngine } from '#shared/training/reference.ts'
import { createTrainer, type Point, type Trainer } from '#shared/training/trainer.ts'

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
  while (trainer.step < trainer.steps && !trainer.over) {
    const point = trainer.advance()
    if (point) points.push(point)
  }
  return { runs: trainer.runs, points }
}

/** Points as the stream brings them. */
export function recordedOf(points: readonly Point[]): Recorded {
  const events = points.flatMap((point) => point.events)
  const strips = points.flatMap((point) => point.strips ?? [])
  return { ...mergePoints(points), strips, events, rates: [] }
}
