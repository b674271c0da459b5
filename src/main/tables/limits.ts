/* What decides how a table is read. Each is here because a person may ask why. */

/** Of a column's present values, so many may fail to be what the others are; their rows are refused. */
export const oddShare = 0.05

/** A category column has at most so many different values. */
export const mostCategories = 1000

/** A column that a person calls categories has at most so many. */
export const mostForced = 100_000

/** A longer value makes a column text. In characters. */
export const longestCategory = 200

/** With so few different values a column is of categories whatever its length. */
export const fewCategories = 10

/** So many refused rows are kept with their reasons; all are counted. */
export const keptRejections = 1000

/** A longer row is refused: some way over the longest field anybody has wanted to read. In bytes. */
export const longestRow = 128 * 2 ** 20

/** The most characters of a value that a preview or a reason repeats. */
export const previewLength = 200

/** More columns are no table to learn from. */
export const mostColumns = 20_000
