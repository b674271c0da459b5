import { z } from '../schema.ts'

const scaleSchema = z.object({ offset: z.number(), width: z.number() })

const rowsSchema = z.object({
  /** Rows sent, and rows there are. */
  count: z.int().min(0),
  total: z.int().min(0),
  /** `[count × inputs]`, row-major, scaled as in training. */
  features: z.instanceof(Float64Array),
  /** `[count × outputs]`, row-major: one-hot classes, or the scaled target in regression. */
  targets: z.instanceof(Float64Array),
})

/** A problem as the page draws it. */
export const raceProblemSchema = z.object({
  inputs: z.int().min(1),
  outputs: z.int().min(1),
  featureNames: z.array(z.string()),
  /** Of each input: its value is `offset + width · feature`. */
  featureScales: z.array(scaleSchema),
  classNames: z.array(z.string()),
  /** In regression, likewise. */
  targetScale: scaleSchema.optional(),
  /** The column that is predicted. */
  target: z.string(),
  train: rowsSchema,
  validation: rowsSchema,
})

export type RaceProblem = z.output<typeof raceProblemSchema>
