import { metricOf, type Metric } from '../../../../shared/metrics/index.ts'
import type { Language } from '../../../../shared/text.ts'

/** Numbers as the report writes them. */
export interface ReportFormat {
  /** A whole number with its thousands apart. */
  whole(value: number): string
  /** At most so many significant digits. */
  short(value: number, digits?: number): string
  /** A metric's value: a share of rows as a percentage. */
  metric(metric: Metric, value: number): string
  list(items: readonly string[]): string
  date(iso: string): string
}

const typeset = (text: string): string => text.replace('-', '−')

export function reportFormat(language: Language): ReportFormat {
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 })
  const percent = new Intl.NumberFormat(language, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  })
  const short = (value: number, digits = 4): string => {
    if (Number.isNaN(value)) return 'NaN'
    if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞'
    const size = Math.abs(value)
    const plain = value === 0 || (size >= 1e-4 && size < 1e6)
    const text = plain ? String(Number(value.toPrecision(digits))) : value.toExponential(digits - 1)
    return typeset(text.replace(/\.?0+e/, 'e').replace('e+', 'e'))
  }
  return {
    whole: (value) => typeset(whole.format(value)),
    short,
    metric(metric, value) {
      if (metricOf(metric).unit === 'share' && Number.isFinite(value)) return percent.format(value)
      return short(value)
    },
    list: (items) => items.join(language === 'zh-CN' ? '、' : ', '),
    // Of the machine that writes it, with its zone: a reader may be elsewhere.
    date: (iso) =>
      new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'long' }).format(
        new Date(iso),
      ),
  }
}
