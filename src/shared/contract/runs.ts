import { runInfoSchema } from '../experiment/log.ts'
import { laneSchema } from '../experiment/lane.ts'
import { judged, specSchema } from '../experiment/spec.ts'
import { sourceSchema } from '../experiment/source.ts'
import { exportFormats } from '../exports.ts'
import { z } from '../schema.ts'
import { languages } from '../text.ts'
import { errorDataSchema } from './errors.ts'

/* The races that were run: their list, what a person notes on them, and how they leave the program. */

const runId = z.string().min(1).max(100)
const ids = z.array(runId).min(1).max(10_000)

/**
 * Where a run stands. `running`: somebody writes it now, this laboratory or another program.
 * `interrupted`: nobody does, and it has no end: its program was ended in the middle.
 */
export const runStates = ['running', 'interrupted', 'stopped', 'failed', 'finished'] as const
export type RunState = (typeof runStates)[number]

const title = z.string().trim().max(200)
const tag = z.string().trim().min(1).max(40)

const tags = z.array(tag).max(20)
const note = z.string().max(10_000)

/** What a person notes on a run; it changes nothing that was recorded. */
export const runNotesSchema = z.object({
  /** Replaces the spec's own; empty takes that again. */
  title: title.default(''),
  tags: tags.default([]),
  note: note.default(''),
})

/** A part of the notes. Written out, since a schema made partial still fills in its defaults. */
const someNotesSchema = z.object({
  title: title.optional(),
  tags: tags.optional(),
  note: note.optional(),
})

export type RunNotes = z.output<typeof runNotesSchema>

/** A small curve of one lane: the median over its seeds. */
const sparkSchema = z.object({
  lane: z.string(),
  /** At most 32 values over the recorded points, the last one included; null where it is not finite. */
  values: z.array(z.number().nullable()),
})

const count = z.int().min(0)

/** Points of some runs that a damaged record lacks: lanes by id, seeds as the spec has them. */
const lostStepsSchema = z.object({
  lanes: z.array(z.string()),
  seeds: z.array(count),
  from: count,
  to: count,
})

export type LostSteps = z.output<typeof lostStepsSchema>

/** What of a run's folder is not what was written. A last line cut off by a sudden end is no damage. */
export const runDamageSchema = z.object({
  /** Files that have changed: of a checkpoint its share begins anew. */
  files: z.array(z.string()),
  /** Lines of the log that are damaged or gone, and which: the first twenty ranges. */
  lines: count,
  ranges: z.array(z.tuple([count, count])),
  /** What was measured and is lost with them: the first twenty ranges. */
  steps: z.array(lostStepsSchema),
})

export type RunDamage = z.output<typeof runDamageSchema>

export const runSummarySchema = z.object({
  id: runId,
  /** A person's title, or the spec's, or the table's name. */
  name: z.string(),
  created: z.iso.datetime(),
  state: z.enum(runStates),
  /** Steps recorded of how many the budget asks for. */
  step: z.int().min(0),
  steps: z.int().min(0),
  /** What the table is called. */
  dataset: z.string(),
  lanes: z.array(
    z.object({
      id: z.string(),
      optimizer: z.string(),
      convention: z.string(),
      hyper: z.record(z.string(), z.union([z.number(), z.boolean()])).optional(),
      /** Of a rule that a person wrote: what it computes, in short, and the colour it was given. */
      rule: z.object({ hash: z.string(), colour: z.string().optional() }).optional(),
      /** All of it, where others have the same optimizer: what sets it apart names it. */
      whole: laneSchema.optional(),
    }),
  ),
  seeds: z.int().min(0),
  /** What it is called by, where nobody named it; missing where its spec cannot be read. */
  about: z
    .object({
      model: specSchema.shape.model,
      loss: specSchema.shape.loss,
      batchSize: specSchema.shape.batchSize,
      budget: specSchema.shape.budget,
    })
    .optional(),
  /** What is judged: the first of validation loss, training loss, batch loss that was recorded. */
  metric: z.enum(judged).nullable(),
  /** The lane whose median over seeds ends lowest, and that median. */
  best: z.object({ lane: z.string(), value: z.number() }).nullable(),
  /** Of at most 8 lanes. */
  sparks: z.array(sparkSchema),
  /** Seconds of training, of the process that took longest. */
  seconds: z.number().min(0),
  /** On disk. */
  bytes: z.number().min(0),
  notes: runNotesSchema,
  /** Whether it is not at its end and its record can be read: it can go on. */
  resumable: z.boolean(),
  /** Lines of the log that are damaged or gone. */
  damaged: count,
  /** Missing where everything is what was written. */
  damage: runDamageSchema.optional(),
  /** Why nothing more is known of it. */
  problem: errorDataSchema.optional(),
})

export type RunSummary = z.output<typeof runSummarySchema>

export const runListSchema = z.object({
  /** The newest first. */
  runs: z.array(runSummarySchema),
  /** On disk, of those in the list. */
  bytes: z.number().min(0),
  /** Deleted ones that can still be brought back, the one deleted last first. */
  deleted: z.object({
    runs: z.int().min(0),
    bytes: z.number().min(0),
    ids: z.array(runId),
  }),
})

export type RunList = z.output<typeof runListSchema>

/** What a run was made with. */
export const runVersionsSchema = runInfoSchema.pick({
  app: true,
  tensorflow: true,
  node: true,
  electron: true,
  platform: true,
})

export type RunVersions = z.output<typeof runVersionsSchema>

export type { ExportFormat } from '../exports.ts'

/** A file that was kept for a person. */
const savedFileSchema = z.discriminatedUnion('kind', [
  /** Where the person wanted it. */
  z.object({ kind: z.literal('file'), path: z.string(), bytes: z.number() }),
  /** To be fetched by the page, once, from an address relative to its own. */
  z.object({
    kind: z.literal('download'),
    address: z.string(),
    name: z.string(),
    bytes: z.number(),
  }),
])

export type SavedFile = z.output<typeof savedFileSchema>

/** Null: the person thought better of it. */
const saved = savedFileSchema.nullable()

/**
 * Why a file could not be saved, as `why` of a `not-saved`: no room; not allowed; no such folder;
 * something is there already; the name is not possible; a picture that the clipboard did not take.
 */
export const notSavedReasons = [
  'full',
  'refused',
  'missing',
  'exists',
  'name',
  'clipboard',
  'other',
] as const
export type NotSavedReason = (typeof notSavedReasons)[number]

/** The largest picture or table that a page may hand over to be saved. */
const maximumSaveBytes = 256 * 2 ** 20

const bytes = z
  .instanceof(Uint8Array)
  .refine((data) => data.length <= maximumSaveBytes, 'is too large')

export const runCalls = {
  listRuns: { input: z.undefined(), output: runListSchema },
  /** Changes what is given, keeps the rest. */
  noteRun: {
    input: z.object({ id: runId, notes: someNotesSchema }),
    output: runSummarySchema,
  },
  readRunSpec: { input: z.object({ id: runId }), output: specSchema },
  readRunVersions: { input: z.object({ id: runId }), output: runVersionsSchema },
  /** Puts runs aside, from where `restoreRuns` brings them back. One that is being written is `run-busy`. */
  deleteRuns: { input: z.object({ ids }), output: runListSchema },
  restoreRuns: { input: z.object({ ids }), output: runListSchema },
  /** Removes for good what was deleted. */
  emptyDeleted: { input: z.undefined(), output: runListSchema },
  /** Asks the person where to, and writes it there. */
  exportRun: {
    input: z.object({
      id: runId,
      format: z.enum(exportFormats),
      /** Of the report. */
      language: z.enum(languages),
    }),
    output: saved,
  },
  /** Takes in a run bundle that the page was given by `openFile`; one that is there already is not doubled. */
  importRun: { input: z.object({ source: sourceSchema }), output: runSummarySchema },
  /** Saves what the page itself made: a picture, the data behind one. */
  saveFile: { input: z.object({ name: z.string().min(1).max(200), data: bytes }), output: saved },
  /** Shows a saved file in the system's file manager; false where there is none, or nothing was saved there. */
  showFile: { input: z.object({ path: z.string() }), output: z.boolean() },
  /** Puts a PNG on the system's clipboard; false where the page has to do it itself. */
  copyImage: { input: z.object({ png: bytes }), output: z.boolean() },
} as const

/** The list of runs is no longer what it was. */
export const runsEventSchema = z.object({ kind: z.literal('runs') })

/** A file that a person opened by way of the system: a bundle, or a table. */
export const fileEventSchema = z.object({
  kind: z.literal('file'),
  name: z.string(),
  source: sourceSchema,
})
