import type { Convention } from '#shared/optimizers/index.ts'
import { useText } from '#renderer/composables/useText.ts'
import { pathCurves, type NamedPath } from '#renderer/views/conventions/path-curves.ts'
import type { ExportedChart } from '../figure.ts'
import { paintFigure } from './curve-figure.ts'

const { t } = useText()

export interface ConventionsInput {
  readonly optimizer: string
  readonly optimizerName: string
  readonly surfaceName: string
  readonly settings: readonly string[]
  readonly steps: number
  readonly paths: readonly NamedPath[]
}

/** One optimizer as each convention writes it: where the difference leads. */
export function conventionsChart(input: ConventionsInput): ExportedChart {
  const { optimizer, optimizerName, surfaceName, settings, steps, paths } = input
  return {
    file: `conventions-${optimizer}`,
    title: t('export.title.conventions', { optimizer: optimizerName, surface: surfaceName }),
    settings,
    paint: (brush, paper) => ({
      ...paintFigure(brush, paper, pathCurves(optimizer, paths, steps, paper.theme)),
      key: [],
    }),
    table: () => ({
      columns: ['convention', 'step', 'f'],
      rows: paths.flatMap(({ conventions, values }) =>
        conventions.flatMap((convention: Convention) =>
          Array.from(values, (value, step) => [convention, step, value]),
        ),
      ),
    }),
  }
}
