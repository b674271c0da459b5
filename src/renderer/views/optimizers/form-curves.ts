import type { CurvesPart } from '#shared/charts/frame.ts'
import { lineStyle } from '#shared/charts/palette.ts'
import { spanScale } from '#shared/charts/scale.ts'
import type { Theme } from '#shared/charts/theme.ts'
import { useText } from '#renderer/composables/useText.ts'
import { formName, type FormPath } from './forms.ts'

const { t, format } = useText()

/** A line of one colour is told from its siblings by its dash. */
const dashes = [[], [7, 4], [2, 3], [9, 3, 2, 3]]

/** Where paths lie on each other, the ones below still show at the sides. */
const widths = [4, 2.5, 1.5, 1.5]

/** Of a value that starts at 1, what is less than this is there: the picture ends. */
const arrived = 1e-12

/** @returns whose path it is */
export function pathName({ forms, trajectory }: FormPath): string {
  const names = format.list(forms.map(formName))
  return trajectory.diverged ? t('conventions.diverged', { names }) : names
}

/** The surface's value against the step, a curve per path, in the optimizer's colour. */
export function formCurves(
  optimizer: string,
  paths: readonly FormPath[],
  steps: number,
  theme: Theme,
): CurvesPart {
  const finite = paths.flatMap(({ trajectory }) => [...trajectory.values].filter(Number.isFinite))
  const max = Math.max(...finite)
  const logarithmic = finite.every((value) => value >= 0) && max > 0
  const least = Math.min(...finite.filter((value) => !logarithmic || value > 0))
  const low = logarithmic ? Math.max(least, max * arrived) : least
  // A curve that has arrived leaves the picture: drawn along its foot it would look as if it stood still.
  const drawn = (value: number): number => (logarithmic ? Math.max(value, low * arrived) : value)
  const { colour } = lineStyle(optimizer, theme)
  return {
    data: {
      curves: paths.map((path, index) => ({
        id: pathName(path),
        name: pathName(path),
        look: { colour, dash: dashes[index] ?? [] },
        x: Float64Array.from(path.trajectory.values, (_, step) => step),
        y: path.trajectory.values.map(drawn),
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
