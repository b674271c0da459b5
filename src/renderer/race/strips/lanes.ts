import type { LineStyle } from '#shared/charts/palette.ts'
import type { StripPoint } from '#shared/contract/stream.ts'
import type { UpdateRule } from '#shared/optimizers/index.ts'
import { stripMeasures, stripQuartiles, stripSlots } from '#shared/training/strips.ts'
import { stripPlaces, type StripLane, type StripQuantity } from '../../charts/strips.ts'
import { useText } from '../../composables/useText.ts'
import { plainSymbol } from '#shared/words/symbols.ts'

const { t, own } = useText()

const symbols = { gradient: 'g', step: 'Δw', rate: '|Δw| / |g|' } as const

/** A quantity but for its values. @param magnitude whether it is of many weights, without their signs */
export type StripName = Omit<StripQuantity, 'values' | 'low' | 'high'>

/** @returns what a rule's strips are: the gradient, the step, the rate, then its slots */
export function stripNames(rule: UpdateRule, magnitude: boolean): StripName[] {
  const size = (symbol: string): string => (magnitude ? `|${symbol}|` : symbol)
  return [
    ...stripMeasures.map((key) => ({
      key,
      name: t(`strips.${key}`),
      symbol: key === 'rate' ? symbols.rate : size(symbols[key]),
      logarithmic: magnitude || key === 'rate',
    })),
    ...stripSlots(rule).map((slot) => {
      const symbol = plainSymbol(slot.symbol)
      return {
        key: `slot ${symbol}`,
        name: own(slot.meaning),
        symbol: size(symbol),
        logarithmic: magnitude,
      }
    }),
  ]
}

/** A lane of a race, as far as its strips go. */
interface RecordedLane {
  readonly id: string
  readonly name: string
  readonly look: LineStyle
  readonly rule: UpdateRule
  readonly points: readonly StripPoint[]
}

/**
 * What was recorded of a lane, as strips.
 *
 * @param weight its place among the followed ones; null for the medians over a sample of all
 * @param followed how many are
 * @param known steps whose places on the horizontal axis are known
 */
export function recordedStrips(
  { id, name, look, rule, points }: RecordedLane,
  weight: number | null,
  followed: number,
  known: { readonly steps: ArrayLike<number>; readonly x: ArrayLike<number> },
): StripLane {
  const steps = Uint32Array.from(points, ({ step }) => step)
  const stride = stripQuartiles + followed
  const column = (quantity: number, at: number): Float64Array =>
    Float64Array.from(points, ({ values }) => values[quantity * stride + at] ?? NaN)
  const quantities = stripNames(rule, weight === null).map((words, quantity): StripQuantity => {
    if (weight !== null) return { ...words, values: column(quantity, stripQuartiles + weight) }
    const [low, values, high] = [0, 1, 2].map((at) => column(quantity, at))
    return { ...words, low: low!, values: values!, high: high! }
  })
  return { id, name, look, steps, x: stripPlaces(steps, known), quantities }
}

/**
 * @returns whom a lane is compared with until a person chooses: of the others the one whose slots are
 *   most like its own, the first of several
 */
export function likestLane<Lane extends { readonly id: string; readonly rule: UpdateRule }>(
  lane: Lane,
  lanes: readonly Lane[],
): Lane | undefined {
  const slotsOf = ({ rule }: Lane): string[] => stripSlots(rule).map(({ symbol }) => symbol)
  const mine = new Set(slotsOf(lane))
  const apart = (other: Lane): number => {
    const theirs = slotsOf(other)
    const shared = theirs.filter((symbol) => mine.has(symbol)).length
    return mine.size + theirs.length - 2 * shared
  }
  return lanes
    .filter(({ id }) => id !== lane.id)
    .reduce<Lane | undefined>(
      (best, each) => (best && apart(best) <= apart(each) ? best : each),
      undefined,
    )
}
