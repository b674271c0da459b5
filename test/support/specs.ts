import { parseSpec, type ExperimentInput, type ExperimentSpec } from '#shared/experiment/spec.ts'

/** A short, valid experiment on Iris, with what a test cares about in its place. */
export function specOf(change: Partial<ExperimentInput> = {}): ExperimentSpec {
  return parseSpec({
    dataset: { builtin: 'iris' },
    lanes: [{ id: 'sgd', optimizer: 'sgd' }],
    budget: { epochs: 2 },
    ...change,
  })
}

/** Lanes of these optimizers at their defaults. */
export function lanesOf(...optimizers: string[]): ExperimentInput['lanes'] {
  return optimizers.map((optimizer) => ({ id: optimizer, optimizer }))
}
