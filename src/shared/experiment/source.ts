import { recordOf, z } from '../schema.ts'

/** By the names that the WHATWG's standard gives them; Latin-1 is Windows-1252. */
export const encodings = [
  ...(['utf-8', 'utf-16le', 'utf-16be', 'gb18030', 'gbk', 'latin1'] as const),
  ...(['windows-1250', 'windows-1251', 'windows-1253', 'windows-1254', 'windows-1255'] as const),
  ...(['windows-1256', 'windows-1257', 'windows-1258', 'windows-874', 'iso-8859-2'] as const),
  ...(['iso-8859-5', 'iso-8859-7', 'koi8-r', 'ibm866', 'macintosh'] as const),
  ...(['shift_jis', 'euc-jp', 'euc-kr', 'big5'] as const),
] as const
export type Encoding = (typeof encodings)[number]

export const columnTypes = ['number', 'category', 'boolean', 'date', 'text'] as const
/** What a column of a person's table holds. */
export type ColumnType = (typeof columnTypes)[number]

/** How to read a file, where a person knows better than what is found by looking at it. */
export const readOptionsSchema = z.strictObject({
  format: z.enum(['csv', 'parquet', 'jsonl', 'arff']).optional(),
  encoding: z.enum(encodings).optional(),
  delimiter: z.string().min(1).max(4).optional(),
  decimal: z.enum(['.', ',']).optional(),
  /** Whether the first line names the columns. */
  header: z.boolean().optional(),
  /** By column name. */
  types: recordOf(z.enum(columnTypes)).optional(),
})

export type ReadOptions = z.output<typeof readOptionsSchema>

/** Where a table comes from. */
export const sourceSchema = z.union([
  /** A table that ships with the program, by id. */
  z.strictObject({ builtin: z.string().min(1) }),
  /** A table drawn by one of the program's generators, by id; settings left out take its defaults. */
  z.strictObject({
    generator: z.string().min(1),
    settings: recordOf(z.number()).default({}),
  }),
  /** A person's file. */
  z.strictObject({
    file: z.string().min(1),
    read: readOptionsSchema.default({}),
    /** SHA-256 of its bytes, lower-case hex: given, a file that has changed since is refused. */
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
  }),
])

export type DatasetSource = z.output<typeof sourceSchema>

/** @returns what a person calls the table: the id of one of the program's own, the name of a file */
export function sourceName(source: DatasetSource): string {
  if ('builtin' in source) return source.builtin
  if ('generator' in source) return source.generator
  return source.file.split(/[\\/]/).at(-1) || source.file
}
