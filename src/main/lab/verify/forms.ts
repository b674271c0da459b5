import { LabError } from '#shared/contract/errors.ts'
import { activations, losses } from '#shared/models.ts'
import { conventions } from '#shared/optimizers/index.ts'
import { z } from '#shared/schema.ts'

/*
 * Golden files are distinguished by what they hold, not by name: another file of the same form, with
 * other numbers, is as good.
 */

const numbers = z.array(z.number())
const positions = z.array(z.int().min(0))

/** Softmax regression on min-max normalised Iris, one run per optimizer, all chance written down. */
const irisRunSchema = z.object({
  trainIndex: positions.min(1),
  /** `[inputs][classes]`. */
  initialWeights: z.array(numbers).min(1),
  /** Zeros when left out. */
  initialBias: numbers.optional(),
  batchOrder: z.array(positions.min(1)).min(1),
  /** Rows of a batch; left out, the samples seen at the first recorded loss, if each step has one. */
  batch: z.int().min(1).optional(),
  runs: z
    .array(
      z.object({
        optimizer: z.string(),
        convention: z.string(),
        hyper: z.record(z.string(), z.number()),
        batchLoss: numbers.min(1),
        /** Samples seen, and the loss over all training rows. */
        trainLoss: z.array(z.tuple([z.int().min(1), z.number()])).min(1),
        finalWeights: z.array(numbers),
        finalBias: numbers,
      }),
    )
    .min(1),
})

export type IrisRun = z.output<typeof irisRunSchema>

const hyper = z.record(z.string(), z.union([z.number(), z.boolean()]))

/** Of a rule alone: null stands for the default. */
const ruleHyper = z
  .record(z.string(), z.union([z.number(), z.boolean(), z.null()]))
  .transform((given) => {
    const values: Record<string, number | boolean> = {}
    for (const [key, value] of Object.entries(given)) if (value !== null) values[key] = value
    return values
  })

/** A start and one list of gradients; where each rule stands after every step. */
const rulesSchema = <Start extends z.ZodType, Each extends z.ZodType>(start: Start, each: Each) =>
  z.object({
    initial: start,
    /** `gradients[t]` is what step t + 1 is given. */
    gradients: z.array(each).min(1),
    cases: z
      .array(
        z.object({
          convention: z.string(),
          optimizer: z.string(),
          hyper: ruleHyper,
          /** `params[t]` is where it stands after step t + 1. */
          params: z.array(each).min(1),
        }),
      )
      .min(1),
  })

/** Of one vector. */
const updateRulesSchema = rulesSchema(numbers.min(1), numbers)

export type UpdateRules = z.output<typeof updateRulesSchema>

/** A weight matrix by its rows, or a vector. */
const tensor = z.union([numbers.min(1), z.array(numbers.min(1)).min(1)])

/** Of a list of tensors, for rules that treat tensors as such. */
const tensorRulesSchema = rulesSchema(z.array(tensor).min(1), z.array(tensor))

export type TensorRules = z.output<typeof tensorRulesSchema>

/** Paths of optimizers over surfaces with exact gradients. */
const trajectoriesSchema = z.object({
  trajectories: z
    .array(
      z.object({
        function: z.string(),
        optimizer: z.string(),
        convention: z.string(),
        hyper,
        start: z.tuple([z.number(), z.number()]),
        /** At the start. */
        value: z.number(),
        gradient: z.tuple([z.number(), z.number()]),
        /** Step, x, y, value. */
        points: z.array(z.tuple([z.int().min(0), z.number(), z.number(), z.number()])),
      }),
    )
    .min(1),
})

export type Trajectories = z.output<typeof trajectoriesSchema>

const end = z.number().optional()

/** Whole runs, each with its table, split, start weights, batches, schedule and clipping. */
const raceRunSchema = z.object({
  cases: z
    .array(
      z.object({
        /** A table that ships with the program. */
        dataset: z.string(),
        trainIndex: positions.min(1),
        validationIndex: positions,
        /** `none`, or what and fitted on which rows: `minmax-all`. */
        scaling: z.string(),
        hidden: z.array(z.int().min(1)),
        activation: z.enum(activations),
        loss: z.enum(losses),
        /** Weights `[inputs][outputs]` and biases `[outputs]` of each layer in turn. */
        initial: z.array(z.array(z.union([z.number(), numbers]))).min(2),
        /** Per epoch, positions into `trainIndex`. */
        batchOrder: z.array(positions.min(1)).min(1),
        batch: z.int().min(1),
        optimizer: z.string(),
        convention: z.enum(conventions),
        hyper,
        /** Its parameters stand beside its kind. */
        schedule: z
          .object({ kind: z.string(), warmup: z.int().min(0).optional() })
          .catchall(z.number())
          .nullish(),
        clipping: z.object({ kind: z.string(), limit: z.number() }).nullish(),
        /** Of the batch, before the step. */
        batchLoss: numbers.min(1),
        rate: numbers,
        /** Of all parameters together, before clipping. */
        gradientNorm: numbers,
        /** After the last step. */
        end: z.object({
          trainLoss: end,
          trainAccuracy: end,
          trainR2: end,
          validationLoss: end,
          validationAccuracy: end,
          validationR2: end,
        }),
        /** Of the last layer, after the last step. */
        finalBias: numbers.min(1),
      }),
    )
    .min(1),
})

export type RaceRun = z.output<typeof raceRunSchema>

const covered = {
  'iris-run': irisRunSchema,
  'race-run': raceRunSchema,
  'tensor-rules': tensorRulesSchema,
  'update-rules': updateRulesSchema,
  trajectories: trajectoriesSchema,
} as const

/** By what even a damaged file of a covered form is still known for one; the first that fits decides. */
const marks: Readonly<Record<keyof typeof covered, z.ZodType>> = {
  'iris-run': z.object({ trainIndex: z.any(), runs: z.any() }),
  'race-run': z.object({
    cases: z.array(z.object({ dataset: z.any(), trainIndex: z.any() })).min(1),
  }),
  'tensor-rules': z.object({
    initial: z.tuple([z.array(z.any())]).rest(z.any()),
    gradients: z.any(),
  }),
  'update-rules': z.object({ initial: z.any(), gradients: z.any() }),
  trajectories: z.object({ trajectories: z.any() }),
}

/** Enough of the other known forms to name them. */
const otherForms = {
  band: z.record(z.string(), z.object({ mean: numbers, p05: numbers, p95: numbers })),
} as const

/** What a golden file was recognised as. */
export type GoldenFile =
  | { readonly form: 'iris-run'; readonly content: IrisRun }
  | { readonly form: 'race-run'; readonly content: RaceRun }
  | { readonly form: 'tensor-rules'; readonly content: TensorRules }
  | { readonly form: 'update-rules'; readonly content: UpdateRules }
  | { readonly form: 'trajectories'; readonly content: Trajectories }
  | { readonly form: keyof typeof otherForms }
  | { readonly form: 'unknown' }

/**
 * @param name the file, for the error's sentence
 * @throws LabError `bad-file` for broken JSON, and for a damaged file of a covered form
 */
export function recognise(name: string, text: string): GoldenFile {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new LabError('bad-file', `${name} is not JSON: ${(error as Error).message}.`, {
      parameters: { name },
      cause: error,
    })
  }
  if (typeof json !== 'object' || json === null) return { form: 'unknown' }
  for (const [form, schema] of Object.entries(otherForms)) {
    if (schema.safeParse(json).success) return { form: form as keyof typeof otherForms }
  }
  for (const [form, mark] of Object.entries(marks)) {
    if (!mark.safeParse(json).success) continue
    const result = covered[form as keyof typeof covered].safeParse(json)
    if (result.success) return { form, content: result.data } as GoldenFile
    const details = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new LabError('bad-file', `${name} is damaged at ${details[0]}.`, {
      parameters: { name },
      details,
    })
  }
  return { form: 'unknown' }
}
