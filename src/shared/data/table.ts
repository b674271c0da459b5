/** A column of numbers; a missing value is NaN. */
export interface NumberColumn {
  readonly type: 'number'
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

export type Column = NumberColumn | CategoryColumn

export interface Table {
  readonly name: string
  readonly rows: number
  readonly columns: readonly Column[]
  /** The column to predict when a spec names none. */
  readonly target: string
}
