import type { Table } from '#shared/data/table.ts'
import { prepareProblems } from '#shared/data/prepare.ts'
import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import type { CreateEngine } from '#shared/training/engine.ts'
import { createReferenceEngine } from '#shared/training/reference.ts'
import { createTrainer, type Point, type Range, type Trainer } from '#shared/training/trainer.ts'

export interface TrainOptions {
  readonly lanes?: Range
  readonly seeds?: Range
  /** @default the reference engine */
  readonly createEngine?: CreateEngine
}

/** A trainer of a spec, or of a rectangle of it, in this process. */
export function trainerOf(
  spec: ExperimentSpec,
  table: Table,
  { lanes, seeds, createEngine = createReferenceEngine }: TrainOptions = {},
): Trainer {
  const range = seeds ?? [0, spec.seeds.length]
  return createTrainer({
    spec,
    lanes: lanes ?? [0, spec.lanes.length],
    seeds: range,
    problems: prepareProblems(spec, table, spec.seeds.slice(...range)),
    createEngine,
    now: () => performance.now(),
  })
}

/** Trains to the end of the budget, or of every run. @returns what was recorded and what happened */
export function train(trainer: Trainer): Point[] {
  const points: Point[] = []
  while (trainer.step < trainer.steps && !trainer.over) {
    const point = trainer.advance()
    if (point) points.push(point)
  }
  return points
}
