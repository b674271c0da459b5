import type { BadTableReason } from '#shared/contract/tables.ts'
import { isBinary } from './encoding.ts'
import { printedAs } from './printed.ts'
import { badTable } from './refusals.ts'

/*
 * Files that people take for tables, recognised by their first bytes or words, whatever their names are.
 */

interface Known {
  readonly reason: BadTableReason
  /** Goes on from the file's name. */
  readonly sentence: string
  /** The format's name, for the page's own sentence. */
  readonly what?: string
}

interface Signature extends Known {
  /** First bytes, in Latin-1. */
  readonly bytes: string
  /** Where they are. @default 0 */
  readonly at?: number
  /** The bytes could also begin a text: they count only where what follows is binary. */
  readonly weak?: boolean
}

const format = (what: string, advice: string): Known => ({
  reason: 'other-format',
  what,
  sentence: `is a file of the format ${what}, which is not read: ${advice}`,
})

const save = 'save its table as CSV or Parquet, and choose that.'
const python = (call: string): string =>
  `save its table as CSV, in Python with ${call}, and choose that.`
const compressed: Known = {
  reason: 'compressed',
  sentence: 'is compressed: unpack it and choose what it holds.',
}
const database: Known = format('SQLite', 'export a table of it as CSV, and choose that.')
const picture: Known = {
  reason: 'binary',
  sentence: 'is a picture: choose a CSV, TSV, Parquet or JSON file.',
}
const program: Known = {
  reason: 'binary',
  sentence: 'is a program: choose a CSV, TSV, Parquet or JSON file.',
}
const workbook: Known = {
  reason: 'workbook',
  sentence: 'is a workbook: save the sheet as CSV and choose that.',
}

const signatures: readonly Signature[] = [
  { bytes: '\x1f\x8b', ...compressed },
  { bytes: '\x1f\x9d', ...compressed },
  { bytes: '\x28\xb5\x2f\xfd', ...compressed },
  { bytes: '\xfd7zXZ', ...compressed },
  { bytes: '7z\xbc\xaf', ...compressed },
  { bytes: '\x04\x22\x4d\x18', ...compressed },
  { bytes: 'Rar!\x1a\x07', ...compressed },
  { bytes: 'BZh', weak: true, ...compressed },
  { bytes: 'ustar', at: 257, ...compressed },
  { bytes: '\xd0\xcf\x11\xe0', ...workbook },
  { bytes: 'SQLite format 3\0', ...database },
  { bytes: 'DUCK', at: 8, weak: true, ...format('DuckDB', 'export a table of it as Parquet.') },
  { bytes: '\0\x01\0\0Standard ', ...format('Access', 'export a table of it as CSV.') },
  { bytes: '%PDF-', ...format('PDF', 'copy its table into a spreadsheet and save that as CSV.') },
  { bytes: '\x89HDF\r\n\x1a\n', ...format('HDF5', python('pandas.read_hdf or h5py')) },
  { bytes: '\x93NUMPY', ...format('NumPy', python('numpy.savetxt')) },
  { bytes: 'ARROW1\0\0', ...format('Arrow', python('pyarrow.feather.read_table')) },
  { bytes: 'FEA1', weak: true, ...format('Feather', python('pandas.read_feather')) },
  { bytes: 'ORC', weak: true, ...format('ORC', python('pandas.read_orc')) },
  { bytes: 'Obj\x01', ...format('Avro', save) },
  { bytes: 'PARE', weak: true, ...format('encrypted Parquet', 'save it without encryption.') },
  ...['\x02', '\x03', '\x04', '\x05'].map((version) => ({
    bytes: `\x80${version}`,
    ...format('Python pickle', python('pandas.read_pickle')),
  })),
  ...['RDX2\n', 'RDX3\n', 'RDA2\n', 'RDA3\n'].map((bytes) => ({
    bytes,
    ...format('R data', 'save its table as CSV, in R with write.csv, and choose that.'),
  })),
  { bytes: 'MATLAB 5.0 MAT-file', ...format('MATLAB', python('scipy.io.loadmat')) },
  { bytes: 'CDF\x01', ...format('NetCDF', python('xarray.open_dataset')) },
  { bytes: 'CDF\x02', ...format('NetCDF', python('xarray.open_dataset')) },
  { bytes: '$FL2', weak: true, ...format('SPSS', python('pandas.read_spss')) },
  { bytes: '<stata_dta>', ...format('Stata', python('pandas.read_stata')) },
  {
    bytes: '\xc2\xea\x81\x60\xb3\x14\x11\xcf\xbd\x92\x08\x00',
    at: 12,
    ...format('SAS', python('pandas.read_sas')),
  },
  { bytes: 'HEADER RECORD*******', ...format('SAS', python('pandas.read_sas')) },
  { bytes: 'SIMPLE  =  ', ...format('FITS', python('astropy.table.Table.read')) },
  { bytes: 'bplist00', ...format('property list', save) },
  { bytes: '\x89PNG', ...picture },
  { bytes: '\xff\xd8\xff', ...picture },
  { bytes: 'GIF8', weak: true, ...picture },
  { bytes: 'RIFF', weak: true, ...picture },
  { bytes: 'II*\0', ...picture },
  { bytes: 'MM\0*', ...picture },
  { bytes: '\x7fELF', ...program },
  { bytes: 'MZ', weak: true, ...program },
]

/**
 * @param head the file's first bytes
 * @throws LabError `bad-table` for the binary formats that are known and are no table
 */
export function refuseKnown(path: string, head: Buffer): void {
  const starts = ({ bytes, at = 0 }: Signature): boolean =>
    head.toString('latin1', at, at + bytes.length) === bytes
  const found = signatures.find((each) => starts(each) && (!each.weak || isBinary(head)))
  if (found) throw refusal(path, found)
  if (head.toString('latin1', 0, 4) === 'PK\x03\x04') throw refusal(path, zipKind(head))
}

/** A ZIP archive by the name of its first files. */
function zipKind(head: Buffer): Known {
  const text = head.toString('latin1', 0, 4096)
  if (/xl\/|opendocument\.spreadsheet/.test(text)) return workbook
  if (/word\/|opendocument\.text/.test(text)) {
    return format('Word', 'copy its table into a spreadsheet and save that as CSV.')
  }
  if (/\.npy/.test(text)) return format('NumPy', python('numpy.savetxt'))
  return {
    reason: 'workbook',
    sentence:
      'is a workbook or an archive: save the sheet as CSV, or unpack the archive, and choose what comes of it.',
  }
}

/**
 * @param text the file's beginning, decoded
 * @param asked whether a person says that it is rows and delimiters: only web pages are refused then
 * @throws LabError `bad-table` for texts that are known and are no table of rows and delimiters
 */
export function refuseKnownText(path: string, text: string, asked: boolean): void {
  const start = text.slice(0, 65_536).trimStart()
  const found = pageOf(start) ?? (asked ? undefined : (textKind(start) ?? printKind(text)))
  if (found) throw refusal(path, found)
}

/** Comments may stand before a page's first tag, and before a dump's first statement. */
const comments = /^(?:<!--[^]*?-->\s*)+/
const prolog = /^<\?xml[^<>]*\?>\s*/
const sql =
  /^(?:--[^\n]*\n\s*|\/\*(?:[^*]|\*(?!\/))*\*\/;?\s*)*(?:(?:CREATE TABLE|DROP TABLE|INSERT INTO|LOCK TABLES|PRAGMA)\s|BEGIN(?: TRANSACTION)?;|SET [^;\n]+;)/i
const page = /^<(?:!doctype\s+html|html|head|body)(?:\s[^<>]*)?>/i
/** Tags that a page's remains, or a server's report of an error, begin with. */
const fragment =
  /^<(?:title|meta|link|script|style|table|thead|tbody|tr|div|span|form|center|font|p|br|b|pre|h[1-6]|ul|ol|iframe)(?:\s[^<>]*)?\/?>/i

function pageOf(text: string): Known | undefined {
  const markup = text.replace(comments, '').replace(prolog, '').replace(comments, '')
  return page.test(markup) ? pageKind(text) : undefined
}

function textKind(text: string): Known | undefined {
  const markup = text.replace(comments, '')
  if (fragment.test(markup) && markup.includes('</')) return pageKind(text)
  if (prolog.test(markup) || /^<!DOCTYPE\s/i.test(markup)) return xmlKind(text)
  const [, tag] = /^<([A-Za-z_][\w:.-]*)(?:\s[^<>]*)?>/.exec(markup) ?? []
  if (tag !== undefined && (markup.includes(`</${tag}>`) || /^<[^<>]*\sxmlns/.test(markup))) {
    return xmlKind(text)
  }
  if (/^MIME-Version:/i.test(text)) {
    return format('MHTML', 'open it in a browser or a spreadsheet program and save as CSV.')
  }
  if (text.startsWith('{\\rtf')) {
    return format('RTF', 'copy its table into a spreadsheet and save that as CSV.')
  }
  if (text.startsWith('\\begin{') || text.startsWith('\\documentclass')) {
    return format('LaTeX', 'save the table that it was made of as CSV, and choose that.')
  }
  if (/^\+-+\+\n *\|[^|\n]*\|\n *\|-+\|\n *1\. \|/.test(text)) {
    return format(
      'Stata list',
      'save its table as CSV, in Stata with export delimited, and choose that.',
    )
  }
  if (/^(?:\d+×\d+ DataFrame\n)? *Row │ /.test(text)) {
    return format(
      'Julia DataFrame',
      'save its table as CSV, in Julia with CSV.write, and choose that.',
    )
  }
  if (text.startsWith('%!PS')) return format('PostScript', save)
  if (text.startsWith('version https://git-lfs.github.com/spec/')) {
    return {
      reason: 'pointer',
      sentence:
        'only points at the real file, which Git LFS keeps: fetch that with "git lfs pull", and choose it.',
    }
  }
  if (sql.test(text)) {
    return format('SQL', 'load it into a database and export the table as CSV.')
  }
  if (/^(?:(?:var|let|const|window\.)\s*)?[\w$.[\]]+\s*[=(]\s*[[{]/.test(text)) {
    return format('JavaScript', 'keep the list of records alone, as JSON, and choose that.')
  }
  if (isSvmLight(text)) {
    return format('SVMlight', python('sklearn.datasets.load_svmlight_file'))
  }
  return undefined
}

function pageKind(text: string): Known {
  if (/<table[\s>]/i.test(text)) {
    return {
      reason: 'html-table',
      sentence:
        'is a web page (HTML) with a table in it: open it in a spreadsheet program, save that as CSV and choose it.',
    }
  }
  const [, found = ''] = /<title[^>]*>([^<]*)<\/title>/i.exec(text) ?? []
  const title = found.replace(/\s+/g, ' ').trim().slice(0, 80)
  const called = title === '' ? '' : ` titled "${title}"`
  return {
    reason: 'html',
    sentence: `is a web page (HTML)${called}, not a table: the download wants a sign-in or went wrong. Get the file itself in a browser, and choose that.`,
  }
}

function xmlKind(text: string): Known {
  const sheet = /Excel\.Sheet|urn:schemas-microsoft-com:office:spreadsheet/.test(text)
  return format(
    'XML',
    sheet ? 'open it in a spreadsheet program, save the sheet as CSV and choose that.' : save,
  )
}

function printKind(text: string): Known | undefined {
  const printed = printedAs(text.slice(0, 65_536))
  return printed && prints[printed]
}

const prints: Readonly<Record<'part' | 'blocks', Known>> = {
  part: {
    reason: 'printed-part',
    sentence:
      'is only a part of a table: what printed it left rows or columns out. Save the whole table as CSV, and choose that.',
  },
  blocks: {
    reason: 'printed-blocks',
    sentence:
      'is a table that was printed for people, and not row by row: columns or values stand below one another. Save the table as CSV, and choose that.',
  },
}

/** Rows of "label index:value index:value …", of which a table of blanks would make nonsense. */
function isSvmLight(text: string): boolean {
  const lines = text.split(/\r\n|\r|\n/, 6).filter((line) => line.trim() !== '')
  const whole = lines.length > 1 ? lines.slice(0, -1) : lines
  const row = /^[+-]?\d+(?:\.\d+)?(?: qid:\d+)?(?: \d+:[+-]?[\d.]+(?:e[+-]?\d+)?)+\s*(?:#.*)?$/i
  return whole.length > 0 && whole.every((line) => row.test(line))
}

function refusal(path: string, { reason, sentence, what }: Known): Error {
  return badTable(path, reason, sentence, what === undefined ? {} : { what })
}
