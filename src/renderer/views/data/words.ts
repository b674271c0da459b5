import type { ColumnSummary, Relation } from '#shared/contract/tables.ts'
import type { ColumnType, Encoding } from '#shared/experiment/source.ts'
import { useText } from '#renderer/composables/useText.ts'
import type { Span } from './counts.ts'
import type { Problem } from './problems.ts'

const { t, format } = useText()

/** Encodings as people know them. */
export const encodingNames: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  gb18030: 'GB18030',
  gbk: 'GBK',
  latin1: 'Latin-1 (Windows-1252)',
  'windows-1250': 'Windows-1250',
  'windows-1251': 'Windows-1251',
  'windows-1253': 'Windows-1253',
  'windows-1254': 'Windows-1254',
  'windows-1255': 'Windows-1255',
  'windows-1256': 'Windows-1256',
  'windows-1257': 'Windows-1257',
  'windows-1258': 'Windows-1258',
  'windows-874': 'Windows-874',
  'iso-8859-2': 'ISO 8859-2',
  'iso-8859-5': 'ISO 8859-5',
  'iso-8859-7': 'ISO 8859-7',
  'koi8-r': 'KOI8-R',
  ibm866: 'IBM 866',
  macintosh: 'Mac Roman',
  shift_jis: 'Shift JIS',
  'euc-jp': 'EUC-JP',
  'euc-kr': 'EUC-KR',
  big5: 'Big5',
}

/** How a relation is written in formulas. */
export const relationMarks: Readonly<Record<Relation['kind'], string>> = {
  pearson: 'r',
  eta: 'η',
  cramer: 'V',
}

/** @returns a column's value: a date as ISO writes it, a number as short as can be */
export function valueText(type: ColumnType, value: number, digits = 5): string {
  if (type !== 'date') return format.short(value, digits)
  const date = new Date(value * 1000)
  if (Number.isNaN(date.getTime())) return format.short(value, digits)
  const iso = date.toISOString()
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 16).replace('T', ' ')
}

export function spanText({ least, most }: Span): string {
  return least === most
    ? format.whole(least)
    : t('data.setup.span', { least: format.whole(least), most: format.whole(most) })
}

/** @returns the distribution of a column as a sentence, for those who do not see its chart */
export function distributionText(column: ColumnSummary): string {
  const { name, type, histogram, values } = column
  if (histogram && histogram.counts.length > 0) {
    const peak = Math.max(...histogram.counts)
    const at = histogram.counts.indexOf(peak)
    return t('data.chart.histogram', {
      name,
      n: format.whole(histogram.counts.reduce((sum, count) => sum + count, 0)),
      min: valueText(type, histogram.edges[0] ?? NaN),
      max: valueText(type, histogram.edges.at(-1) ?? NaN),
      peak: format.whole(peak),
      from: valueText(type, histogram.edges[at] ?? NaN),
      to: valueText(type, histogram.edges[at + 1] ?? NaN),
    })
  }
  if (!values || values.length === 0) return t('data.chart.empty', { name })
  const shown = values
    .slice(0, 5)
    .map(({ value, count }) => t('data.chart.value', { value, n: format.whole(count) }))
  const others = column.distinct - shown.length
  if (others > 0) shown.push(t('data.chart.others', { n: others }))
  return t('data.chart.values', { name, values: format.list(shown) })
}

/** @returns a few names, and how many more there are */
export function namesText(names: readonly string[], shown = 4): string {
  if (names.length <= shown + 1) return format.list(names)
  return t('data.facts.more', {
    names: format.list(names.slice(0, shown)),
    n: format.whole(names.length - shown),
  })
}

/** @returns why a draft cannot be trained on, and what to do */
export function problemText(problem: Problem): string {
  switch (problem.kind) {
    case 'noTarget':
    case 'nothingLeft':
      return t(`data.problem.${problem.kind}`)
    case 'textTarget':
    case 'emptyTarget':
    case 'dateClasses':
    case 'decimalClasses':
    case 'notNumber':
    case 'emptyFeature':
      return t(`data.problem.${problem.kind}`, { name: problem.name })
    case 'oneClass':
      return t('data.problem.oneClass', {
        name: problem.name,
        value: problem.value ?? t('common.none'),
      })
    case 'manyClasses':
      return t('data.problem.manyClasses', { name: problem.name, n: format.whole(problem.n) })
    case 'targetMissing':
    case 'numbersMissing':
    case 'categoriesMissing':
      return t(`data.problem.${problem.kind}`, { name: problem.name, n: problem.n })
    case 'noFeatures':
      return problem.none ? t('data.problem.nothingToLearn') : t('data.problem.noFeatures')
    case 'fewRows':
      return t('data.problem.fewRows', {
        n: format.whole(problem.n),
        folds: format.whole(problem.folds),
      })
    case 'tooLarge':
      return t('data.problem.tooLarge', { inputs: format.whole(problem.inputs) })
  }
}

const mends = [
  'manyClasses',
  'dateClasses',
  'decimalClasses',
  'notNumber',
  'targetMissing',
  'numbersMissing',
  'categoriesMissing',
  'emptyFeature',
  'noFeatures',
  'fewRows',
] as const

/** @returns what the button says that mends a problem the usual way */
export function mendText(kind: Problem['kind']): string | undefined {
  const known = mends.find((each) => each === kind)
  return known && t(`data.problem.mend.${known}`)
}
