import {
  paintStrips,
  stripRows,
  stripsHeight,
  stripPlaces,
  type StripLane,
} from '#renderer/charts/strips.ts'
import { useText } from '#renderer/composables/useText.ts'
import type { ExportedChart } from '../figure.ts'
import { reinked } from '../reink.ts'

const { t, format } = useText()

interface StripsExport {
  /** What was trained on, or walked over. */
  readonly subject: string
  /** The weight looked at, or that they are medians over many. */
  readonly weight: string
  readonly settings: readonly string[]
  readonly lanes: readonly StripLane[]
  /** The step looked at. */
  readonly step: number | undefined
}

const width = 860
const edges = { left: 64, right: width - 4 }

/** What happened inside one lane, or two laid over one another. */
export function stripsChart(input: StripsExport): ExportedChart {
  const { lanes, step, subject, weight } = input
  return {
    title: t('export.title.strips', { subject, weight }),
    settings: input.settings,
    paint: (brush, paper) => {
      const [first] = lanes
      const known = { steps: first?.steps ?? [], x: first?.x ?? [] }
      const drawn = lanes.map((lane) => ({ ...lane, look: reinked(lane.look, paper.theme) }))
      const at = step === undefined ? undefined : stripPlaces([step], known)[0]
      const ends = lanes.map(({ x }) => x[x.length - 1] ?? 0)
      const picture = { lanes: drawn, from: 0, to: Math.max(1e-9, ...ends), at, ...edges }
      paintStrips(brush, paper, { ...picture, text: (value) => format.short(value, 3) })
      return {
        ...{ width, height: stripsHeight(stripRows(lanes).length, 1) },
        key: [
          ...drawn.map(({ name, look }) => ({ sign: { line: look }, text: name })),
          ...(step === undefined
            ? []
            : [
                {
                  sign: { sign: '|', colour: paper.inks.edge },
                  text: t('runs.at.step', { step: format.whole(step) }),
                },
              ]),
        ],
      }
    },
    table: () => ({
      columns: ['lane', 'weight', 'step', 'quantity', 'value', 'lower quartile', 'upper quartile'],
      rows: lanes.flatMap(({ name, steps, quantities }) =>
        quantities.flatMap(({ key, values, low, high }) =>
          Array.from(steps, (at, index) => [
            ...[name, weight, at, key],
            ...[values[index] ?? null, low?.[index] ?? null, high?.[index] ?? null],
          ]),
        ),
      ),
    }),
  }
}
