import type { HyperParameter, UpdateRule } from '#shared/optimizers/index.ts'

/** Where a hyper-parameter is looked for. */
export interface SearchRange {
  readonly from: number
  readonly to: number
}

/**
 * A hyper-parameter's search scale: the logarithm of its distance from a bound. A decay of 0.9,
 * 0.99, 0.999 is an even walk of 1 − x; a rate of 0.1, 0.01, 0.001 is one of x itself.
 */
interface Scale {
  /** @returns the distance from the bound: positive inside the range */
  distance(value: number): number
  value(distance: number): number
}

const above = (bound: number): Scale => ({
  distance: (value) => value - bound,
  value: (distance) => bound + distance,
})

const below = (bound: number): Scale => ({
  distance: (value) => bound - value,
  value: (distance) => bound - distance,
})

/** Whether a parameter is a share between nothing and all. */
const isShare = ({ range }: HyperParameter): boolean => range.minimum === 0 && range.maximum === 1

function scaleOf(parameter: HyperParameter): Scale {
  const { range, default: usual } = parameter
  // Decays are declared by what they keep (0.9), a few by what they take in (0.02).
  if (isShare(parameter)) return (usual > 0 && usual < 0.5) || usual === 1 ? above(0) : below(1)
  const nearMaximum = range.maximum - usual < usual - range.minimum
  return nearMaximum ? below(range.maximum) : above(range.minimum)
}

/** Where penalties that are off by default are looked for. */
const offByDefault: SearchRange = { from: 1e-6, to: 0.1 }

/** Constants below this are known by their order of magnitude alone. */
const tiny = 1e-3

/**
 * Where a hyper-parameter is looked for when nobody says: by distance from its bound, a decade to
 * either side of its default, three for tiny constants; shares of default 0 up to 0.99, of default 1
 * from 0.01.
 */
export function defaultRange(parameter: HyperParameter): SearchRange {
  const { range, default: usual } = parameter
  const scale = scaleOf(parameter)
  if (isShare(parameter) && usual === 0) return { from: 0, to: 0.99 }
  if (isShare(parameter) && usual === 1) return { from: 0.01, to: 1 }
  if (usual === range.minimum) {
    return { from: range.minimum + offByDefault.from, to: range.minimum + offByDefault.to }
  }
  const decades = !isShare(parameter) && usual < tiny && usual > 0 ? 1000 : 10
  // A bound that is not itself allowed is kept off.
  const whole = range.maximum - range.minimum
  const far = scale.value(0) === range.minimum ? 'maximum' : 'minimum'
  const open = range.exclusive === 'both' || range.exclusive === far
  const most = open ? 0.99 * whole : whole
  const distance = scale.distance(usual)
  const low = rounded(scale.value(rounded(distance / decades)))
  const high = rounded(scale.value(Math.min(rounded(distance * decades), most)))
  return low < high ? { from: low, to: high } : { from: high, to: low }
}

/**
 * Takes off what binary fractions add: 1 − 0.9 is 0.1.
 *
 * @param digits significant ones to keep
 */
function rounded(value: number, digits = 12): number {
  return Number(value.toPrecision(digits))
}

/**
 * @param share in [0, 1]: how far from `from` to `to`, evenly in the logarithm of the distance from
 *   the parameter's bound
 * @returns the value there: an end itself, else with 4 significant digits of the distance, so that
 *   what is read off a table is what was run
 */
export function valueAt(parameter: HyperParameter, range: SearchRange, share: number): number {
  if (share === 0) return range.from
  if (share === 1) return range.to
  const scale = scaleOf(parameter)
  const start = scale.distance(range.from)
  const end = scale.distance(range.to)
  const value = rounded(scale.value(rounded(start * (end / start) ** share, 4)))
  return Math.min(Math.max(value, range.from), range.to)
}

/** @returns what is wrong with a range for this parameter, in English; undefined if nothing is */
export function rangeFault(parameter: HyperParameter, range: SearchRange): string | undefined {
  if (range.from > range.to) return `must not begin above its end, ${range.to}`
  const scale = scaleOf(parameter)
  const nearest = Math.min(scale.distance(range.from), scale.distance(range.to))
  if (nearest > 0) return undefined
  return `must keep off ${scale.value(0)}, from which its logarithmic steps are counted`
}

/**
 * The hyper-parameter that a rule's trials are spread over first: its learning rate, or where it
 * has none the first number it declares; undefined for a rule without numbers.
 */
export function leadOf(rule: UpdateRule): HyperParameter | undefined {
  return rule.hyper.find(({ key }) => key === 'lr') ?? rule.hyper[0]
}
