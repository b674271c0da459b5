import { z } from '../schema.ts'

/** What can end a run before its budget. */
export const endings = ['diverged', 'target', 'patience'] as const

/** Something that happened to one run, once. */
export const runEventSchema = z.object({
  run: z.int().min(0),
  /** The step it happened in, from 1; a run that ends here keeps the parameters this step left. */
  step: z.int().min(1),
  kind: z.enum(endings),
  /** Whether the run ends here. A run that diverged goes on where the spec says so. */
  ends: z.boolean(),
  /** Of a divergence. */
  divergence: z
    .object({
      /** What was not finite first, in the order a step computes them. */
      first: z.enum(['loss', 'gradient', 'slot', 'parameter']),
      /** Of a slot: its key. */
      slot: z.string().optional(),
      /** Which of the run's parameters, flat; undefined of a loss, and of a slot that is a square matrix. */
      index: z.int().min(0).optional(),
      /** Of a slot or a parameter: the line of the rule's program that yielded such a number first. */
      line: z.object({ number: z.int().min(1), text: z.string() }).optional(),
      /** Euclidean norm of the parameters before the step. */
      parameters: z.number().min(0),
      /** Euclidean norm of the batch gradient one step before; the first step has none before it. */
      gradient: z.number().min(0).optional(),
      /** The learning rate one step before, likewise, and undefined for a rule without one. */
      rate: z.number().optional(),
    })
    .optional(),
})

export type RunEvent = z.output<typeof runEventSchema>

/** A lane's learning rate, changed by hand: each process that has runs of the lane tells it. */
export const rateChangeSchema = z.object({
  /** When it was asked for; the processes tell the same. */
  at: z.iso.datetime(),
  /** The lane's id. */
  lane: z.string(),
  rate: z.number(),
  /** The rate is in force after this step of that process. */
  step: z.int().min(0),
})

export type RateChange = z.output<typeof rateChangeSchema>
