import { useText } from '#renderer/composables/useText.ts'
import { formCurves } from '#renderer/views/optimizers/form-curves.ts'
import { formName, type FormPath } from '#renderer/views/optimizers/forms.ts'
import type { ExportedChart } from '../figure.ts'
import { paintFigure } from './curve-figure.ts'

const { t } = useText()

interface ConventionsInput {
  readonly optimizer: string
  readonly optimizerName: string
  readonly surfaceName: string
  readonly settings: readonly string[]
  readonly steps: number
  readonly paths: readonly FormPath[]
}

/** One optimizer as each convention writes it: where the difference leads. */
export function conventionsChart(input: ConventionsInput): ExportedChart {
  const { optimizer, optimizerName, surfaceName, settings, steps, paths } = input
  return {
    title: t('export.title.conventions', { optimizer: optimizerName, surface: surfaceName }),
    settings,
    paint: (brush, paper) => ({
      ...paintFigure(brush, paper, formCurves(optimizer, paths, steps, paper.theme)),
      key: [],
    }),
    table: () => ({
      columns: ['convention', 'step', 'f'],
      rows: paths.flatMap(({ forms, trajectory }) =>
        forms.flatMap((form) =>
          Array.from(trajectory.values, (value, step) => [formName(form), step, value]),
        ),
      ),
    }),
  }
}
