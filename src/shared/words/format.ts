import { metricOf, type Metric } from '../metrics/index.ts'
import type { Language } from '../text.ts'

const conjunctions: Readonly<Record<Language, Intl.ListFormat>> = {
  // American English has a comma before the last.
  en: new Intl.ListFormat('en-GB', { type: 'conjunction' }),
  'zh-CN': new Intl.ListFormat('zh-CN', { type: 'conjunction' }),
}

/** Numbers, lists and dates as a language writes them. */
export interface Format {
  /** A whole number with its thousands apart. */
  whole(value: number): string
  /** Always that many decimals, so that columns stay put; `NaN`, `∞` as a reader knows them. */
  fixed(value: number, decimals: number): string
  /** At most that many significant digits, as short as can be: 0.02, 1e-7. */
  short(value: number, digits?: number): string
  /** A share as a percentage. */
  percent(share: number, decimals?: number): string
  /** A metric's value as labels and tables print it, always as wide. */
  metric(metric: Metric, value: number): string
  /** Bytes in the unit that leaves one to three digits before the point: `12 kB`. */
  bytes(bytes: number): string
  /** Things one after the other, as the language separates them. */
  list(items: readonly string[]): string
  /** All of them together: `a, b and c`. */
  and(items: readonly string[]): string
  /** Sentences one after the other; those that are empty are left out. */
  text(sentences: readonly string[]): string
}

/** A minus is a minus, as wide as the digits, not a hyphen. */
const typeset = (text: string): string => text.replace('-', '−')

function odd(value: number): string | undefined {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞'
  return undefined
}

const units = ['B', 'kB', 'MB', 'GB', 'TB']

function createFormat(language: Language): Format {
  const formatters = new Map<string, Intl.NumberFormat>()
  const write = (value: number, options: Intl.NumberFormatOptions): string => {
    const key = JSON.stringify(options)
    let formatter = formatters.get(key)
    if (!formatter) formatters.set(key, (formatter = new Intl.NumberFormat(language, options)))
    return typeset(formatter.format(value))
  }
  const places = (decimals: number): Intl.NumberFormatOptions => {
    return { minimumFractionDigits: decimals, maximumFractionDigits: decimals }
  }
  const format: Format = {
    whole: (value) => odd(value) ?? write(value, { maximumFractionDigits: 0 }),
    fixed: (value, decimals) =>
      odd(value) ?? write(value, { ...places(decimals), useGrouping: false }),
    short(value, digits = 6) {
      const size = Math.abs(value)
      if (odd(value) !== undefined || value === 0 || (size >= 1e-4 && size < 1e7)) {
        const options = { maximumSignificantDigits: digits, useGrouping: false }
        return odd(value) ?? write(value, options)
      }
      const text = value.toExponential(digits - 1)
      return typeset(text.replace(/\.?0+e/, 'e').replace('e+', 'e'))
    },
    percent: (share, decimals = 0) =>
      odd(share) ?? write(share, { style: 'percent', ...places(decimals) }),
    metric(metric, value) {
      if (metricOf(metric).unit === 'share') return format.percent(value, 1)
      const size = Math.abs(value)
      if (size >= 1000 || (size > 0 && size < 0.001)) return format.short(value, size < 1 ? 3 : 5)
      return format.fixed(value, size >= 100 ? 2 : size >= 10 ? 3 : 4)
    },
    bytes(bytes) {
      let at = 0
      let size = bytes
      for (; size >= 999.5 && at < units.length - 1; at++) size /= 1000
      const digits = at === 0 || size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2
      return `${format.fixed(size, digits)} ${units[at]}`
    },
    and: (items) => conjunctions[language].format(items),
    list: (items) => items.join(language === 'zh-CN' ? '、' : ', '),
    text: (sentences) =>
      sentences.filter((each) => each !== '').join(language === 'zh-CN' ? '' : ' '),
  }
  return format
}

/** Numbers as each language writes them. */
export const formats: Readonly<Record<Language, Format>> = {
  en: createFormat('en'),
  'zh-CN': createFormat('zh-CN'),
}
