/*
 * Dates as people and programs write them for people: with months' names, in the languages whose
 * tables have come up, with weekdays, or with the month alone.
 */

const clock =
  '(?:(?:[T:, ]\\s?)(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2}(?:[.,]\\d+)?))?(?:\\s?(?<half>[ap])\\.?m\\.?)?)?'
const zone = '(?:\\s?(?<zone>Z|UTC|GMT|[+-]\\d{2}:?\\d{2}))?'
const month = '(?<month>\\p{L}{3,})\\.?'
const ordinal = '(?:\\.|st|nd|rd|th|er|º)?'

const patterns = [
  `(?<day>\\d{1,2})${ordinal}[ /-]?(?:de |of )?${month},?[ /-](?:de )?(?<year>\\d{4}|\\d{2})${clock}${zone}`,
  `${month} (?<day>\\d{1,2})${ordinal},? (?<year>\\d{4})${clock}${zone}`,
  `${month} +(?<day>\\d{1,2})${clock}${zone} (?<year>\\d{4})`,
  `${month}[ -](?<year>\\d{4})`,
  `${month}-(?<year>\\d{2})`,
  `(?<year>\\d{4})[ -]${month}`,
  `(?<year>\\d{4})年(?<number>\\d{1,2})月(?:(?<day>\\d{1,2})日)?${clock}`,
  `(?<year>\\d{4})\\. ?(?<number>\\d{1,2})\\. ?(?<day>\\d{1,2})\\.?${clock}`,
  '(?<year>(?:1[89]|20)\\d{2})-(?<number>0[1-9]|1[0-2])',
  `(?<year>(?:1[89]|20)\\d{2})(?<number>\\d{2})(?<day>\\d{2})[T ](?<hour>\\d{2}):?(?<minute>\\d{2})(?::?(?<second>\\d{2}))?${zone}`,
].map((pattern) => new RegExp(`^${pattern}$`, 'iu'))

const languages = 'en de fr es it pt nl pl ru uk cs sv da fi tr hu ro'.split(' ')

/** Months' numbers by their names, long and short. */
let months: ReadonlyMap<string, number> | undefined
/** Weekdays' names, long and short. */
let weekdays: ReadonlySet<string> | undefined

const bare = (name: string): string => name.toLowerCase().replace(/\.$/, '')

function namesOf(part: 'month' | 'weekday', at: Date): string[] {
  const forms = ['long', 'short'] as const
  return languages.flatMap((language) =>
    forms.flatMap((form) =>
      // With a day beside it a name may be in another case.
      [{}, { day: 'numeric' as const }].flatMap((more) => {
        const options = { [part]: form, timeZone: 'UTC', ...more }
        const parts = new Intl.DateTimeFormat(language, options).formatToParts(at)
        const name = bare(parts.find(({ type }) => type === part)?.value ?? '')
        // Spreadsheets cut them to three letters.
        return part === 'month' ? [name, name.slice(0, 3)] : [name]
      }),
    ),
  )
}

function monthOf(name: string): number | undefined {
  if (!months) {
    const found = new Map<string, number>([['mrz', 3]])
    const twice = new Set<string>()
    for (let number = 1; number <= 12; number++) {
      for (const each of namesOf('month', new Date(Date.UTC(2024, number - 1, 15)))) {
        const known = found.get(each)
        if (known === undefined) found.set(each, number)
        // "jui" may be June or July; English names are what they are.
        else if (known !== number && each.length === 3) twice.add(each)
      }
    }
    for (const each of twice) if (!english.includes(each)) found.delete(each)
    months = found
  }
  return months.get(bare(name))
}
const english = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')

/** A text without the weekday that it begins with. */
function withoutWeekday(text: string): string {
  const [whole, name] = /^(\p{L}+)\.?,?\s+/u.exec(text) ?? []
  if (whole === undefined || name === undefined) return text
  weekdays ??= new Set(
    Array.from({ length: 7 }, (_, day) =>
      namesOf('weekday', new Date(Date.UTC(2024, 0, 1 + day))),
    ).flat(),
  )
  return weekdays.has(bare(name)) ? text.slice(whole.length) : text
}

/**
 * A date in seconds since 1970; undefined where a text is none.
 *
 * @param text trimmed
 */
export function parseWritten(text: string): number | undefined {
  if (text.length > 40 || text.length < 6 || !/\d/.test(text)) return undefined
  return parse(text) ?? parse(withoutWeekday(text))
}

function parse(text: string): number | undefined {
  for (const pattern of patterns) {
    const groups = pattern.exec(text)?.groups
    if (!groups) continue
    const number = groups.month === undefined ? Number(groups.number) : monthOf(groups.month)
    const day = Number(groups.day ?? 1)
    const short = groups.year!.length === 2 ? (Number(groups.year) < 69 ? 2000 : 1900) : 0
    const year = Number(groups.year) + short
    if (number === undefined) continue
    const midnight = new Date(Date.UTC(2000, number - 1, day))
    midnight.setUTCFullYear(year, number - 1, day)
    if (midnight.getUTCMonth() !== number - 1 || midnight.getUTCDate() !== day) continue
    const seconds = secondsOf(groups)
    if (seconds !== undefined) return midnight.getTime() / 1000 + seconds
  }
  return undefined
}

/** What a time of day adds, with its zone's distance taken off. */
function secondsOf(groups: Record<string, string | undefined>): number | undefined {
  const { hour = '0', minute = '0', second = '0', half, zone = '' } = groups
  const twelve = half === undefined ? Number(hour) : Number(hour) % 12
  const hours = twelve + (half?.toLowerCase() === 'p' ? 12 : 0)
  const seconds = Number(second.replace(',', '.'))
  if (hours > 24 || Number(minute) > 59 || seconds >= 61) return undefined
  const [, sign, east = '0', more = '0'] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? []
  const away = (Number(east) * 60 + Number(more)) * 60 * (sign === '-' ? -1 : 1)
  return hours * 3600 + Number(minute) * 60 + seconds - away
}
