import { listOf, z } from '../schema.ts'
import { judged, metrics } from '../metrics/index.ts'
import { activations, losses } from '../models.ts'
import { badSpec } from './faults.ts'
import { initialSchema } from './initial.ts'
import { laneSchema } from './lane.ts'
import { sourceSchema } from './source.ts'

export { judged, metrics, type Metric } from '../metrics/index.ts'

const seed = z.int().min(0).max(0xffffffff)
const count = z.int().min(1)

const isIndex = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0
const isOrder = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && value.every(isIndex)

const startSchema = z.strictObject({
  /** Table rows to train on, in order. */
  train: listOf<number>(isIndex, 'a row', 1),
  /** Table rows held out. */
  validation: listOf<number>(isIndex, 'a row'),
  /** One run's flat start parameters, as `layoutOf` lays them out. */
  parameters: listOf<number>(Number.isFinite, 'a number'),
  /** Per epoch, positions into `train` in the order batches take them; the last epoch repeats. */
  batches: listOf<number[]>(isOrder, 'positions, at least one', 1),
})

/** The one description of an experiment. */
export const specSchema = z
  .strictObject({
    version: z.literal(1).default(1),
    title: z.string().max(200).optional(),
    dataset: sourceSchema,
    /** The column to predict; left out, the one the dataset names. */
    target: z.string().optional(),
    /** The columns to predict from; left out, every other one but text. Categories become one-hot columns. */
    features: listOf<string>((value) => typeof value === 'string', 'a column', 1).optional(),
    /** What becomes of missing values. Fills are fitted on the training rows only. */
    missing: z
      .strictObject({
        /** In number columns: `drop` leaves the row out. */
        numbers: z.enum(['refuse', 'drop', 'mean', 'median']).default('refuse'),
        /** In category columns: `mode` is the commonest value, `own` makes missing a category. */
        categories: z.enum(['refuse', 'drop', 'mode', 'own']).default('refuse'),
        target: z.enum(['refuse', 'drop']).default('refuse'),
      })
      .default({ numbers: 'refuse', categories: 'refuse', target: 'refuse' }),
    scaling: z
      .strictObject({
        kind: z.enum(['none', 'minmax', 'standard']),
        /** Rows whose range or moments are used. `all` lets validation rows leak into the scale. */
        fit: z.enum(['train', 'all']).default('train'),
      })
      .default({ kind: 'standard', fit: 'train' }),
    split: z
      .strictObject({
        /** Share of rows held out. */
        validation: z.number().min(0).max(0.9).default(0.2),
        /** Keeps the classes' shares equal in both parts. */
        stratified: z.boolean().default(true),
        /** `run`: every seed draws its own split. A number: all seeds share the split it draws. */
        seed: z.union([seed, z.literal('run')]).default(0),
        /** So many parts; the n-th seed holds out part n modulo folds, and `validation` says nothing. */
        folds: z.int().min(2).max(100).optional(),
        /**
         * Rows that are taken off before the others are divided, for a last judgement: while `use` is
         * `never` no run sees them; with `judging` they are what is held out, and the runs train on the
         * very rows as before.
         */
        aside: z
          .strictObject({
            /** Of all rows. */
            share: z.number().min(0.01).max(0.5),
            use: z.enum(['never', 'judging']),
          })
          .optional(),
      })
      .default({ validation: 0.2, stratified: true, seed: 0 }),
    model: z
      .strictObject({
        hidden: z.array(z.int().min(1).max(4096)).max(16).default([]),
        activation: z.enum(activations).default('relu'),
        /** The start weights; biases start at 0. */
        initial: initialSchema.default({ kind: 'normal', deviation: 0.01 }),
      })
      .default({
        hidden: [],
        activation: 'relu',
        initial: { kind: 'normal', deviation: 0.01 },
      }),
    loss: z.enum(losses).default('crossEntropy'),
    lanes: z.array(laneSchema).min(1).max(64),
    /** One run per lane and seed. A seed decides start weights and batches, alike for every lane. */
    seeds: z.array(seed).min(1).max(1000).default([1]),
    batchSize: z.union([count, z.literal('full')]).default(32),
    budget: z.union([
      z.strictObject({ epochs: z.int().min(1).max(1_000_000) }),
      z.strictObject({ steps: z.int().min(1).max(1_000_000_000) }),
    ]),
    record: z
      .strictObject({
        metrics: z.array(z.enum(metrics)).min(1).max(100).default(['trainLoss', 'validationLoss']),
        every: z
          .union([
            z.strictObject({ samples: count }),
            z.strictObject({ steps: count }),
            z.strictObject({ epochs: count }),
          ])
          .default({ epochs: 1 }),
        /** Also records parameters, gradients, slots and confusion at each point: small models only. */
        state: z.boolean().default(false),
        /** Also records the parameters and the confusion of each lane's first seed at each point. */
        paths: z.boolean().default(false),
        /**
         * Also records what happens inside each lane's first seed: of every weight of a small model, of
         * twelve of a larger one, and as quartiles over a sample of all, gradient, step, effective rate
         * and slots; at every step of a short race, at 120 of a longer one at most.
         */
        strips: z.boolean().optional(),
      })
      .default({
        metrics: ['trainLoss', 'validationLoss'],
        every: { epochs: 1 },
        state: false,
        paths: false,
      }),
    /**
     * The metric that counts: who leads is told by its last values, whatever is looked at. Left out,
     * held-out loss, or where nothing is held out training loss.
     */
    judged: z.enum(judged).optional(),
    /** Whether a sweep chose every lane's hyper-parameters. */
    tuned: z.boolean().optional(),
    /**
     * Ends a run before its budget, for good: it keeps its parameters, also when the race is extended.
     * The others go on. Target and patience are looked at whenever a point is recorded.
     */
    stop: z
      .strictObject({
        /** When the metric has come at least this far: down to it, or up to it for accuracy and R². */
        target: z.strictObject({ metric: z.enum(judged), value: z.number() }).optional(),
        /** When the metric has not bettered its best by more than `least` for so many points. */
        patience: z
          .strictObject({
            metric: z.enum(judged),
            points: count.max(1_000_000),
            least: z.number().min(0).default(0),
          })
          .optional(),
        /** In the very step in which its batch loss, gradient, state or parameters are not finite. */
        diverged: z.boolean().default(true),
      })
      .default({ diverged: true }),
    /** Everything that chance decides, written down: replaces split, start weights and batches. */
    start: startSchema.optional(),
  })
  .superRefine((spec, context) => {
    const fault = (path: (string | number)[], message: string): void =>
      context.addIssue({ code: 'custom', path, message })
    const ids = new Set<string>()
    spec.lanes.forEach((lane, index) => {
      if (ids.has(lane.id)) fault(['lanes', index, 'id'], `two lanes are called '${lane.id}'`)
      ids.add(lane.id)
    })
    if (new Set(spec.seeds).size !== spec.seeds.length) fault(['seeds'], 'a seed stands twice')
    if (spec.judged && !spec.record.metrics.includes(spec.judged)) {
      fault(['judged'], 'the race does not record this metric: add it to record.metrics')
    }
    if (spec.start && spec.seeds.length !== 1) {
      fault(['start'], 'a written-down start is one seed: give one seed')
    }
    if (spec.split.folds !== undefined && spec.split.seed === 'run') {
      fault(['split', 'seed'], 'the parts of a k-fold split come from one draw: give a number')
    }
    if (spec.split.aside) {
      const whole = 'what is set aside must be the same rows for every seed'
      if (spec.split.seed === 'run') fault(['split', 'seed'], `${whole}: give a number`)
      if (spec.split.folds !== undefined) fault(['split', 'folds'], `${whole}: leave folds out`)
      if (spec.start)
        fault(['split', 'aside'], 'a written-down start says itself which rows it uses')
      if (spec.scaling.fit === 'all') {
        fault(['scaling', 'fit'], 'would look at the rows that are set aside: fit on train')
      }
    }
    const rows = spec.start?.train.length ?? 0
    spec.start?.batches.forEach((order, epoch) => {
      if (order.some((position) => position >= rows)) {
        fault(['start', 'batches', epoch], `a position is not below ${rows}, the training rows`)
      }
    })
  })

/** An experiment with every default filled in. */
export type ExperimentSpec = z.output<typeof specSchema>

/** An experiment as a person or a file writes it: defaults may be left out. */
export type ExperimentInput = z.input<typeof specSchema>

/** The parts of an experiment that are about its data. */
export type DataPart = Pick<
  ExperimentInput,
  'dataset' | 'target' | 'features' | 'missing' | 'scaling' | 'split' | 'loss'
>

export type LaneSpec = ExperimentSpec['lanes'][number]

/**
 * @returns the experiment with every default filled in
 * @throws LabError `bad-spec`, whose details name each fault with its path (`lanes[0].hyper.lr: …`)
 */
export function parseSpec(input: unknown): ExperimentSpec {
  const result = specSchema.safeParse(input)
  if (result.success) return result.data
  throw badSpec('The experiment', result.error.issues)
}
