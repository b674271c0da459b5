import { gammaAbove } from './gamma.ts'

/** The standard normal distribution function, exact in both tails. */
export function normalBelow(z: number): number {
  const tail = gammaAbove(0.5, (z * z) / 2) / 2
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
