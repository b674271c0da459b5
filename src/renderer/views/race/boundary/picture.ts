import type { Brush } from '#renderer/charts/brush.ts'
import type { LineStyle } from '#shared/charts/palette.ts'
import type { RaceProblem } from '#shared/contract/problem.ts'
import type { Paper } from '#shared/charts/theme.ts'
import { dotColour, valueColour } from '#renderer/charts/boundary-colours.ts'
import { drawCurve, drawRows, fieldPixels } from '#renderer/charts/boundary-paint.ts'
import { toHex } from '#shared/charts/colour.ts'
import { rampOf, type KeyEntry } from '#renderer/charts/key.ts'
import { useText } from '#renderer/composables/useText.ts'
import { paintPlot } from '#renderer/charts/plot.ts'
import { targetAxis, targetSpan, type FeatureAxis } from './domain.ts'
import type { Grid } from './grid.ts'

const { t, format } = useText()

/** What one lane's model says over one or two features. */
export interface BoundaryPicture {
  readonly problem: RaceProblem
  readonly across: FeatureAxis
  readonly up: FeatureAxis
  readonly grid: Grid | undefined
  readonly look: LineStyle
}

/** Paints a field of cells under the rows, or over one feature a curve over them, with axes. */
export function paintBoundary(
  brush: Brush,
  paper: Paper,
  { problem, across, up, grid, look }: BoundaryPicture,
  size: { readonly width: number; readonly height: number; readonly top: number },
): ReturnType<typeof paintPlot> {
  const { theme } = paper
  const { width, height } = size
  const text = (value: number): string => format.short(value, 4)
  const axes = {
    across: across.ticks.map(({ share, value }) => ({ at: share * width, text: text(value) })),
    up: up.ticks.map(({ share, value }) => ({ at: (1 - share) * height, text: text(value) })),
    acrossName: across.name,
    upName: up.name,
  }
  return paintPlot(brush, paper, size, axes, () => {
    const targets = targetSpan(problem)
    const place = { x: across.span, y: up.span, width, height }
    const flat = problem.inputs === 1
    if (grid && !flat) {
      brush.image(fieldPixels(grid, targets, theme), { x: 0, y: 0, width, height }, true)
    }
    drawRows(brush, problem, place, targets, theme)
    if (grid && flat) drawCurve(brush, grid, place, look.colour, theme)
  })
}

/** What the colours of fields and rows stand for. */
export function boundaryKey(problem: RaceProblem, { theme, inks }: Paper): KeyEntry[] {
  const classes = problem.classNames.map((text, index) => ({
    sign: { dot: toHex(dotColour(index, theme)) },
    text,
  }))
  const ticks = targetAxis(problem, 4).ticks.map(({ value }) => value)
  const ramp = {
    ramp: rampOf((share) => toHex(valueColour(share, theme))),
    from: format.short(ticks[0] ?? 0, 4),
    to: format.short(ticks.at(-1) ?? 0, 4),
  }
  const text = t('racePanels.boundary.prediction', { target: problem.target })
  return [
    ...classes,
    ...(classes.length === 0 && problem.inputs === 2 ? [{ sign: ramp, text }] : []),
    { sign: { dot: inks.second, hollow: true }, text: t('racePanels.boundary.train') },
    { sign: { dot: inks.second }, text: t('racePanels.boundary.held') },
  ]
}
