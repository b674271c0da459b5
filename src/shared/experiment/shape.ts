import { z } from '../schema.ts'

/** What a race is made of: enough to label everything a stream brings. */
export const raceShapeSchema = z.object({
  lanes: z.int(),
  seeds: z.int(),
  featureNames: z.array(z.string()),
  classNames: z.array(z.string()),
  trainRows: z.int(),
  /** Of a k-fold split the most that a seed holds out; others may hold out one less. */
  validationRows: z.int(),
  /** Rows of the table left out because a value is missing. */
  droppedRows: z.int().min(0).default(0),
  /** Steps of one epoch, and of the whole budget. */
  stepsPerEpoch: z.int(),
  steps: z.int(),
  /** Parameters of one run. */
  parameters: z.int(),
  /** Processes the runs are split over; the stream has a port for each. */
  shards: z.int(),
})

export type RaceShape = z.output<typeof raceShapeSchema>
