import { trendOf, type StripLane } from '../../charts/strips.ts'
import { useText } from '../../composables/useText.ts'

const { t, format } = useText()

/** @returns a number of a strip: three digits */
export const stripText = (value: number): string => format.short(value, 3)

/** @returns of each lane where its effective rate came from and went, and how; empty without one */
export function rateLines(lanes: readonly StripLane[]): string[] {
  return lanes.flatMap(({ name, quantities }) => {
    const values = quantities.find(({ key }) => key === 'rate')?.values ?? []
    const known = Array.from(values).filter((value) => Number.isFinite(value))
    const [first, last] = [known[0], known.at(-1)]
    if (first === undefined || last === undefined) return []
    const said = { name, from: stripText(first), to: stripText(last) }
    const trend = trendOf(values)
    return [trend ? t(`strips.trend.${trend}`, said) : `${name} ${said.from} → ${said.to}`]
  })
}

/** @returns what the lines are of: from which step to which */
export function rateHead([lane]: readonly StripLane[]): string {
  const { steps } = lane ?? { steps: [] }
  const [first = 0, last = 0] = [steps[0], steps[steps.length - 1]]
  return t('strips.rates', { first: format.whole(first), last: format.whole(last) })
}

/** @returns what every lane's strips hold at a place of the axis, a line each */
export function readingLines(lanes: readonly StripLane[], at: number): string[] {
  return lanes.flatMap((lane) => {
    const index = Array.from(lane.x).findLastIndex((x) => x <= at)
    const step = lane.steps[index]
    if (step === undefined) return []
    const values = lane.quantities.map(
      ({ name, symbol, values: all }) => `${name} ${symbol} ${stripText(all[index] ?? NaN)}`,
    )
    return [
      t('strips.reading', {
        name: lane.name,
        step: format.whole(step),
        values: format.list(values),
      }),
    ]
  })
}
