import { paintPlot } from '#renderer/charts/plot.ts'
import { groundOf, paintRulePath, type RulePath } from '#renderer/charts/rule-path.ts'
import { lineStyle, type Drawn, type LineStyle } from '#shared/charts/palette.ts'
import type { Trajectory } from '#shared/surfaces/walk.ts'
import type { PlaneView } from '#renderer/charts/surface/view.ts'
import { useText } from '#renderer/composables/useText.ts'
import { planeAxes } from '#renderer/views/surface/keys.ts'
import type { ExportedChart } from '../figure.ts'
import { pictureView } from './surface-scene.ts'

const { t, own } = useText()

export interface RulePathExport extends Omit<RulePath, 'trajectories'> {
  readonly drawn: Drawn
  readonly trajectory: Trajectory
  /** What the same optimizer does as other conventions write it. */
  readonly others?: readonly OtherPath[]
  readonly view: PlaneView
  readonly optimizerName: string
  readonly settings: readonly string[]
}

interface OtherPath {
  readonly name: string
  readonly trajectory: Trajectory
  readonly dash: readonly number[]
}

/** A rule's path on a surface. */
export function rulePathChart(input: RulePathExport): ExportedChart {
  const { surface, drawn, trajectory, others = [], optimizerName, view: shown } = input
  return {
    title: t('export.title.rulePath', { optimizer: optimizerName, surface: own(surface.name) }),
    settings: input.settings,
    paint: (brush, paper) => {
      const view = pictureView(shown.domain, shown.width, shown.height)
      const look = (dash: readonly number[]): LineStyle => ({ colour: paper.inks.ink, dash })
      const own = lineStyle(drawn, paper.theme)
      const trajectories = [
        ...others.map((each) => ({
          trajectory: each.trajectory,
          style: look(each.dash),
          selected: false,
        })),
        { trajectory, style: own, selected: true },
      ]
      const size = paintPlot(brush, paper, view, planeAxes(view), () =>
        paintRulePath(brush, paper, { ...input, trajectories }, groundOf(surface, view), view),
      )
      const named = others.map(({ name, dash }) => ({ sign: { line: look(dash) }, text: name }))
      const key = [{ sign: { line: own }, text: optimizerName }, ...named]
      return { ...size, key: others.length > 0 ? key : [] }
    },
    table: () => ({
      columns: ['path', 'step', 'x', 'y', 'f'],
      rows: [{ name: optimizerName, trajectory }, ...others].flatMap(({ name, trajectory: path }) =>
        Array.from(path.values, (value, step) => [
          name,
          step,
          path.points[2 * step]!,
          path.points[2 * step + 1]!,
          value,
        ]),
      ),
    }),
  }
}
