import { paintPlot } from '#renderer/charts/plot.ts'
import { groundOf, paintRulePath, type RulePath } from '#renderer/charts/rule-path.ts'
import { lineStyle, type Drawn } from '#shared/charts/palette.ts'
import type { Trail } from '#shared/surfaces/walk.ts'
import type { PlaneView } from '#renderer/charts/surface/view.ts'
import { useText } from '#renderer/composables/useText.ts'
import { planeAxes } from '#renderer/views/surface/keys.ts'
import type { ExportedChart } from '../figure.ts'
import { pictureView } from './surface-scene.ts'

const { t, own } = useText()

export interface RulePathExport extends Omit<RulePath, 'trails'> {
  readonly drawn: Drawn
  readonly trail: Trail
  readonly view: PlaneView
  readonly optimizerName: string
  readonly settings: readonly string[]
}

/** A rule's path on a surface. */
export function rulePathChart(input: RulePathExport): ExportedChart {
  const { surface, drawn, trail, optimizerName, view: shown } = input
  return {
    file: `path-${optimizerName}-${surface.id}`,
    title: t('export.title.rulePath', { optimizer: optimizerName, surface: own(surface.name) }),
    settings: input.settings,
    paint: (brush, paper) => {
      const view = pictureView(shown.domain, shown.width, shown.height)
      const trails = [{ trail, style: lineStyle(drawn, paper.theme), selected: true }]
      const size = paintPlot(brush, paper, view, planeAxes(view), () =>
        paintRulePath(brush, paper, { ...input, trails }, groundOf(surface, view), view),
      )
      return { ...size, key: [] }
    },
    table: () => ({
      columns: ['step', 'x', 'y', 'f'],
      rows: Array.from(trail.values, (value, step) => [
        step,
        trail.points[2 * step]!,
        trail.points[2 * step + 1]!,
        value,
      ]),
    }),
  }
}
