import type { HyperParameter } from '#shared/optimizers/index.ts'
import { inRange } from '#shared/rules/ranges.ts'

/** A slider's places, from 0 to the last, and the values that they mean. */
export interface SliderScale {
  readonly last: number
  valueAt(place: number): number
  placeOf(value: number): number
}

const last = 240

/** Three digits are as fine as a hand is. */
const short = (value: number): number => Number(value.toPrecision(3))

/**
 * How a hyper-parameter is slid: a share that is kept from step to step by how much of it is forgotten,
 * an amount over decades around its default, anything else evenly.
 */
export function sliderScale(declared: HyperParameter): SliderScale {
  const { valueAt, placeOf } = scaleOf(declared)
  return {
    last,
    // A bound that the range leaves out is next to a value that it has.
    valueAt(place) {
      const value = valueAt(place)
      return inRange(value, declared.range) ? value : valueAt(place === 0 ? 1 : place - 1)
    },
    placeOf: (value) => Math.round(Math.min(1, Math.max(0, placeOf(value))) * last),
  }
}

/** `placeOf` yields a share of the way. */
function scaleOf({ default: usual, range }: HyperParameter): Omit<SliderScale, 'last'> {
  const { minimum, maximum } = range
  if (minimum === 0 && maximum === 1) {
    const decades = 5
    return {
      // 1 − 10^−5 and what is nearer to 1 is typed.
      valueAt: (at) => Number((1 - 10 ** ((-decades * at) / last)).toFixed(5)),
      placeOf: (value) => -Math.log10(1 - value) / decades,
    }
  }
  if (minimum >= 0 && usual > 0 && (maximum / usual > 100 || maximum >= 1000)) {
    const lowest = Math.max(usual / 1000, minimum)
    const decades = Math.log10(Math.min(usual * 1000, maximum) / lowest)
    return {
      valueAt: (at) => short(lowest * 10 ** ((decades * at) / last)),
      placeOf: (value) => (value > 0 ? Math.log10(value / lowest) / decades : 0),
    }
  }
  const reach = Math.max(Math.abs(usual) * 5, 1)
  const from = Math.max(minimum, minimum >= 0 ? minimum : -reach)
  const to = Math.min(maximum, minimum >= 0 ? from + reach : reach)
  return {
    valueAt: (at) => short(from + ((to - from) * at) / last),
    placeOf: (value) => (value - from) / (to - from),
  }
}
