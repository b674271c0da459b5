import type { ExperimentSpec } from '../experiment/spec.ts'

/** When batches are short, and when a race records: pure arithmetic on the step. */
export interface Schedule {
  readonly stepsPerEpoch: number
  /** Steps of the spec's budget. */
  readonly steps: number
  /** Rows of a full batch. */
  readonly batch: number
  /** Rows each run has seen after so many steps. */
  samplesAt(step: number): number
  /** Whether the step, from 1, is recorded; the last of a budget always is, whatever this says. */
  isPoint(step: number): boolean
  /** The first recorded step after this one. */
  nextPoint(step: number): number
  /** How many points the spec's budget records at most. */
  readonly points: number
}

/** @param trainRows rows each seed trains on; an epoch takes them all, unless the spec writes its batches down */
export function createSchedule(spec: ExperimentSpec, trainRows: number): Schedule {
  const { batchSize } = spec
  const { every } = spec.record
  const epochRows = spec.start?.batches[0]?.length ?? trainRows
  const batch = batchSize === 'full' ? epochRows : Math.min(batchSize, epochRows)
  const stepsPerEpoch = Math.ceil(epochRows / batch)

  const samplesAt = (step: number): number => {
    const epochs = Math.floor(step / stepsPerEpoch)
    return epochs * epochRows + Math.min((step - epochs * stepsPerEpoch) * batch, epochRows)
  }
  /** The first step after which so many rows (at least 1) have been seen. */
  const stepReaching = (samples: number): number => {
    const epochs = Math.ceil(samples / epochRows) - 1
    return epochs * stepsPerEpoch + Math.ceil((samples - epochs * epochRows) / batch)
  }
  const nextPoint = (step: number): number => {
    if ('samples' in every) {
      return stepReaching((Math.floor(samplesAt(step) / every.samples) + 1) * every.samples)
    }
    const stride = 'steps' in every ? every.steps : every.epochs * stepsPerEpoch
    return (Math.floor(step / stride) + 1) * stride
  }
  const steps = 'steps' in spec.budget ? spec.budget.steps : spec.budget.epochs * stepsPerEpoch
  const regular =
    'samples' in every
      ? samplesAt(steps) / every.samples
      : steps / ('steps' in every ? every.steps : every.epochs * stepsPerEpoch)
  return {
    stepsPerEpoch,
    steps,
    // The last step may be one besides.
    points: Math.min(steps, Math.floor(regular) + 1),
    batch,
    samplesAt,
    nextPoint,
    isPoint: (step) => nextPoint(step - 1) === step,
  }
}
