import { judged, type Metric } from '../experiment/spec.ts'

/** A metric that says how good a run is. */
export type Judged = (typeof judged)[number]

export function isJudged(metric: Metric): metric is Judged {
  return judged.some((each) => each === metric)
}

/** Which way is better: losses go down, accuracy and R² go up. */
export function higherIsBetter(metric: Metric): boolean {
  return metric.endsWith('Accuracy') || metric.endsWith('R2')
}

/** Held-out rows say more than those trained on, and a loss more than what is made of it. */
const byWorth: readonly Judged[] = [
  'validationLoss',
  'validationR2',
  'validationAccuracy',
  'trainLoss',
  'trainR2',
  'trainAccuracy',
  'batchLoss',
]

/**
 * @param wanted judged by, if it was recorded and says how good a run is
 * @returns undefined where nothing recorded does
 */
export function judgedBy(recorded: readonly Metric[], wanted?: Metric): Judged | undefined {
  if (wanted && isJudged(wanted) && recorded.includes(wanted)) return wanted
  return byWorth.find((metric) => recorded.includes(metric))
}
