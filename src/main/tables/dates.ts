import { parseWritten } from './written-dates.ts'

/** A way of writing dates that a column may keep to. */
export interface DateForm {
  /** Of what TRY_STRPTIME takes, dates then dates with a time; none means the ISO form, which is cast. */
  readonly formats: readonly string[]
  /** Some have a comma between day and time or before split seconds, or "Uhr" after them. */
  readonly typeset?: true
  /** The database has no format for them: they are read by {@link parseWritten}. */
  readonly written?: true
}

interface Candidate extends DateForm {
  /** Groups `y`, `m` and `d` where they are numbers; undefined where they are written. */
  readonly pattern?: RegExp
}

const clock = '(?:(?:,? |T)\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d+)?)?(?: ?[AaPp][Mm]| Uhr)?)?'
const times = ['', ' %H:%M', ' %H:%M:%S', ' %H:%M:%S.%f', ' %I:%M %p', ' %I:%M:%S %p']
const withTimes = (...dates: string[]): string[] =>
  dates.flatMap((date) => times.map((time) => `${date}${time}`))
const months =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?' +
  '|sep(?:tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)'

const candidate = (date: string, ...dates: string[]): Candidate => ({
  pattern: new RegExp(`^${date}${clock}$`, 'i'),
  formats: withTimes(...dates),
})

/** Where two fit a column alike, the earlier is taken. */
const candidates: readonly Candidate[] = [
  {
    pattern:
      /^(?<y>\d{4})[-/](?<m>\d{1,2})[-/](?<d>\d{1,2})(?:(?:,? |T)\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?(?:Z|UTC|Uhr|[+-]\d{2}(?::?\d{2})?))?)?$/,
    formats: [],
  },
  candidate('(?<m>\\d{1,2})/(?<d>\\d{1,2})/(?<y>\\d{4})', '%m/%d/%Y'),
  candidate('(?<d>\\d{1,2})/(?<m>\\d{1,2})/(?<y>\\d{4})', '%d/%m/%Y'),
  candidate('(?<m>\\d{1,2})/(?<d>\\d{1,2})/\\d{2}', '%m/%d/%y'),
  candidate('(?<d>\\d{1,2})/(?<m>\\d{1,2})/\\d{2}', '%d/%m/%y'),
  candidate('(?<d>\\d{1,2})\\.(?<m>\\d{1,2})\\.(?<y>\\d{4})', '%d.%m.%Y'),
  candidate('(?<d>\\d{2})\\.(?<m>\\d{2})\\.\\d{2}', '%d.%m.%y'),
  candidate('(?<y>\\d{4})\\.(?<m>\\d{1,2})\\.(?<d>\\d{1,2})', '%Y.%m.%d'),
  candidate('(?<d>\\d{1,2})-(?<m>\\d{1,2})-(?<y>\\d{4})', '%d-%m-%Y'),
  candidate('(?<m>\\d{1,2})-(?<d>\\d{1,2})-(?<y>\\d{4})', '%m-%d-%Y'),
  candidate('(?<y>\\d{4})年(?<m>\\d{1,2})月(?<d>\\d{1,2})日', '%Y年%m月%d日'),
  candidate(`(?<d>\\d{1,2}) ${months} (?<y>\\d{4})`, '%d %b %Y', '%d %B %Y'),
  candidate(`(?<d>\\d{1,2})-${months}-(?<y>\\d{4})`, '%d-%b-%Y', '%d-%B-%Y'),
  candidate(`(?<d>\\d{1,2})-${months}-\\d{2}`, '%d-%b-%y', '%d-%B-%y'),
  candidate(`${months} (?<d>\\d{1,2}), (?<y>\\d{4})`, '%b %d, %Y', '%B %d, %Y'),
  { formats: [], written: true },
]

const comma = /\d, \d{1,2}:|:\d{2},\d+$| Uhr$/

/** What turns a typeset date into one that a program writes, for RE2: patterns with what they become. */
export const typesetDates = [
  [' Uhr$', ''],
  ['(\\d), (\\d{1,2}:)', '\\1 \\2'],
  ['(:\\d{2}),(\\d+)$', '\\1.\\2'],
] as const

function fits({ pattern }: Candidate, value: string): boolean {
  if (!pattern) return parseWritten(value) !== undefined
  const groups = pattern.exec(value)?.groups
  if (!groups) return false
  const { m = '1', d = '1' } = groups
  return Number(m) >= 1 && Number(m) <= 12 && Number(d) >= 1 && Number(d) <= 31
}

/** Whether a text is a time of day. */
export function isClock(text: string): boolean {
  return /^\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AaPp][Mm])?$|^\d{2}\.\d{2}\.\d{2}$/.test(text)
}

/** Whether a text is a date in any form. */
export function isDate(text: string): boolean {
  return candidates.some((each) => fits(each, text))
}

/** The same date with month and day the other way round, where a form's place in the list is no reason. */
const isMonthFirst = ({ formats: [first] }: DateForm): boolean =>
  first !== undefined && /^%m[-/]%d/.test(first)

/**
 * The form in which most of a column's values are dates, with how many are. "1/2/2020" is the second
 * of January unless some value of the column says otherwise, or the file's others do.
 *
 * @param values trimmed
 * @param dayFirst whether the day comes first where the column itself does not say
 */
export function findDateForm(
  values: readonly string[],
  dayFirst: boolean,
): { form: DateForm; dates: number } {
  let best: { form: DateForm; dates: number } = { form: candidates[0]!, dates: 0 }
  for (const each of candidates) {
    const dates = values.filter((value) => fits(each, value)).length
    const { formats, written } = each
    const form = written ? { formats, written } : { formats }
    const turned = dayFirst && isMonthFirst(best.form) && !isMonthFirst(form)
    if (dates > best.dates || (dates > 0 && dates === best.dates && turned)) best = { form, dates }
  }
  const typeset = best.form.written !== true && values.some((value) => comma.test(value))
  return typeset ? { ...best, form: { ...best.form, typeset } } : best
}

/** Whether a column's dates can only have the day first, or only the month; undefined where they don't say. */
export function dayComesFirst(values: readonly string[]): boolean | undefined {
  const [day, month] = [findDateForm(values, true), findDateForm(values, false)]
  if (day.dates === 0 || day.dates < values.length / 2) return undefined
  const first = day.form.formats[0] ?? ''
  if (first !== month.form.formats[0] || !/^%[dm][-/]%[dm]/.test(first)) return undefined
  return first.startsWith('%d')
}
