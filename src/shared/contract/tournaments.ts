import { cellResultSchema } from '../tournament/results.ts'
import { tournamentSchema } from '../tournament/spec.ts'
import { z } from '../schema.ts'
import { languages } from '../text.ts'
import {
  againSchema,
  byId,
  longEntrySchema,
  longRecordSchema,
  longStatusSchema,
} from './long-work.ts'
import { submissionSchema } from './slurm.ts'
import { whenSchema } from './work.ts'

/*
 * What the laboratory says of tournaments. A page that has a tournament's spec knows its cells
 * (`cellsOf`); the laboratory reports what each came to.
 */

const count = z.int().min(0)
const share = z.number().min(0).max(1)

const tournamentStatusSchema = longStatusSchema.extend({
  /** Cells under way, by their place among `cellsOf`, and how much of each is done. */
  running: z.array(z.object({ shard: count, share })),
})

export type TournamentStatus = z.output<typeof tournamentStatusSchema>

const tournamentRecordSchema = longRecordSchema.extend({
  spec: tournamentSchema,
  /** Of every cell that is done. */
  cells: z.array(cellResultSchema),
  status: tournamentStatusSchema,
})

/** A tournament with all that is known of it. */
export type TournamentRecord = z.output<typeof tournamentRecordSchema>

const planSchema = z.object({
  /** At most: fewer where several budgets choose the same trial. */
  runs: count,
  cells: count,
  /** Per task, of one run. */
  tasks: z.array(z.object({ parameters: count, steps: count })),
  /** What it will likely take, if nothing else runs. */
  seconds: z.object({ from: z.number().min(0), to: z.number().min(0) }),
  /** Whether by what earlier tournaments took on this machine; else by what they took on another. */
  measured: z.boolean(),
})

export type TournamentPlan = z.output<typeof planSchema>

const progress = { status: tournamentStatusSchema, cells: z.array(cellResultSchema) }

export const tournamentCalls = {
  /** How much work a tournament is, and whether its tasks fit their tables. */
  planTournament: { input: z.object({ spec: tournamentSchema }), output: planSchema },
  /** Starts a tournament. Two never run at once, nor beside a sweep. */
  startTournament: {
    input: z.object({ spec: tournamentSchema, when: whenSchema.optional() }),
    output: tournamentRecordSchema,
  },
  /** Lets a Slurm cluster run a tournament, or what is missing of one. */
  submitTournament: {
    input: submissionSchema.extend({ work: z.union([z.object({ spec: tournamentSchema }), byId]) }),
    output: tournamentRecordSchema,
  },
  /** What is under way stands still where it is. */
  pauseTournament: { input: byId, output: tournamentStatusSchema },
  /** Goes on with one that is paused, stopped or failed, on this machine; what is done is not run again. */
  resumeTournament: { input: againSchema, output: tournamentRecordSchema },
  /** Cells under way are given up, on a cluster too; every one that is done is kept. */
  cancelTournament: { input: byId, output: tournamentStatusSchema },
  /** The tournament that runs, or the one begun last, also by an earlier start of the program; or null. */
  currentTournament: { input: z.undefined(), output: tournamentRecordSchema.nullable() },
  /** As its folder is now, also while other machines fill it. */
  readTournament: { input: byId, output: tournamentRecordSchema },
  /** How far it is, likewise, with the cells that the page does not have yet. */
  followTournament: { input: byId.extend({ have: z.array(count) }), output: z.object(progress) },
  /** Its report as it is now, one page of HTML that needs nothing beside itself. */
  reportTournament: {
    input: byId.extend({ language: z.enum(languages) }),
    output: z.object({ html: z.string() }),
  },
  /** Newest first. */
  listTournaments: { input: z.undefined(), output: z.array(longEntrySchema) },
} as const

/** How a tournament comes on, with the cells done since its last event. */
export const tournamentEventSchema = z.object({ kind: z.literal('tournament'), ...progress })
