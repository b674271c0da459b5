import type { RunSummary } from '#shared/contract/runs.ts'

/** One lane's small curve, as SVG draws it. */
export interface SparkLine {
  readonly lane: string
  /** Empty where nothing finite was recorded. */
  readonly path: string
}

/**
 * Lays the lanes' values over one another in a box. The box reaches up to where most lanes begin: one
 * that flies off leaves it at its upper edge instead of pressing the others flat.
 *
 * @param width and height in the units of the path
 */
export function sparkLines(
  sparks: RunSummary['sparks'],
  width: number,
  height: number,
): SparkLine[] {
  const finite = sparks.flatMap(({ values }) => values.filter((value) => value !== null))
  const starts = sparks
    .flatMap(({ values }) => values.find((value) => value !== null) ?? [])
    .sort((a, b) => a - b)
  const low = Math.min(...finite)
  const start = starts[(starts.length - 1) >> 1] ?? 0
  const high = Math.min(Math.max(...finite), low + 1.5 * Math.max(start - low, 0) || Infinity)
  const span = high > low ? high - low : 1
  const longest = Math.max(1, ...sparks.map(({ values }) => values.length - 1))
  const toX = (at: number): number => round((at / longest) * width)
  const toY = (value: number): number =>
    round(1 + (height - 3) * (1 - (Math.min(value, high) - low) / span))

  return sparks.map(({ lane, values }) => {
    let path = ''
    let drawing = false
    values.forEach((value, at) => {
      if (value !== null) path += `${drawing ? 'L' : 'M'}${toX(at)} ${toY(value)}`
      drawing = value !== null
    })
    return { lane, path }
  })
}

const round = (value: number): number => Math.round(value * 10) / 10
