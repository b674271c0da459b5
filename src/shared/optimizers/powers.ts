/** Steps for which powers are kept; further ones are computed anew each time. */
const kept = 4096

/** Bases for which powers are kept before all are dropped. */
const most = 32

const tables = new Map<number, Float64Array>()

/**
 * base to the power of a step, as `**` gives it to the bit, but looked up: bias corrections ask for
 * the same few thousand powers again and again, and `**` costs more than the rest of the step.
 *
 * @param t the step, a whole number from 0
 */
export function powerOf(base: number, t: number): number {
  if (t >= kept) return base ** t
  let table = tables.get(base)
  if (!table) {
    if (tables.size >= most) tables.clear()
    table = new Float64Array(kept).fill(NaN)
    tables.set(base, table)
  }
  let power = table[t]!
  if (Number.isNaN(power)) {
    power = base ** t
    table[t] = power
  }
  return power
}
