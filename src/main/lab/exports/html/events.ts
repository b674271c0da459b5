import { causeOf } from '../../../../shared/training/cause.ts'
import type { ReportData } from './data.ts'

/** @returns what happened on the way: a line per lane and kind, of a divergence with where and why */
export function eventLines({ run, recorded, text, format }: ReportData): string[] {
  const { lanes, seeds } = run.spec
  const lines = lanes.flatMap((lane, index) =>
    (['diverged', 'target', 'patience'] as const).flatMap((kind) => {
      const own = recorded.events
        .filter((event) => event.kind === kind && Math.floor(event.run / seeds.length) === index)
        .sort((a, b) => a.step - b.step)
      const [first] = own
      if (!first) return []
      const when = text.when(
        format.whole(new Set(own.map((event) => event.run)).size),
        format.whole(seeds.length),
        format.whole(first.step),
        format.whole(own.at(-1)?.step ?? first.step),
      )
      const cause = causeOf(first, lane)
      const why = [
        ...(first.divergence ? [text.first[first.divergence.first]] : []),
        ...(cause ? [text.cause(cause, (value) => format.short(value, 3))] : []),
      ]
      return [[`${lane.id}: ${text.event[kind]}${when}${text.stop}`, ...why].join(text.space)]
    }),
  )
  const rates = recorded.rates.map(({ lane, rate, step }) =>
    text.rateChanged(lane, format.short(rate), format.whole(step)),
  )
  return [...lines, ...rates]
}
