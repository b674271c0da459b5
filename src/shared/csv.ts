/* Cells of a CSV file. @see RFC 4180 */

/** @returns every digit that tells the number; what is not finite as pandas, R and DuckDB all read it */
export function csvNumber(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : String(value)
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Inf' : '-Inf'
}

/** @returns a text, in quotes where it would not be read back as it is */
export function csvText(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
