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

/** Enough of the other known forms to name them. */
const otherForms = {
  'update-rules': z.object({ initial: z.array(z.unknown()), gradients: z.array(z.unknown()) }),
  trajectories: z.object({ trajectories: z.array(z.unknown()) }),
  'race-run': z.object({
    cases: z.array(z.object({ dataset: z.string(), trainIndex: z.array(z.unknown()) })).min(1),
  }),
  band: z.record(z.string(), z.object({ mean: numbers, p05: numbers, p95: numbers })),
} as const

/** What a golden file was recognised as. */
export type GoldenFile =
  | { readonly form: 'iris-run'; readonly content: IrisRun }
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
  const irisRun = irisRunSchema.safeParse(json)
  if (irisRun.success) return { form: 'iris-run', content: irisRun.data }
  for (const [form, schema] of Object.entries(otherForms)) {
    if (schema.safeParse(json).success) return { form: form as keyof typeof otherForms }
  }
  const meant = typeof json === 'object' && json !== null && 'trainIndex' in json && 'runs' in json
  if (!meant) return { form: 'unknown' }
  const details = irisRun.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new LabError('bad-file', `${name} is damaged at ${details[0]}.`, {
    parameters: { name },
    details,
  })
}
