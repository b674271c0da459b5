import type { DuckDBDataChunk } from '@duckdb/node-api'
import { previewRows } from '#shared/data/summary.ts'
import { HashCodes } from './dictionary.ts'
import type { Kind } from './infer.ts'
import {
  keptRejections,
  longestCategory,
  mostCategories,
  mostForced,
  previewLength,
} from './limits.ts'
import { isGap, isMissing } from './marks.ts'
import { parseNumber } from './number-format.ts'
import { parseWritten } from './written-dates.ts'
import { doublesOf, halvesOf, isValid, textAt, textHeadsOf, validityOf } from './vectors.ts'

/** A value that is not what the others of its column are. */
export interface OddCell {
  /** Among the rows that the database accepted, from 0. */
  readonly row: number
  readonly text: string
}

/** Rows whose values a preview may want, refused ones included. */
const lookedAt = 4 * previewRows

/** Takes a column's values from chunk after chunk. */
interface ColumnTaker {
  /** Writes a chunk's values to `into` from place `at` on; `first` is the chunk's first row. */
  take(chunk: DuckDBDataChunk, into: Float64Array | Int32Array, at: number, first: number): void
  readonly odd: readonly OddCell[]
  /** Every row with an odd value, ascending. */
  readonly oddRows: readonly number[]
  readonly present: number
  readonly nonFinite: number
  /** A number came that is rather a name, such as "007". */
  readonly named: boolean
}

/** Where a chunk has what a column needs. */
export interface Places {
  /** The column's values as its kind wants them. */
  readonly values: number
  /** Its texts; undefined where the file has none for it. */
  readonly text: number | undefined
}

abstract class Taker {
  readonly odd: OddCell[] = []
  readonly oddRows: number[] = []
  present = 0
  nonFinite = 0
  named = false

  protected refuse(row: number, text: string): void {
    this.oddRows.push(row)
    if (this.odd.length < keptRejections) this.odd.push({ row, text: text.slice(0, previewLength) })
  }
}

/** Numbers, dates in seconds, and booleans as 0 and 1; a missing value is NaN. */
export class NumberTaker extends Taker implements ColumnTaker {
  readonly #kind: Kind
  readonly #places: Places

  constructor(kind: Kind, places: Places) {
    super()
    this.#kind = kind
    this.#places = places
  }

  take(chunk: DuckDBDataChunk, into: Float64Array, at: number, first: number): void {
    const { values: column, text } = this.#places
    const rows = chunk.rowCount
    const values = doublesOf(chunk, column)
    const validity = validityOf(chunk, column)
    into.set(values, at)
    this.present += rows
    for (let row = 0; row < rows; row++) {
      const place = at + row
      if (!isValid(validity, row)) into[place] = this.#without(chunk, row, first)
      else if (!Number.isFinite(into[place])) into[place] = this.#notFinite(into[place]!)
    }
    if (this.#kind.kind === 'number' && this.#kind.digits && text !== undefined) {
      this.named ||= hasLeadingZero(textHeadsOf(chunk, text), validity, rows)
    }
  }

  /** What stands in a cell that is no number to the database. */
  #without(chunk: DuckDBDataChunk, row: number, first: number): number {
    const { text: column } = this.#places
    const text = column === undefined ? null : textAt(chunk, column, row)
    const word = text?.trim()
    if (word === undefined || isGap(word)) {
      this.present--
      return NaN
    }
    const number = this.#read(word)
    if (number === undefined) this.refuse(first + row, word)
    else return Number.isFinite(number) ? number : this.#notFinite(number)
    return NaN
  }

  /** What the database has no form for, this program may. */
  #read(word: string): number | undefined {
    const kind = this.#kind
    if (kind.kind === 'number') return parseNumber(word, kind.format)
    return kind.kind === 'date' && kind.form.written ? parseWritten(word) : undefined
  }

  /** An infinite value is a refused cell; NaN is a missing one. */
  #notFinite(value: number): number {
    if (!Number.isNaN(value)) this.nonFinite++
    this.present--
    return NaN
  }
}

/** Whether some text is a zero and then two digits at least. */
function hasLeadingZero(
  heads: Uint8Array,
  validity: Uint8Array | undefined,
  rows: number,
): boolean {
  for (let row = 0; row < rows; row++) {
    const head = row * 16
    if (heads[head + 4] !== 48 || heads[head]! < 3) continue
    const next = heads[head + 5]!
    if (next >= 48 && next <= 57 && isValid(validity, row)) return true
  }
  return false
}

/** Strings as codes of the different ones, by first appearance; a missing value is -1, an odd one -2. */
export class StringTaker extends Taker implements ColumnTaker {
  readonly #codes = new HashCodes()
  readonly #byText = new Map<string, number>()
  readonly #places: Places & { readonly text: number }
  readonly #suspicious: boolean
  #next = 0
  #categories: string[] | undefined = []
  readonly preview: (string | null)[] = []

  readonly #forced: boolean

  /**
   * @param suspicious whether the file has bytes that are no text
   * @param forced whether a person says that they are categories
   */
  constructor(places: Places & { readonly text: number }, suspicious: boolean, forced: boolean) {
    super()
    this.#places = places
    this.#suspicious = suspicious
    this.#forced = forced
  }

  /** By code; undefined where there are too many or too long ones to be categories. */
  get categories(): readonly string[] | undefined {
    return this.#categories
  }

  take(chunk: DuckDBDataChunk, into: Int32Array, at: number, first: number): void {
    const rows = chunk.rowCount
    const hashes = halvesOf(chunk, this.#places.values)
    const validity = validityOf(chunk, this.#places.text)
    for (let row = 0; row < rows; row++) {
      let code = -1
      if (isValid(validity, row)) {
        const low = hashes[2 * row]!
        const high = hashes[2 * row + 1]!
        code = this.#codes.get(low, high) ?? this.#meet(chunk, row, low, high)
        if (code === -2) this.refuse(first + row, textAt(chunk, this.#places.text, row) ?? '')
        if (code !== -1) this.present++
      }
      into[at + row] = code
    }
    for (let row = 0; row < rows && this.preview.length < lookedAt; row++) {
      const text = into[at + row] === -1 ? null : textAt(chunk, this.#places.text, row)
      this.preview.push(text === null ? null : text.trim().slice(0, previewLength))
    }
  }

  /** Gives a string seen for the first time its code. */
  #meet(chunk: DuckDBDataChunk, row: number, low: number, high: number): number {
    const code = this.#categories || this.#suspicious ? this.#look(chunk, row) : this.#next++
    this.#codes.set(low, high, code)
    return code
  }

  #look(chunk: DuckDBDataChunk, row: number): number {
    const text = (textAt(chunk, this.#places.text, row) ?? '').trim()
    if (isMissing(text)) return -1
    if (this.#suspicious && /[\0\ufffd]/.test(text)) return -2
    // Two that differ in the white space around them are one.
    const known = this.#byText.get(text)
    if (known !== undefined) return known
    const code = this.#next++
    if (this.#categories) {
      const most = this.#forced ? mostForced : mostCategories
      if (code >= most || (!this.#forced && text.length > longestCategory)) {
        this.#categories = undefined
        this.#byText.clear()
      } else {
        this.#categories.push(text)
        this.#byText.set(text, code)
      }
    }
    return code
  }
}
