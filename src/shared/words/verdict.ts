import type { Comparison, Estimate } from '../statistics/index.ts'
import type { Speech } from './index.ts'

/** @returns the interval, or the range of too few seeds; nothing of one seed */
export function intervalText(
  { low, high, kind }: Estimate,
  write: (value: number) => string,
  { words }: Speech,
): string {
  if (kind === 'none' || kind === 'one') return ''
  const [from, to] = [write(low), write(high)]
  if (from === to) return from
  return low < 0 ? words.betweenSigned(from, to) : words.between(from, to)
}

/** p to three decimals, never as 0. */
export function chanceText(p: number, { format }: Speech): string {
  return p < 0.001 ? `p < ${format.fixed(0.001, 3)}` : `p = ${format.fixed(p, 3)}`
}

/**
 * What the seeds say of a lane beside another, and no more.
 *
 * @param other the other's name
 */
export function verdictText(comparison: Comparison, other: string, speech: Speech): string {
  const { verdict } = speech.words
  const { whole } = speech.format
  const { outcome, reason, better, worse, adjusted, seedsNeeded } = comparison
  const seeds = whole(comparison.seeds)
  if (outcome !== 'none') {
    const count = whole(outcome === 'ahead' ? better : worse)
    return verdict[outcome](other, count, seeds, chanceText(adjusted, speech))
  }
  switch (reason) {
    case 'no-data':
      return verdict.noData
    case 'one-seed':
      return verdict.oneSeed
    case 'equal':
      return verdict.equal(other, seeds)
    case 'too-few': {
      const needed = whole(seedsNeeded)
      if (better === comparison.seeds || worse === comparison.seeds) {
        const side = worse === 0 ? 'ahead' : 'behind'
        return verdict.inAll(side, other, seeds, needed, factorText(comparison.factor, speech))
      }
      return verdict.tooFew(other, seeds, needed, whole(better), whole(worse))
    }
    default:
      return verdict.noise(other, seeds, whole(better), whole(worse))
  }
}

/** @returns the factor, if there is one to speak of */
export function factorText(factor: number, { format }: Speech): string {
  return factor >= 1.05 ? format.factor(factor) : ''
}

/** How the verdict came about, for whoever asks: counts, size and test, a sentence each. */
export function evidenceLines(
  comparison: Comparison,
  write: (value: number) => string,
  speech: Speech,
): string[] {
  const { verdict } = speech.words
  const { whole, short } = speech.format
  const { difference, p, adjusted, comparisons, better, worse, equal } = comparison
  const median = write(difference.median)
  const interval = intervalText(difference, write, speech)
  return [
    verdict.counts(whole(better), whole(worse), whole(equal)),
    ...(Number.isFinite(difference.median)
      ? [verdict.difference(median, interval === median ? '' : interval)]
      : []),
    comparisons > 1
      ? verdict.corrected(short(p, 2), whole(comparisons), short(adjusted, 2))
      : verdict.test(short(p, 2)),
  ]
}
