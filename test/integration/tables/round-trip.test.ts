import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isMissing } from '#main/tables/marks.ts'
import { randomTable } from '#test/support/random-tables.ts'
import { cases } from '#test/support/thorough.ts'
import { cellsOf, namesOf, readContent, valuesOf } from './support.ts'

const delimiter = fc.constantFrom(',', ';', '\t', '|')
const lineEnd = fc.constantFrom('\n', '\r\n', '\r')

/** A value of several scripts, with every mark that may upset a reader. */
const cell = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom('a', 'B', '7', ',', ';', '\t', '|', '"', "'", '#', '\\', '\n', ' ', '=', '-'),
      fc.constantFrom('é', '长', '🙂', 'ß', '\u00a0'),
    ),
    maxLength: 12,
  })
  .map((text) => text.trim())

const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`

describe('what a program has written', () => {
  it('is read back value by value, whatever is in the values', async () => {
    const tables = fc.record({
      delimiter,
      lineEnd,
      rows: fc.integer({ min: 1, max: 4 }).chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), {
          minLength: 2,
          maxLength: 12,
        }),
      ),
    })
    await fc.assert(
      fc.asyncProperty(tables, async ({ delimiter, lineEnd, rows }) => {
        const names = rows[0]!.map((_, column) => `name ${column}`)
        const text = [names, ...rows].map((row) => row.map(quote).join(delimiter)).join(lineEnd)
        const types = Object.fromEntries(names.map((name) => [name, 'category' as const]))
        const { table, rejectedCount } = await readContent(text, {
          delimiter,
          header: true,
          types,
          format: 'csv',
        })
        expect(rejectedCount).toBe(0)
        names.forEach((name, column) => {
          const wanted = rows.map((row) => {
            // Line ends are read as line feeds, wherever they stand.
            const value = row[column]!
            return isMissing(value) ? null : value
          })
          expect(valuesOf(table, name)).toEqual(wanted)
        })
      }),
      { numRuns: cases(24, 600) },
    )
  })

  it('tells its own dialect, and comes out as it was meant', async () => {
    const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 })
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        const { bytes, text, delimiter, header, rows, columns } = randomTable(seed)
        const read = await readContent(bytes)
        const dialect = { delimiter, header, rejectedCount: 0 }
        expect({ text, ...read }).toMatchObject({ text, ...dialect })
        expect(read.table.rows).toBe(rows)
        const { table } = read
        expect(namesOf(table)).toEqual(columns.map(({ name }) => name))
        const kinds = { category: 'words', text: 'words' } as const
        const found = table.columns.map((column) => ({
          kind: kinds[column.type as keyof typeof kinds] ?? column.type,
          values: cellsOf(column),
          unit: 'unit' in column ? column.unit : undefined,
        }))
        const wanted = columns.map(({ kind, values, unit }, index) => {
          // Of a text, only the first values are kept.
          return { kind, values: values.slice(0, found[index]!.values.length), unit }
        })
        expect({ text, found }).toEqual({ text, found: wanted })
      }),
      { numRuns: cases(32, 5000), endOnFailure: true },
    )
  })

  it('is refused row by row where rows are cut short, each by its line', async () => {
    const rows = fc.array(
      fc.record({
        lines: fc.integer({ min: 0, max: 3 }),
        blank: fc.integer({ min: 0, max: 2 }),
        fault: fc.oneof(
          { weight: 9, arbitrary: fc.constant('none') },
          { weight: 1, arbitrary: fc.constantFrom('short', 'long', 'odd') },
        ),
      }),
      { minLength: 60, maxLength: 90 },
    )
    await fc.assert(
      fc.asyncProperty(rows, async (faults) => {
        let text = 'x,note\n'
        let line = 2
        let odd = 0
        const refused: number[] = []
        faults.forEach(({ lines, blank, fault: wanted }, row) => {
          // More than one in twenty would make the column one of words.
          const fault = wanted === 'odd' && odd >= 2 ? 'none' : wanted
          text += '\n'.repeat(blank)
          line += blank
          const note = quote(`n${'\n"'.repeat(lines)}`)
          if (fault === 'none') text += `${row},${note}\n`
          else if (fault === 'short') text += `${note}\n`
          else if (fault === 'long') text += `${row},${note},1\n`
          else text += `odd,${note}\n`
          if (fault === 'odd') odd++
          if (fault !== 'none') refused.push(line)
          line += 1 + lines
        })
        fc.pre(refused.length < faults.length / 2 && odd <= (faults.length - refused.length) / 20)
        const read = await readContent(text)
        expect(read.rejected.map((each) => each.line)).toEqual(refused)
        expect(read.table.rows).toBe(faults.length - refused.length)
      }),
      { numRuns: cases(16, 400), endOnFailure: true },
    )
  })
})
