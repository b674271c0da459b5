import type { Task } from '../models.ts'
import type { LocalizedText } from '../text.ts'
import type { Evaluation, Part } from '../training/engine.ts'

/** What the recorder has measured around one step, each `[runs]`; what no metric needs is missing. */
interface Measured {
  /** Mean loss over the step's batch, before the step. */
  readonly batchLosses?: Float64Array | undefined
  /** Over all rows of a part, after the step. */
  readonly train?: Evaluation | undefined
  readonly validation?: Evaluation | undefined
  /** Euclidean norms of the batch gradient, before clipping. */
  readonly gradientNorms: Float64Array
  /** Euclidean norms of the step taken, and these by the norm of the parameters before it. */
  readonly updateNorms: Float64Array
  readonly updateRatios: Float64Array
  /** Learning rates of the step, as schedule and hand set them; NaN for a rule without one. */
  readonly rates: () => Float64Array
}

/** Everything the program knows of a metric. */
export interface MetricDeclaration<Key extends string = string> {
  /** In specs, in logs and in tables of data. */
  readonly key: Key
  readonly name: LocalizedText
  /** What it measures, as the name of an axis. */
  readonly measure: LocalizedText
  /** `share` is shown in percent; `loss` is in nats in a classification. */
  readonly unit: 'loss' | 'share' | 'r2' | 'number'
  /** Of a metric that says how good a run is: which way is better. */
  readonly better?: 'lower' | 'higher'
  /** Where a run is judged and nobody says by what, the recorded metric of the least rank is taken. */
  readonly rank?: number
  /** The only task that has it. */
  readonly task?: Task
  /** Of the other task, the metric that comes nearest. */
  readonly instead?: string
  /** Whose rows it is measured on, all of them after the step. */
  readonly part?: Part
  /** What has to be computed for it; `classes` costs a pass over the scores more than `loss`. */
  readonly needs?: 'batchLoss' | 'update' | 'loss' | 'classes'
  /** TensorBoard groups tags by their first part. */
  readonly tag: string
  /** What exported scripts record, by their own names; metrics of a part are evaluated by name. */
  readonly python?: string
  /** @returns the values, `[runs]`, which nothing overwrites */
  readonly of: (measured: Measured) => Float64Array | undefined
}
