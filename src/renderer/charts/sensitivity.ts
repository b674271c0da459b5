import type { Brush } from './brush.ts'
import { paintNames, type NamedDot, type PaintedNames } from './names.ts'
import type { Band, Curve, Frame, CurveData } from '#shared/charts/frame.ts'
import type { Paper } from '#shared/charts/theme.ts'
import type { LineStyle } from '#shared/charts/palette.ts'
import { multiplesOf, niceStep, type AxisScale, type Extent } from '#shared/charts/scale.ts'

/** One setting that was tried. */
export interface TriedRate {
  readonly rate: number
  /** Over seeds; null where it diverged. */
  readonly median: number | null
  readonly worst: number | null
  readonly best: number | null
}

/** What is known of one contestant. */
export interface SensitivityLine {
  readonly id: string
  readonly name: string
  readonly look: LineStyle
  /** By ascending rate; empty for a rule without a learning rate. */
  readonly tried: readonly TriedRate[]
  /** Its best score so far, and at which rate: none for a rule without one. */
  readonly winner: { readonly score: number; readonly rate: number | undefined } | undefined
}

export interface SensitivityInput {
  readonly lines: readonly SensitivityLine[]
  /** The rates looked at, both ends. */
  readonly range: Extent
  /** Losses go over decades; shares and R² do not. */
  readonly logarithmic: boolean
  readonly fixed?: Extent
  /** What stands beside the dot at a contestant's best rate. */
  readonly best: (name: string, score: number) => string
}

/** A place on the chart: where along the axis, as the frame has it, and at which score. */
interface Mark {
  readonly id: string
  /** What stands beside it; empty for a cross. */
  readonly name: string
  readonly look: LineStyle
  readonly x: number
  readonly y: number
}

/** A rate at which a contestant diverged, in the contestant's row along the upper edge. */
interface LostMark extends Omit<Mark, 'y' | 'name'> {
  readonly row: number
}

export interface Sensitivity {
  /** What the frame is made of; its horizontal axis holds decimal logarithms. */
  readonly data: CurveData
  /** Every rate that was tried, as a logarithm, ascending. */
  readonly points: Float64Array
  readonly winners: readonly Mark[]
  readonly lost: readonly LostMark[]
}

/** Decades that the axis shows below an untrained model's loss: what is less is as good as nothing. */
const decadesBelow = 5

/**
 * Curves of score against learning rate: a line and a band over seeds for each contestant, a level
 * line for one without a rate, and marks for the best and for what diverged.
 */
export function sensitivityOf(input: SensitivityInput): Sensitivity {
  const { lines, range, logarithmic, fixed, best } = input
  const [min, max] = [Math.log10(range.min), Math.log10(range.max)]
  const bounds = logarithmic ? boundsOf(lines) : {}
  // A loss of 0 runs along the lower edge: a logarithmic axis has no place for it.
  const onAxis = (score: number): number => Math.max(score, bounds.min ?? -Infinity)
  const curves = lines.flatMap(({ id, name, look, tried, winner }): Curve[] => {
    const own = { id, name, look, selected: false }
    if (tried.length > 0) {
      return [
        {
          ...own,
          x: tried.map(({ rate }) => Math.log10(rate)),
          y: tried.map(({ median }) => (median === null ? NaN : onAxis(median))),
        },
      ]
    }
    return winner
      ? [{ ...own, x: [min, max], y: [onAxis(winner.score), onAxis(winner.score)] }]
      : []
  })
  const bands = lines.flatMap(({ id, look, tried }): Band[] => {
    const sound = tried.filter(({ worst, best }) => worst !== null && best !== null)
    if (sound.length < 2) return []
    return [
      {
        id,
        look,
        x: sound.map(({ rate }) => Math.log10(rate)),
        low: sound.map(({ worst, best }) => Math.min(worst!, best!)),
        high: sound.map(({ worst, best }) => Math.max(worst!, best!)),
        selected: false,
      },
    ]
  })
  const rates = lines.flatMap(({ tried }) => tried.map(({ rate }) => Math.log10(rate)))
  return {
    data: {
      curves,
      bands: bands.map((band) => clipped(band, bounds)),
      horizontal: (parts) => decadeScale({ min, max }, parts),
      logarithmic,
      ...(fixed ? { fixed } : {}),
      bounds,
      // Where a line ends is not where it is best: its number stands at the dot.
      label: () => '',
    },
    points: Float64Array.from(new Set(rates)).sort(),
    winners: lines.flatMap(({ id, name, look, winner }): Mark[] =>
      winner?.rate === undefined
        ? []
        : [
            {
              ...{ id, look, name: best(name, winner.score) },
              ...{ x: Math.log10(winner.rate), y: onAxis(winner.score) },
            },
          ],
    ),
    lost: lines.flatMap(({ id, look, tried }, row) =>
      tried
        .filter(({ median }) => median === null)
        .map(({ rate }): LostMark => ({ id, look, x: Math.log10(rate), row })),
    ),
  }
}

/**
 * What a logarithmic axis shows: from the lowest rates' scores, which hardly any training has
 * touched, a decade up and some decades down. A curve that leaves it goes over its edge.
 */
function boundsOf(lines: readonly SensitivityLine[]): Partial<Extent> {
  const untrained = lines.flatMap(({ tried }) => tried[0]?.median ?? [])
  const level = Math.max(...untrained)
  if (!(level > 0 && Number.isFinite(level))) return {}
  return {
    min: decade(Math.floor(Math.log10(level)) - decadesBelow),
    max: decade(Math.ceil(Math.log10(level)) + 1),
  }
}

/** A power of ten, and not what floating point makes of one. */
const decade = (power: number): number => Number(`1e${power}`)

/** Keeps a band from stretching the axis beyond what it is to show. */
function clipped(band: Band, { min = -Infinity, max = Infinity }: Partial<Extent>): Band {
  const inside = (values: ArrayLike<number>): number[] =>
    Array.from(values, (value) => Math.min(Math.max(value, min), max))
  return { ...band, low: inside(band.low), high: inside(band.high) }
}

/** An axis of decimal logarithms from end to end, marked at whole decades, thinned if need be. */
export function decadeScale({ min, max }: Extent, parts: number): AxisScale {
  const [low, high] = max - min > 1e-9 ? [min, max] : [min - 0.5, max + 0.5]
  const step = Math.max(1, niceStep(high - low, parts))
  return { min: low, max: high, ticks: multiplesOf(step, low, high), decimals: 0 }
}

/** Pixels within which dots would hide one another. */
const near = 7

/**
 * Paints what lies over the curves: a dot with its score at each best rate, a cross where one
 * diverged. Dots at one place are rings around one another, so that all are seen.
 */
export function paintTried(
  brush: Brush,
  { winners, lost }: Sensitivity,
  { toX, toY, top, bottom, left, right }: Frame,
  { inks, scale }: Pick<Paper, 'inks' | 'scale'>,
  colourOf: (look: LineStyle) => string,
): PaintedNames {
  const dots: NamedDot[] = []
  for (const { id, name, look, x, y } of winners) {
    const at = toY(y)
    // One beyond the axis stands at its edge.
    const place = Number.isFinite(at) ? Math.min(Math.max(at, top), bottom) : bottom
    const here = dots.filter(
      (dot) => Math.hypot(dot.x - toX(x), dot.y - place) < near * scale,
    ).length
    const reach = (5 + 4 * here) * scale
    const ring = { stroke: colourOf(look), width: 2.25 * scale }
    brush.circle(
      toX(x),
      place,
      reach,
      here > 0 ? ring : { fill: colourOf(look), stroke: inks.panel, width: 1.5 },
    )
    dots.push({ id, name, x: toX(x), y: place, reach })
  }
  for (const { look, x, row } of lost) {
    brush.cross(toX(x), top + 6 + 8 * row, 2.5, { stroke: colourOf(look), width: 1.5 })
  }
  const bounds = { x: left, y: top, width: right - left, height: bottom - top + 8 * scale }
  return paintNames(brush, dots, { bounds }, { inks, scale })
}
