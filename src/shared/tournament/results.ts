import { z } from '../schema.ts'

/*
 * What a tournament's cells came to. Scores are in the metric's own unit; null stands for a run that
 * diverged, which is worse than any number.
 */

const score = z.number().nullable()
const place = z.int().min(0)

const judgedSchema = z.object({
  /** The trial that was judged, by its place among the cell's; null for the lane as it stands. */
  trial: place.nullable(),
  /** On each judging seed. */
  scores: z.array(score).readonly(),
  /** Judging seeds × recorded points: the metric; null from where the run had diverged. */
  curves: z.array(z.array(score).readonly()).readonly(),
})

/** What one contestant came to on one task. */
export const cellResultSchema = z.object({
  task: place,
  contestant: place,
  /** Trials in the order in which budgets take them. */
  trials: z
    .array(
      z.object({
        /** The searched hyper-parameters, by key. */
        hyper: z.record(z.string(), z.number()),
        /** On each tuning seed. */
        scores: z.array(score).readonly(),
      }),
    )
    .readonly(),
  /** One per budget of the tournament, in their order: the place of what it chose in `judged`. */
  chosen: z.array(place).readonly(),
  judged: z.array(judgedSchema).readonly(),
  /** The steps at which judged runs were recorded. */
  steps: z.array(z.int().min(1)).readonly(),
})

export type CellResult = z.output<typeof cellResultSchema>
