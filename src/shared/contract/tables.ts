import { columnTypes, encodings, sourceSchema } from '../experiment/source.ts'
import { tasks } from '../models.ts'
import { z } from '../schema.ts'

/*
 * What the laboratory says of a table before anybody trains on it.
 */

const count = z.int().min(0)

const histogramSchema = z.object({
  /** One more than counts, ascending. */
  edges: z.array(z.number()),
  counts: z.array(count),
})

const columnSummarySchema = z.object({
  name: z.string(),
  type: z.enum(columnTypes),
  /** Of number columns, what they are counted in, where the file says it. */
  unit: z.string().optional(),
  missing: count,
  distinct: count,
  /** Every known value is a whole number. */
  whole: z.boolean(),
  /** Of finite numbers and of dates (in seconds since 1970); null elsewhere, and where there are none. */
  min: z.number().nullable(),
  max: z.number().nullable(),
  mean: z.number().nullable(),
  /** Of number and date columns. */
  histogram: histogramSchema.optional(),
  /** Of the other columns: the commonest values, most frequent first. */
  values: z.array(z.object({ value: z.string(), count })).optional(),
})

export type ColumnSummary = z.output<typeof columnSummarySchema>

const rejectedLineSchema = z.object({
  /** Where the row begins in the file, from 1. */
  line: z.int().min(1),
  /** An English sentence. */
  reason: z.string(),
})

export type RejectedLine = z.output<typeof rejectedLineSchema>

/** Why a file is no table: the parameter `reason` of a `bad-table`. The page has words for each. */
export const badTableReasons = [
  'folder',
  'permission',
  'unreadable',
  'empty',
  'header-only',
  'no-rows',
  'binary',
  'compressed',
  'workbook',
  /** A format that is not read; the parameter `what` names it. */
  'other-format',
  /** A table as it was printed for people: some rows or columns of it; not row by row. */
  'printed-part',
  'printed-blocks',
  /** A web page, and one that has a table in it. */
  'html',
  'html-table',
  /** A file that stands for another one which has not been fetched. */
  'pointer',
  /** JSON whose records are the list at the parameter `where`, a path as jq takes it. */
  'json-wrapped',
  /** JSON that is one object with a list for each column. */
  'json-columns',
  /** JSON with the names in one list and the rows in another. */
  'json-split',
  /** JSON that is one object of objects; the parameter `orient` is what pandas calls that. */
  'json-keyed',
  /** JSON that is a list of values without names. */
  'json-values',
  /** ARFF that a table cannot hold: a relation inside a relation, or a header that is wrong. */
  'arff',
  'too-wide',
  'damaged',
  'type',
  'space',
  'memory',
  'crashed',
] as const

export type BadTableReason = (typeof badTableReasons)[number]

export type { Task } from '../models.ts'

export const tableSummarySchema = z.object({
  /** With everything that decides how it is read filled in, so that it reads alike again. */
  source: sourceSchema,
  name: z.string(),
  rows: count,
  /** Of text files. */
  encoding: z.enum(encodings).nullable(),
  delimiter: z.string().nullable(),
  header: z.boolean().nullable(),
  columns: z.array(columnSummarySchema),
  /** The first refused rows. */
  rejected: z.array(rejectedLineSchema),
  /** All refused rows. */
  rejectedCount: count,
  /** Cells refused because they hold an infinite value; they count as missing. */
  nonFinite: count,
  constantColumns: z.array(z.string()),
  suggestedTarget: z.string().nullable(),
  suggestedTask: z.enum(tasks).nullable(),
  /** The first rows as text, a cell per column; null where missing. */
  preview: z.array(z.array(z.string().nullable())),
  /** Of the file. */
  bytes: count.nullable(),
})

export type TableSummary = z.output<typeof tableSummarySchema>

/** How strongly a column goes with the target. */
const relationSchema = z.object({
  name: z.string(),
  /** Pearson's r between numbers; the correlation ratio η between numbers and classes; Cramér's V between classes. */
  kind: z.enum(['pearson', 'eta', 'cramer']),
  /** In [-1, 1] for r, in [0, 1] for the others; null where either does not vary. */
  value: z.number().nullable(),
})

export type Relation = z.output<typeof relationSchema>

/** A table to choose. */
const datasetSchema = z.object({
  source: sourceSchema,
  name: z.string(),
  kind: z.enum(['builtin', 'generator', 'file']),
  /** Of a file: that it is gone, or is no longer what it was when it was opened. */
  state: z.enum(['ready', 'changed', 'missing']),
})

export type Dataset = z.output<typeof datasetSchema>

export const tableCalls = {
  /** Built-in tables, generators, and the files that were opened, newest first. */
  listDatasets: { input: z.undefined(), output: z.array(datasetSchema) },
  /** Reads a table, as anew if its file changed. A file must have come through the shell or have been opened before. */
  openTable: { input: z.object({ source: sourceSchema }), output: tableSummarySchema },
  /**
   * Gives up the readings that are under way: their `openTable` rejects with `wrong-phase`.
   *
   * @returns false where none was
   */
  cancelTable: { input: z.undefined(), output: z.boolean() },
  /** How each column goes with a target. */
  relateColumns: {
    input: z.object({ source: sourceSchema, target: z.string(), task: z.enum(tasks) }),
    output: z.array(relationSchema),
  },
  /** Takes a file off the list; the file itself stays. */
  forgetTable: { input: z.object({ source: sourceSchema }), output: z.array(datasetSchema) },
} as const
