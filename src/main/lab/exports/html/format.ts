import { metricOf, type Metric } from '#shared/metrics/index.ts'
import type { Language } from '#shared/text.ts'
import { formats, type Format } from '#shared/words/index.ts'

/** Numbers as the report writes them: no more than four digits of a metric. */
export interface ReportFormat extends Format {
  date(iso: string): string
}

export function reportFormat(language: Language): ReportFormat {
  const format = formats[language]
  const short = (value: number, digits = 4): string => format.short(value, digits)
  return {
    ...format,
    short,
    metric: (metric: Metric, value: number) =>
      metricOf(metric).unit === 'share' ? format.percent(value, 1) : short(value),
    // Of the machine that writes it, with its zone: a reader may be elsewhere.
    date: (iso) =>
      new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'long' }).format(
        new Date(iso),
      ),
  }
}
