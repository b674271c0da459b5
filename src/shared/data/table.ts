/** A column of numbers; a missing value is NaN. */
export interface NumberColumn {
  readonly type: 'number'
  readonly name: string
  readonly values: Float64Array
  /** What the values are counted in, as the file says it: "%", "€", "m/s". They are as written. */
  readonly unit?: string
}

/** A column of dates and times: seconds since 1970 in UTC; a missing value is NaN. */
interface DateColumn {
  readonly type: 'date'
  readonly name: string
  readonly values: Float64Array
}

/** A column of categories: `codes[row]` indexes `categories`; a missing value is -1. */
export interface CategoryColumn {
  readonly type: 'category'
  readonly name: string
  readonly codes: Int32Array
  /** Sorted as they first appear. */
  readonly categories: readonly string[]
}

/** A column of yes and no: `codes[row]` is 0 or 1 and indexes `categories`; a missing value is -1. */
export interface BooleanColumn {
  readonly type: 'boolean'
  readonly name: string
  readonly codes: Int32Array
  readonly categories: readonly ['false', 'true']
}

/** A column of free text, of which nobody learns: only what a person wants to know of it is kept. */
interface TextColumn {
  readonly type: 'text'
  readonly name: string
  readonly missing: number
  readonly distinct: number
  /** The first rows' values; null where missing. */
  readonly preview: readonly (string | null)[]
}

/** A column that can be learned from. */
export type FeatureColumn = NumberColumn | DateColumn | CategoryColumn | BooleanColumn

export type Column = FeatureColumn | TextColumn

/** @returns whether a column is filled and counted as a number is; the others as categories are */
export function isQuantity({ type }: { readonly type: string }): boolean {
  return type === 'number' || type === 'date'
}

export interface Table {
  readonly name: string
  readonly rows: number
  readonly columns: readonly Column[]
  /** The column to predict when a spec names none; empty where none suggests itself. */
  readonly target: string
}

/** @returns about how many bytes a table's cells take */
export function tableBytes(table: Table): number {
  let bytes = 0
  for (const column of table.columns) {
    if (column.type === 'text') {
      for (const text of column.preview) bytes += 2 * (text?.length ?? 0)
    } else if ('values' in column) bytes += column.values.byteLength
    else {
      bytes += column.codes.byteLength
      for (const category of column.categories) bytes += 2 * category.length
    }
  }
  return bytes
}
