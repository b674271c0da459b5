const exact: ReadonlySet<string> = new Set([
  '',
  'NA',
  'N/A',
  'n/a',
  '#N/A',
  '<NA>',
  '?',
  '-',
  'NaN',
  'nan',
  'NaT',
  'null',
  'NULL',
  'Null',
  'None',
])

/**
 * How files write that a value is missing. Words that could be a category's name ("none", "na",
 * "unknown") are none of them.
 */
export const missingMarks: readonly string[] = [...exact]

/** @param text trimmed */
export function isMissing(text: string): boolean {
  return exact.has(text)
}
