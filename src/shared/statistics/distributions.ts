/**
 * The standard normal distribution function, to about 1e-7 of the smaller tail.
 *
 * @see Press et al. 1992, Numerical Recipes in C, § 6.2 (`erfcc`)
 */
export function normalBelow(z: number): number {
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + x / 2)
  const terms = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398,
    1.48851587, -0.82215223, 0.17087277,
  ]
  const series = terms.reduceRight((sum, term) => sum * t + term, 0)
  const tail = (t * Math.exp(-x * x + series)) / 2
  return z > 0 ? 1 - tail : tail
}

/** P(at least `least` of `trials` independent trials succeed). */
export function binomialAtLeast(least: number, trials: number, chance: number): number {
  if (least <= 0) return 1
  if (chance <= 0) return 0
  if (chance >= 1) return 1
  let log = 0
  let sum = 0
  for (let k = 1; k <= trials; k++) {
    log += Math.log((trials - k + 1) / k)
    if (k < least) continue
    sum += Math.exp(log + k * Math.log(chance) + (trials - k) * Math.log1p(-chance))
  }
  return Math.min(1, sum)
}
