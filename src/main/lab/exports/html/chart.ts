import { curvesOption } from '#shared/charts/curves.ts'
import { boundsOf } from '#shared/charts/fit.ts'
import { frameOf, type Band, type Curve } from '#shared/charts/frame.ts'
import { laneRanks, rankedStyle } from '#shared/charts/ranked-style.ts'
import { spanScale } from '#shared/charts/scale.ts'
import { inks } from '#shared/charts/theme.ts'
import { metricOf, type Metric } from '#shared/metrics/index.ts'
import { laneBands } from './bands.ts'
import type { drawSvg } from './draw.ts'
import { escaped, html, Html } from './escape.ts'
import type { ReportData } from './data.ts'

/** The page's width, and what a phone or a sheet of paper leaves of it: text keeps its size on both. */
export const widths = [
  { name: 'wide', width: 1040, height: 380 },
  { name: 'narrow', width: 640, height: 330 },
] as const

/** A curve that spans so many times its least value is distinguished on a logarithmic axis only. */
const widest = 30

/** @returns a metric's curves over all lanes as pictures, of which a page shows the one that fits */
export function chartOf(data: ReportData, metric: Metric, draw: typeof drawSvg): Html {
  const { run, text, format, recorded } = data
  const { spec, shape } = run
  const bands = laneBands(spec, recorded.columns, recorded.events, metric, shape.stepsPerEpoch)
  const ranks = laneRanks(spec.lanes)
  const curves = spec.lanes.map((lane, index): Curve => {
    const { x, median } = bands[index]!
    return {
      id: lane.id,
      name: shortened(data.names[index]!.replace(/[\r\n]/g, ' ')),
      // Lanes of one optimizer differ as they do on the page.
      look: rankedStyle(lane, ranks[index] ?? 0, 'light'),
      x,
      y: median,
      selected: false,
    }
  })
  const several = spec.seeds.length > 1
  const drawn = several
    ? bands.map((band, index): Band => {
        const { id, look } = curves[index]!
        return { ...band, id, look, selected: false }
      })
    : []
  const medians = bands.map(({ median }) => median)
  const logarithmic = metricOf(metric).unit === 'loss' && isWide(medians)
  const end = Math.max(0, ...bands.map(({ x }) => x.at(-1) ?? 0))
  const title = metricOf(metric).name[data.language]
  const pictures = widths.map(({ name, width, height }) => {
    const frame = frameOf({
      ...{ width, height, scale: 1, logarithmic, curves },
      bands: drawn,
      horizontal: (parts) => spanScale(end, parts, end >= parts),
      bounds: boundsOf(metric, medians, logarithmic),
      footRoom: 36,
      // Whatever face the reader has: many are wider than the page's own.
      widen: 1.2,
      label: ({ id }, last) => labelOf(data, id, format.metric(metric, last)),
    })
    const option = curvesOption(frame, curves, drawn, {
      inks: inks.light,
      scale: 1,
      yName: title,
      xName: text.epochs,
      yText: (value) => format.metric(metric, value),
      xText: (x) => format.short(x),
      xNote: () => '',
    })
    return new Html(
      svgOf(draw(option, width, height), `${title}: ${summaryOf(data, metric, medians)}`, name),
    )
  })
  return html`<figure>${pictures}</figure>`
}

/** ECharts writes sizes and a white ground: the page has its own. */
export function svgOf(svg: string, label: string, name: string): string {
  return svg.replace(/^<svg\b[^>]*?(viewBox="[^"]*")[^>]*>/, (head, box: string) =>
    box
      ? `<svg xmlns="http://www.w3.org/2000/svg" class="${name}" role="img" aria-label="${escaped(label)}" ${box}>`
      : head,
  )
}

function labelOf({ run, recorded, text, format }: ReportData, id: string, value: string): string {
  const { lanes, seeds } = run.spec
  const lane = lanes.findIndex((each) => each.id === id)
  const lost = new Set(
    recorded.events.flatMap(({ kind, run: index }) =>
      kind === 'diverged' && Math.floor(index / seeds.length) === lane ? [index] : [],
    ),
  ).size
  if (lost === 0) return value
  return lost === seeds.length ? text.diverged : `${value} ✕${format.whole(lost)}`
}

function summaryOf(data: ReportData, metric: Metric, medians: readonly Float64Array[]): string {
  const { run, format } = data
  return format.list(
    run.spec.lanes.map(({ id }, index) => {
      const last = medians[index]!.at(-1)
      return `${data.names[index]} ${labelOf(data, id, last === undefined ? '–' : format.metric(metric, last))}`
    }),
  )
}

function isWide(medians: readonly Float64Array[]): boolean {
  const values = medians.flatMap((median) =>
    [...median].filter((value) => value > 0 && value < 1e9),
  )
  return Math.max(...values) > widest * Math.min(...values)
}

const longest = 22

function shortened(name: string): string {
  const letters = [...name]
  return letters.length > longest ? `${letters.slice(0, longest - 1).join('')}…` : name
}
