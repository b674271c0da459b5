import type { ColumnType, Encoding } from '#shared/experiment/source.ts'
import { fieldsOf, pairsOf, parseAttribute, type Attribute, type Field } from './arff-text.ts'
import { columnNames } from './header.ts'
import { mostColumns } from './limits.ts'
import { decodeFile } from './normalise.ts'
import { badTable } from './refusals.ts'
import { quotedField, RowWriter, type ConvertedTable } from './row-writer.ts'

/** An ARFF file as a text of rows and commas, with what it says its columns hold. */
export interface ArffTable extends ConvertedTable {
  /** By column name, as far as the file says it. */
  readonly types: Readonly<Record<string, ColumnType>>
}

/** Whether a text is Weka's ARFF, by its beginning. */
export function isArff(head: string): boolean {
  return /^\s*(?:%[^\n]*\n\s*)*@(?:relation|attribute)\s/i.test(head.replace(/\r\n?/g, '\n'))
}

/**
 * Writes an ARFF file's rows as CSV with a header, so that they are read and judged as any other rows
 * are.
 *
 * @throws LabError `bad-table` where its header makes no table
 */
export async function arffToCsv(
  from: string,
  to: string,
  encoding: Encoding,
  onProgress: (bytes: number) => void,
): Promise<ArffTable> {
  const attributes: Attribute[] = []
  let names: readonly string[] = []
  let writer: RowWriter | undefined
  const fault = (line: number, what: string): Error =>
    badTable(
      from,
      'arff',
      `is an ARFF file whose line ${line} makes no table: ${what} Correct the line, or save the table as CSV.`,
    )
  try {
    for await (const { line, text } of linesOf(from, encoding, onProgress)) {
      if (text === '' || text.startsWith('%')) continue
      if (writer) {
        const cells = cellsOf(text, attributes, names)
        if (typeof cells === 'string') writer.refuse(line, cells)
        else await writer.add(cells, line)
        continue
      }
      const [, word = ''] = /^@(\w+)/.exec(text) ?? []
      switch (word.toLowerCase()) {
        case 'relation':
          break
        case 'attribute': {
          const attribute = parseAttribute(text)
          if (typeof attribute === 'string') throw fault(line, attribute)
          attributes.push(attribute)
          if (attributes.length > mostColumns) {
            throw badTable(
              from,
              'too-wide',
              `has more than ${mostColumns} columns: a table may have that many. Leave out what is not needed.`,
            )
          }
          break
        }
        case 'data':
          if (attributes.length === 0) throw fault(line, 'no @attribute stands before it.')
          names = columnNames(
            attributes.map(({ name }) => name),
            attributes.length,
          )
          writer = await RowWriter.open(to, names)
          break
        default:
          throw fault(line, 'neither @relation, @attribute nor @data stands there.')
      }
    }
    if (!writer) {
      throw badTable(
        from,
        'arff',
        'is an ARFF file without @data: it was cut off, or has no rows. Choose a whole copy.',
      )
    }
    return { ...(await writer.end()), types: typesOf(attributes, names) }
  } finally {
    await writer?.close()
  }
}

async function* linesOf(
  path: string,
  encoding: Encoding,
  onProgress: (bytes: number) => void,
): AsyncGenerator<{ line: number; text: string }> {
  let line = 1
  let held = ''
  let done = 0
  for await (const piece of decodeFile(path, encoding)) {
    const parts = (held + piece.replace(/\r\n?/g, '\n')).split('\n')
    held = parts.pop()!
    for (const part of parts) {
      yield { line, text: part.trim() }
      line++
    }
    done += Buffer.byteLength(piece)
    onProgress(done)
  }
  yield { line, text: held.trim() }
}

/** A word for yes or no is told by the reader; a number that is a class is not. */
const answers = ['true', 'false', 'yes', 'no']

function typesOf(
  attributes: readonly Attribute[],
  names: readonly string[],
): Record<string, ColumnType> {
  const types: Record<string, ColumnType> = {}
  attributes.forEach(({ kind, values }, index) => {
    if (kind === 'number') types[names[index]!] = 'number'
    const yesNo = values?.every((value) => answers.includes(value.toLowerCase()))
    if (kind === 'nominal' && !yesNo) types[names[index]!] = 'category'
  })
  return types
}

/** A row's cells as CSV; a sentence where it is none. */
function cellsOf(
  text: string,
  attributes: readonly Attribute[],
  names: readonly string[],
): string[] | string {
  const fields = text.startsWith('{') ? sparseFields(text, attributes) : fieldsOf(text)
  if (typeof fields === 'string') return fields
  const width = attributes.length
  // A weight may stand after the values.
  const weighted = fields.length === width + 1 && /^\{[^{}]*\}$/.test(fields[width]!.text)
  if (fields.length !== width && !weighted) {
    const count = `${fields.length} ${fields.length === 1 ? 'value' : 'values'}`
    return `The row has ${count} where the table has ${width} columns.`
  }
  const cells: string[] = []
  for (const [index, { name, kind, values }] of attributes.entries()) {
    const { text: value, quoted } = fields[index]!
    if (!quoted && (value === '?' || value === '')) {
      cells.push('')
      continue
    }
    if (kind === 'nominal' && !values!.includes(value)) {
      const shown = [...value].slice(0, 60).join('')
      return `In column "${names[index] ?? name}", "${shown}" is none of the values that the file declares.`
    }
    cells.push(quotedField(value))
  }
  return cells
}

/** The values of `{index value, index value}`; those left out are 0, or the first of a nominal. */
function sparseFields(text: string, attributes: readonly Attribute[]): Field[] | string {
  // A weight may stand after the row.
  const [, inside] = /^\{([^]*)\}\s*,\s*\{[^{}]*\}$/.exec(text) ?? /^\{([^]*)\}$/.exec(text) ?? []
  const pairs = inside === undefined ? undefined : pairsOf(inside)
  if (!pairs) return 'The sparse row is not made of places and values in braces.'
  const row = attributes.map(({ kind, values }): Field => {
    if (kind === 'number') return { text: '0', quoted: false }
    return { text: kind === 'nominal' ? (values![0] ?? '') : '', quoted: false }
  })
  for (const { place, field } of pairs) {
    if (place >= row.length) {
      return `The sparse row has a value at place ${place} where the table has ${row.length} columns.`
    }
    row[place] = field
  }
  return row
}
