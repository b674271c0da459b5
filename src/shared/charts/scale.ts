/** A stretch of an axis. */
export interface Extent {
  readonly min: number
  readonly max: number
}

/** An axis: what it covers and where it is marked, in the values of the data. */
export interface AxisScale extends Extent {
  readonly ticks: readonly number[]
  /** Decimals its labels need. */
  readonly decimals: number
}

/** @returns the step of 1, 2 or 5 times a power of ten that cuts `span` into at most `count` parts */
export function niceStep(span: number, count: number): number {
  const rough = span / Math.max(1, count)
  const power = 10 ** Math.floor(Math.log10(rough))
  const share = rough / power
  const nice = share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10
  return nice * power
}

/** @returns the multiples of a step from `min` to `max` */
export function multiplesOf(step: number, min: number, max: number): number[] {
  const multiples: number[] = []
  for (let index = Math.ceil(min / step - 1e-9); index <= max / step + 1e-9; index++) {
    multiples.push(clean(index * step))
  }
  return multiples
}

/** An axis that covers exactly the extent, marked at round numbers within. */
export function innerScale({ min, max }: Extent, count = 6): AxisScale {
  const step = niceStep(max - min, count)
  return { min, max, ticks: multiplesOf(step, min, max), decimals: decimalsOf(step) }
}

/** A linear axis around the extent, from tick to tick. */
export function linearScale(extent: Extent, count = 6): AxisScale {
  const { min, max } = widened(extent)
  const step = niceStep(max - min, count)
  const first = clean(Math.floor(min / step + 1e-9) * step)
  const last = clean(Math.ceil(max / step - 1e-9) * step)
  return {
    min: first,
    max: last,
    ticks: multiplesOf(step, first, last),
    decimals: decimalsOf(step),
  }
}

/**
 * A logarithmic axis around a positive extent. Over less than a decade its ticks are the linear
 * ones (a logarithmic axis from 0.8 to 1.1 has no power of ten in it); over more, 1, 2 and 5 times
 * powers of ten, or powers alone.
 */
export function logScale(extent: Extent, count = 6): AxisScale {
  const { min, max } = widened(extent)
  if (max / min < 8) {
    const linear = linearScale({ min, max }, count)
    if (linear.min > 0) return linear
    const ticks = linear.ticks.filter((tick) => tick > 0)
    const first = ticks[0] ?? min
    return { ...linear, ticks, min: Math.min(min, first) }
  }
  const low = Math.floor(Math.log10(min) + 1e-9)
  const high = Math.ceil(Math.log10(max) - 1e-9)
  const decades = Math.log10(max / min)
  const digits = decades > 3 ? [1] : decades > 1.5 ? [1, 3] : [1, 2, 5]
  const ticks: number[] = []
  for (let power = low; power <= high; power++) {
    for (const digit of digits) ticks.push(clean(digit * 10 ** power))
  }
  const from = ticks.findLast((tick) => tick <= min) ?? 10 ** low
  const to = ticks.find((tick) => tick >= max) ?? 10 ** high
  return {
    min: from,
    max: to,
    ticks: ticks.filter((tick) => tick >= from && tick <= to),
    decimals: Math.max(0, -low),
  }
}

/** Ticks at whole epochs, thinned to 1, 2 or 5 times a power of ten of them. */
export function epochScale(samples: number, epoch: number, count: number): AxisScale {
  const epochs = Math.max(1, samples / epoch)
  const ticks = multiplesOf(Math.max(1, niceStep(epochs, count)), 0, epochs)
  return { min: 0, max: samples, ticks: ticks.map((at) => at * epoch), decimals: 0 }
}

/** From 0 to exactly `end`, with ticks at whole numbers where `whole` says so. */
export function spanScale(end: number, count: number, whole: boolean): AxisScale {
  const max = end > 0 && Number.isFinite(end) ? end : 1
  const step = Math.max(whole ? 1 : 0, niceStep(max, count))
  return { min: 0, max, ticks: multiplesOf(step, 0, max), decimals: decimalsOf(step) }
}

/** A single value needs room on both sides, and so does a span near what numbers can resolve. */
function widened({ min, max }: Extent): Extent {
  if (max - min > Math.max(Math.abs(min), Math.abs(max)) * 1e-9) return { min, max }
  const room = Math.abs(min) * 0.1 || 0.5
  return { min: min - room, max: max + room }
}

function decimalsOf(step: number): number {
  return Math.max(0, -Math.floor(Math.log10(step) + 1e-9))
}

/** Takes off what binary fractions add: 0.30000000000000004 is 0.3, and -0 is 0. */
function clean(value: number): number {
  return Number(value.toPrecision(12)) + 0
}
