import type { CurvesPart } from '#shared/charts/frame.ts'
import { lineStyle } from '#shared/charts/palette.ts'
import { spanScale } from '#shared/charts/scale.ts'
import type { Theme } from '#shared/charts/theme.ts'
import { useText } from '#renderer/composables/useText.ts'
import type { ConventionPath } from './paths.ts'

const { t, format } = useText()

/** A line of one colour is told from its siblings by its dash. */
const dashes = [[], [7, 4], [2, 3]]

/** Where paths lie on each other, the ones below still show at the sides. */
const widths = [4, 2.5, 1.5]

/** A path with its conventions' names. */
export type NamedPath = ConventionPath & { readonly name: string }

/** The surface's value against the step, a curve per path, in the optimizer's colour. */
export function pathCurves(
  optimizer: string,
  paths: readonly NamedPath[],
  steps: number,
  theme: Theme,
): CurvesPart {
  const finite = paths.flatMap(({ values }) => [...values].filter(Number.isFinite))
  const min = Math.min(...finite)
  const max = Math.max(...finite)
  const logarithmic = min > 0
  // What is smaller than a millionth of a millionth of the start is there.
  const low = logarithmic ? Math.max(min, max * 1e-12) : min
  const { colour } = lineStyle(optimizer, theme)
  return {
    data: {
      curves: paths.map(({ name, values }, index) => ({
        id: name,
        name,
        look: { colour, dash: dashes[index] ?? [] },
        x: Float64Array.from(values, (_, step) => step),
        y: values.map((value) => Math.max(value, low)),
        selected: false,
        weight: widths[index],
        opacity: index === 0 && paths.length > 1 ? 0.4 : 1,
      })),
      bands: [],
      horizontal: (parts) => spanScale(steps, parts, true),
      logarithmic,
      fixed: finite.length > 0 ? { min: low, max } : undefined,
      footRoom: 32,
      label: () => '',
    },
    words: {
      yName: 'f',
      xName: t('conventions.step'),
      xText: format.whole,
      xNote: () => '',
      yText: (value) => format.short(value, 2),
      at: (step) => t('runs.at.step', { step: format.whole(step) }),
    },
  }
}
