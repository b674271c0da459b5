import { currentLanguage } from '#renderer/locales/index.ts'

const minute = 60
const hour = 60 * minute
const day = 24 * hour

/**
 * @param at ISO 8601
 * @param now milliseconds since 1970
 * @returns how long ago it was, in the present language; from a week on, the day
 */
export function agoText(at: string, now: number): string {
  const date = new Date(at)
  const seconds = Math.max(0, (now - date.getTime()) / 1000)
  const language = currentLanguage()
  if (seconds >= 7 * day) {
    const sameYear = date.getFullYear() === new Date(now).getFullYear()
    return date.toLocaleDateString(language, {
      day: 'numeric',
      month: 'short',
      ...(sameYear ? {} : { year: 'numeric' }),
    })
  }
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' })
  if (seconds < minute) return format.format(0, 'second')
  if (seconds < hour) return format.format(-Math.floor(seconds / minute), 'minute')
  if (seconds < day) return format.format(-Math.floor(seconds / hour), 'hour')
  return format.format(-Math.floor(seconds / day), 'day')
}

/** @returns date and time to the second, as the present language writes them */
export function exactText(at: string): string {
  return new Date(at).toLocaleString(currentLanguage(), { dateStyle: 'full', timeStyle: 'medium' })
}
