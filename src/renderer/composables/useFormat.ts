import { currentLanguage } from '../locales/index.ts'

export interface Format {
  /** A whole number with its thousands apart. */
  whole(value: number): string
  /** Always that many decimals, so that columns stay put; `NaN`, `∞` as a reader knows them. */
  fixed(value: number, decimals: number): string
  /** At most that many significant digits, as short as can be: 0.02, 1e-7. */
  short(value: number, digits?: number): string
  /** A share as a percentage. */
  percent(share: number, decimals?: number): string
  /** Things one after the other, as the language separates them. */
  list(items: readonly string[]): string
  /** Sentences one after the other; those that are empty are left out. */
  text(sentences: readonly string[]): string
}

const numbers = new Map<string, Intl.NumberFormat>()

function formatter(key: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const language = currentLanguage()
  const id = `${language} ${key}`
  const known = numbers.get(id)
  if (known) return known
  const made = new Intl.NumberFormat(language, options)
  numbers.set(id, made)
  return made
}

/** A minus is a minus, as wide as the digits, not a hyphen. */
const typeset = (text: string): string => text.replace('-', '−')

function odd(value: number): string | undefined {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞'
  return undefined
}

const format: Format = {
  whole: (value) =>
    odd(value) ?? typeset(formatter('0', { maximumFractionDigits: 0 }).format(value)),
  fixed: (value, decimals) =>
    odd(value) ??
    typeset(
      formatter(`f${decimals}`, {
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals,
        useGrouping: false,
      }).format(value),
    ),
  short: (value, digits = 6) => odd(value) ?? typeset(short(value, digits)),
  percent: (share, decimals = 0) =>
    odd(share) ??
    formatter(`p${decimals}`, {
      style: 'percent',
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    }).format(share),
  text: (sentences) =>
    sentences.filter((each) => each !== '').join(currentLanguage() === 'zh-CN' ? '' : ' '),
  list: (items) => items.join(currentLanguage() === 'zh-CN' ? '、' : ', '),
}

function short(value: number, digits: number): string {
  const size = Math.abs(value)
  if (value !== 0 && (size < 1e-4 || size >= 1e7)) {
    return value
      .toExponential(digits - 1)
      .replace(/\.?0+e/, 'e')
      .replace('e+', 'e')
  }
  return formatter(`s${digits}`, {
    maximumSignificantDigits: digits,
    useGrouping: false,
  }).format(value)
}

/** Numbers as the present language writes them. Reactive like `useText`. */
export function useFormat(): Format {
  return format
}
