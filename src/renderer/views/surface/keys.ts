import { innerScale } from '#shared/charts/scale.ts'
import type { Theme } from '#shared/charts/theme.ts'
import type { Surface } from '#shared/surfaces/index.ts'
import type { BasinColour } from '#shared/surfaces/setting.ts'
import { toHex } from '#shared/charts/colour.ts'
import { rampOf, type KeyEntry } from '#renderer/charts/key.ts'
import type { PlotAxes } from '#renderer/charts/plot.ts'
import {
  minimumColour,
  oddColour,
  oddEnds,
  oddKinds,
  stepsColour,
} from '#renderer/charts/surface/basin-paint.ts'
import type { Levels } from '#renderer/charts/surface/levels.ts'
import { contourPaint } from '#renderer/charts/surface/ramp.ts'
import { toX, toY, type PlaneView } from '#renderer/charts/surface/view.ts'
import { useText } from '#renderer/composables/useText.ts'
import { levelText, pointText } from './words.ts'

const { t, format } = useText()

/** Marks and names of the plane's two axes. */
export function planeAxes(view: PlaneView, scale = 1): PlotAxes {
  const text = (value: number, decimals: number): string =>
    Math.abs(value) >= 1e6 || decimals > 7 ? format.short(value, 7) : format.fixed(value, decimals)
  const { x, y } = view.domain
  const across = innerScale({ min: x[0], max: x[1] }, view.width / (72 * scale))
  const up = innerScale({ min: y[0], max: y[1] }, view.height / (48 * scale))
  return {
    across: across.ticks.map((value) => ({
      at: toX(view, value),
      text: text(value, across.decimals),
    })),
    up: up.ticks.map((value) => ({ at: toY(view, value), text: text(value, up.decimals) })),
    acrossName: 'x',
    upName: 'y',
  }
}

/** What the level lines' shades stand for: values above the anchor, where there is one. */
export function levelKey(levels: Levels, theme: Theme): KeyEntry {
  const { values, anchor, symmetric } = levels
  const end = (value = NaN): string => format.short(value - (symmetric ? 0 : anchor), 2)
  const ramp = rampOf(contourPaint(theme).shade)
  return { sign: { ramp, from: end(values[0]), to: end(values.at(-1)) }, text: levelText(levels) }
}

export interface BasinKeyInput {
  readonly minima: Surface['minima']
  /** Starts by their end, as far as they are computed. */
  readonly counts: ReadonlyMap<number, number>
  readonly colour: BasinColour
  readonly budget: number
  readonly theme: Theme
  /** Whether of several maps, whose shares stand beside each. @default false */
  readonly several?: boolean
}

/** What the colours of a basin map stand for, with the share of each among the starts. */
export function basinKey(input: BasinKeyInput): KeyEntry[] {
  const { minima, counts, colour, budget, theme, several } = input
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const entry = (end: number, field: string, name: string): KeyEntry => {
    const share = total > 0 ? format.percent((counts.get(end) ?? 0) / total, 1) : t('common.none')
    return { sign: { field }, text: several ? name : `${name} ${share}` }
  }
  const ramp = rampOf((share) => toHex(stepsColour(share, theme)))
  const steps = { ramp, from: '0', to: format.whole(budget) }
  return [
    ...(colour === 'steps' ? [{ sign: steps, text: t('surface.basins.steps') }] : []),
    ...(colour === 'minimum' ? minima : []).map((minimum, index) => {
      const { x, y } = pointText(minimum)
      return entry(index, toHex(minimumColour(index, theme)), `(${x}, ${y})`)
    }),
    ...oddKinds
      .filter((kind) => kind === 'nowhere' || counts.has(oddEnds[kind]))
      .map((kind) =>
        entry(oddEnds[kind], toHex(oddColour(kind, theme)), t(`surface.basins.${kind}`)),
      ),
  ]
}
