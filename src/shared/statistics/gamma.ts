/*
 * The incomplete gamma and beta functions, from which the tails of χ², F and the normal distribution
 * follow, to about 1e-14.
 */

/** Lanczos' coefficients for g = 7, n = 9. */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
  1.5056327351493116e-7,
]

/** ln Γ(x) of x > 0. @see Lanczos 1964, A Precision Approximation of the Gamma Function */
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const below = x - 1
  const sum = lanczos.reduce((total, term, at) => (at === 0 ? term : total + term / (below + at)))
  const t = below + 7.5
  return 0.5 * Math.log(2 * Math.PI) + (below + 0.5) * Math.log(t) - t + Math.log(sum)
}

const tiny = 1e-300
const close = 1e-16

/**
 * The share of a gamma distribution of shape a above x, Q(a, x) = Γ(a, x) / Γ(a).
 *
 * @see Press et al. 1992, Numerical Recipes in C, § 6.2: a series below a + 1, a continued fraction above
 */
export function gammaAbove(a: number, x: number): number {
  if (x <= 0) return 1
  if (x === Infinity) return 0
  const scale = Math.exp(-x + a * Math.log(x) - logGamma(a))
  if (x < a + 1) {
    let term = 1 / a
    let sum = term
    for (let n = a + 1; Math.abs(term) > close * Math.abs(sum); n++) {
      term *= x / n
      sum += term
    }
    return 1 - sum * scale
  }
  let b = x + 1 - a
  let c = 1 / tiny
  let d = 1 / b
  let h = d
  for (let i = 1; i < 10_000; i++) {
    const an = -i * (i - a)
    b += 2
    d = an * d + b
    if (Math.abs(d) < tiny) d = tiny
    c = b + an / c
    if (Math.abs(c) < tiny) c = tiny
    d = 1 / d
    h *= d * c
    if (Math.abs(d * c - 1) < close) break
  }
  return scale * h
}

/**
 * The share of a beta distribution below x, I(x; a, b).
 *
 * @see Press et al. 1992, Numerical Recipes in C, § 6.4
 */
function betaBelow(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  if (x > (a + 1) / (a + b + 2)) return 1 - betaBelow(1 - x, b, a)
  const front = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x),
  )
  let c = 1
  let d = 1 - ((a + b) * x) / (a + 1)
  d = 1 / (Math.abs(d) < tiny ? tiny : d)
  let h = d
  const step = (numerator: number): number => {
    d = 1 + numerator * d
    d = 1 / (Math.abs(d) < tiny ? tiny : d)
    c = 1 + numerator / c
    if (Math.abs(c) < tiny) c = tiny
    h *= d * c
    return d * c
  }
  for (let m = 1; m < 10_000; m++) {
    step((m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)))
    const last = step((-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)))
    if (Math.abs(last - 1) < close) break
  }
  return (front * h) / a
}

/** P(χ² of so many degrees of freedom ≥ x). */
export function chiSquareAbove(x: number, freedom: number): number {
  return gammaAbove(freedom / 2, x / 2)
}

/** P(F of so many degrees of freedom ≥ x). */
export function fAbove(x: number, numerator: number, denominator: number): number {
  if (x === Infinity) return 0
  return betaBelow(denominator / (denominator + numerator * x), denominator / 2, numerator / 2)
}
