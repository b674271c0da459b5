import type { Comparison, Estimate } from '../../../../shared/statistics/index.ts'
import type { Metric } from '../../../../shared/experiment/spec.ts'
import { useFormat } from '../../../composables/useFormat.ts'
import { useText } from '../../../composables/useText.ts'

const { t } = useText()
const format = useFormat()

/** A share of rows is a percentage. */
const isShare = (metric: Metric): boolean => metric.endsWith('Accuracy')

/** How a column's numbers are written, so that they stand below one another. */
export type Writer = (value: number) => string

/**
 * @param values of the whole column: as many decimals as the digits of its smallest need
 * @param worst what an infinity is called
 */
export function metricWriter(
  metric: Metric,
  values: readonly number[],
  worst: string,
  digits = 3,
): Writer {
  const sizes = values.filter((value) => Number.isFinite(value) && value !== 0).map(Math.abs)
  sizes.sort((a, b) => a - b)
  const middle = sizes[sizes.length >> 1] ?? 1
  // The smallest are told apart too, unless they are another order of size altogether.
  const places = digits - 1 - Math.floor(Math.log10(Math.max(sizes[0] ?? 1, middle / 100)))
  return (value) => {
    if (Number.isNaN(value)) return t('common.none')
    if (!Number.isFinite(value)) return worst
    if (isShare(metric)) return format.percent(value, digits > 2 ? 1 : 0)
    if (places > 6 || Math.abs(value) >= 1e6) return format.short(value, digits)
    return format.fixed(value, Math.max(0, places))
  }
}

/** @returns the interval, or the range of too few seeds; nothing of one seed */
export function intervalText({ low, high, kind }: Estimate, write: Writer): string {
  if (kind === 'none' || kind === 'one') return ''
  const [from, to] = [write(low), write(high)]
  if (from === to) return from
  // Beside a minus a dash would be read as another.
  return t(low < 0 ? 'racePanels.standings.signed' : 'racePanels.standings.between', { from, to })
}

/** p to three decimals, never as 0. */
export function chanceText(p: number): string {
  return p < 0.001
    ? t('racePanels.verdict.chanceBelow', { p: format.fixed(0.001, 3) })
    : t('racePanels.verdict.chance', { p: format.fixed(p, 3) })
}

/**
 * What the seeds say of a lane beside another, and no more.
 *
 * @param other the other's name
 */
export function verdictText(comparison: Comparison, other: string): string {
  const { outcome, reason, seeds, better, worse } = comparison
  const names = { other, seeds: format.whole(seeds) }
  if (outcome === 'ahead') {
    const count = format.whole(better)
    return t('racePanels.verdict.ahead', {
      ...names,
      count,
      chance: chanceText(comparison.adjusted),
    })
  }
  if (outcome === 'behind') {
    const count = format.whole(worse)
    return t('racePanels.verdict.behind', {
      ...names,
      count,
      chance: chanceText(comparison.adjusted),
    })
  }
  switch (reason) {
    case 'no-data':
      return t('racePanels.verdict.noData')
    case 'one-seed':
      return t('racePanels.verdict.oneSeed')
    case 'equal':
      return t('racePanels.verdict.equal', names)
    case 'too-few':
      return t('racePanels.verdict.tooFew', {
        ...names,
        needed: format.whole(comparison.seedsNeeded),
      })
    default:
      return t('racePanels.verdict.noise', {
        ...names,
        better: format.whole(better),
        worse: format.whole(worse),
      })
  }
}

/** How the verdict came about, for whoever asks: counts, size and test, a sentence each. */
export function evidenceLines(comparison: Comparison, write: Writer): string[] {
  const { difference, p, adjusted, comparisons, better, worse, equal } = comparison
  const { median } = difference
  const interval = intervalText(difference, write)
  const between = interval === write(median) ? '' : interval
  const lines = [
    t('racePanels.verdict.counts', {
      better: format.whole(better),
      worse: format.whole(worse),
      equal: format.whole(equal),
    }),
    Number.isFinite(median)
      ? t(between ? 'racePanels.verdict.difference' : 'racePanels.verdict.differenceAlone', {
          median: write(median),
          between,
        })
      : '',
    comparisons > 1
      ? t('racePanels.verdict.corrected', {
          p: format.short(p, 2),
          adjusted: format.short(adjusted, 2),
          comparisons: format.whole(comparisons),
        })
      : t('racePanels.verdict.test', { p: format.short(p, 2) }),
  ]
  return lines.filter((line) => line !== '')
}
