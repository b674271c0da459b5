import { LabError } from '../../../shared/contract/errors.ts'
import { z } from '../../../shared/schema.ts'

/*
 * Golden files are told apart by what they hold, not by name: another file of the same form, with
 * other numbers, is as good.
 */

const numbers = z.array(z.number())
const positions = z.array(z.int().min(0))

/** Softmax regression on min-max normalised Iris, one run per optimizer, all chance written down. */
export const irisRunSchema = z.object({
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

/** One start vector and one list of gradients; the vector after each step, per rule. */
export const updateRulesSchema = z.object({
  initial: numbers.min(1),
  /** `gradients[t]` is what step t + 1 is given. */
  gradients: z.array(numbers).min(1),
  cases: z
    .array(
      z.object({
        convention: z.string(),
        optimizer: z.string(),
        hyper,
        /** `params[t]` is the vector after step t + 1. */
        params: z.array(numbers).min(1),
      }),
    )
    .min(1),
})

export type UpdateRules = z.output<typeof updateRulesSchema>

/** Paths of optimizers over surfaces with exact gradients. */
export const trajectoriesSchema = z.object({
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

const covered = {
  'iris-run': irisRunSchema,
  'update-rules': updateRulesSchema,
  trajectories: trajectoriesSchema,
} as const

/** The keys by which a damaged file of a covered form is still known for one. */
const marks: Readonly<Record<keyof typeof covered, readonly string[]>> = {
  'iris-run': ['trainIndex', 'runs'],
  'update-rules': ['initial', 'gradients'],
  trajectories: ['trajectories'],
}

/** Enough of the other known forms to name them. */
const otherForms = {
  'race-run': z.object({
    cases: z.array(z.object({ dataset: z.string(), trainIndex: z.array(z.unknown()) })).min(1),
  }),
  band: z.record(z.string(), z.object({ mean: numbers, p05: numbers, p95: numbers })),
} as const

/** What a golden file was recognised as. */
export type GoldenFile =
  | { readonly form: 'iris-run'; readonly content: IrisRun }
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
  for (const [form, keys] of Object.entries(marks)) {
    if (!keys.every((key) => key in json)) continue
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
