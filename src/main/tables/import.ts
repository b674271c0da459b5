import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { LabError } from '#shared/contract/errors.ts'
import type { Encoding, ReadOptions } from '#shared/experiment/source.ts'
import { arffToCsv, isArff } from './arff.ts'
import { decoderLabel, findEncoding, isBinary, withoutZeros } from './encoding.ts'
import { jsonToCsv } from './json.ts'
import { findJson, type JsonForm } from './json-records.ts'
import { refuseKnown, refuseKnownText } from './known.ts'
import { keptRejections } from './limits.ts'
import { normaliseFile } from './normalise.ts'
import { readParquet } from './parquet.ts'
import { badTable, databaseError, fileError } from './refusals.ts'
import type { ReadResult } from './result.ts'
import type { ConvertedTable } from './row-writer.ts'
import { scanFile, type Scan } from './scan.ts'
import { readText, type TextResult } from './text.ts'
import type { ImportProgress, Reading } from './types.ts'

export interface ImportRequest {
  /** Absolute. */
  readonly path: string
  readonly options: ReadOptions
  /** An empty folder for what is to be handed over and for what must be put somewhere. */
  readonly scratch: string
  readonly onProgress: (progress: ImportProgress) => void
}

/**
 * Reads a file as a table, whatever it is.
 *
 * @throws LabError `not-found`, `bad-table`, `table-changed`
 */
export async function importFile(request: ImportRequest): Promise<ReadResult> {
  const { path } = request
  try {
    return await importKnown(request)
  } catch (error) {
    throw error instanceof LabError ? error : (databaseError(path, error) ?? fileError(path, error))
  }
}

async function importKnown(request: ImportRequest): Promise<ReadResult> {
  const { path, options, onProgress } = request
  const before = await stat(path)
  if (before.isDirectory()) throw badTable(path, 'folder', 'is a folder: choose a file in it.')
  if (!before.isFile()) throw badTable(path, 'unreadable', 'is no file that can be read.')
  if (before.size === 0) throw badTable(path, 'empty', 'is empty: there is no row in it.')
  const scan = await scanFile(path, (bytes) =>
    onProgress({ stage: 'looking', bytes, of: before.size }),
  )
  const parquet =
    options.format === 'parquet' ||
    (options.format === undefined && scan.head.toString('latin1', 0, 4) === 'PAR1')
  if (!parquet) refuseKnown(path, scan.head)
  const read = parquet ? await parquetOf(request, scan) : await textOf(request, scan)
  const after = await stat(path).catch(() => undefined)
  if (!after || after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
    throw changed(path)
  }
  const { bytes, sha256 } = scan
  return { ...read, bytes, sha256, mtimeMs: before.mtimeMs }
}

function changed(path: string): LabError {
  const { parameters } = badTable(path, 'unreadable', '')
  return new LabError(
    'table-changed',
    `${String(parameters.name)} changed while it was read: read it again when nothing writes to it.`,
    { parameters: { name: parameters.name! } },
  )
}

type Read = Omit<ReadResult, 'bytes' | 'sha256' | 'mtimeMs'>

async function parquetOf(
  { path, options, scratch, onProgress }: ImportRequest,
  scan: Scan,
): Promise<Read> {
  const read = await readParquet(path, scratch, options, (rows, of) =>
    onProgress({ stage: 'reading', bytes: (scan.bytes * rows) / of, of: scan.bytes }),
  )
  const reading: Reading = {
    format: 'parquet',
    encoding: null,
    delimiter: null,
    decimal: null,
    header: null,
  }
  return { ...read, ...reading, rejected: [], rejectedCount: 0 }
}

async function textOf(request: ImportRequest, scan: Scan): Promise<Read> {
  const { path, options, scratch } = request
  const { encoding, marked } = encodingOf(path, scan, options)
  const head = await headText(path, encoding)
  if (head.trim() === '') throw badTable(path, 'empty', 'is empty: there is no row in it.')
  refuseKnownText(path, head, options.format === 'csv')
  const form = formOf(head, options.format)
  if (form !== 'csv') return await recordsOf(request, scan, encoding, form)

  // The database's reader wants UTF-8 and one kind of line end.
  const plain =
    encoding === 'utf-8' &&
    scan.utf8 &&
    !scan.padded &&
    !marked &&
    scan.cr === 0 &&
    (scan.lf === 0 || scan.crlf === 0)
  const normalised = join(scratch, 'text')
  const { damaged, zeros } = plain
    ? { damaged: false, zeros: false }
    : await normaliseFile(path, normalised, encoding)
  const read = await readText({
    origin: path,
    path: plain ? path : normalised,
    bytes: scan.bytes * (plain ? 1 : 3),
    quotes: scan.quotes,
    suspicious: damaged || zeros,
    brokenRows: scan.brokenRows,
    hollowRows: scan.hollowRows,
    longestRow: scan.longestRow * (plain ? 1 : 3),
    options,
    scratch,
    onRows: progressOf(request, scan),
  })
  return { ...read, format: 'csv', encoding }
}

/** What a text is: what a person says, else what it looks like. */
function formOf(head: string, asked: ReadOptions['format']): 'csv' | 'arff' | JsonForm {
  if (asked === 'csv' || asked === 'arff') return asked
  const json = findJson(head)
  if (asked === 'jsonl') return json ?? 'lines'
  return json ?? (isArff(head) ? 'arff' : 'csv')
}

/** By the lines there are, how far a reading is. */
function progressOf({ onProgress }: ImportRequest, scan: Scan): (rows: number) => void {
  const lines = Math.max(1, scan.lf + scan.crlf + scan.cr)
  return (rows) => {
    const share = Math.min(1, rows / lines)
    onProgress({ stage: 'reading', bytes: Math.round(scan.bytes * share), of: scan.bytes })
  }
}

function encodingOf(
  path: string,
  scan: Scan,
  options: ReadOptions,
): { encoding: Encoding; marked: boolean } {
  const head = withoutZeros(scan.head)
  const found = findEncoding(head, scan.utf8, scan.high)
  const encoding = options.encoding ?? found.encoding
  const wide = encoding === 'utf-16le' || encoding === 'utf-16be'
  if (!wide && isBinary(head)) {
    throw badTable(path, 'binary', 'is no text: a table is a CSV, TSV, Parquet, JSON or ARFF file.')
  }
  return { encoding, marked: found.marked }
}

/** The file's beginning as text. */
async function headText(path: string, encoding: Encoding): Promise<string> {
  const file = await open(path, 'r')
  try {
    const buffer = Buffer.alloc(2 ** 20)
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0)
    return new TextDecoder(decoderLabel(encoding)).decode(buffer.subarray(0, bytesRead), {
      stream: true,
    })
  } finally {
    await file.close()
  }
}

/** A text of another format, by way of rows and commas. */
async function recordsOf(
  request: ImportRequest,
  scan: Scan,
  encoding: Encoding,
  form: 'arff' | JsonForm,
): Promise<Read> {
  const { path, options, scratch, onProgress } = request
  const csv = join(scratch, 'text')
  const onBytes = (bytes: number): void =>
    onProgress({ stage: 'looking', bytes: Math.min(bytes, scan.bytes), of: scan.bytes })
  const converted: ConvertedTable & Pick<ReadOptions, 'types'> =
    form === 'arff'
      ? await arffToCsv(path, csv, encoding, onBytes)
      : await jsonToCsv(path, csv, form, encoding, onBytes)
  const { lines, columns, rejected, rejectedCount, types, ...size } = converted
  if (columns === 0 || lines.length === 0) {
    const [first] = rejected
    const why = first ? ` Line ${first.line}: ${first.reason}` : ''
    throw badTable(path, 'no-rows', `has no record that can be read as a row.${why}`)
  }
  const read: TextResult = await readText({
    origin: path,
    path: csv,
    ...size,
    quotes: true,
    suspicious: !scan.utf8,
    options: {
      types: { ...types, ...options.types },
      header: true,
      // JSON's numbers have points, but texts in it may be numbers with commas.
      ...(form === 'arff' ? { decimal: '.' as const } : {}),
    },
    scratch,
    onRows: progressOf(request, scan),
    lines,
    dialect: { delimiter: ',', quote: '"', escape: '"', skip: 0, width: columns },
  })
  return {
    ...read,
    rejected: [...read.rejected, ...rejected]
      .sort((a, b) => a.line - b.line)
      .slice(0, keptRejections),
    rejectedCount: read.rejectedCount + rejectedCount,
    format: form === 'arff' ? 'arff' : 'jsonl',
    encoding,
    delimiter: null,
    decimal: null,
    header: null,
  }
}
