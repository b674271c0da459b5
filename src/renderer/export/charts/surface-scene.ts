import type { Brush } from '#renderer/charts/brush.ts'
import type { Box } from '#shared/charts/names.ts'
import { inks, type Paper, type Theme } from '#shared/charts/theme.ts'
import type { Drawn } from '#shared/charts/palette.ts'
import type { HyperValues, UpdateRule } from '#shared/optimizers/index.ts'
import type { Domain, Point, Surface } from '#shared/surfaces/index.ts'
import type { Trajectory } from '#shared/surfaces/walk.ts'
import type { KeyEntry } from '#renderer/charts/key.ts'
import { rankedStyle } from '#shared/charts/ranked-style.ts'
import { arrowsAt, slotDirections } from '#renderer/charts/surface/arrows.ts'
import { drawArrows } from '#renderer/charts/surface/draw-arrows.ts'
import { paintNames } from '#renderer/charts/names.ts'
import { drawTrajectories, haloOf, trajectoryNames } from '#renderer/charts/surface/trajectories.ts'
import { toX, toY, type PlaneView } from '#renderer/charts/surface/view.ts'
import { useText } from '#renderer/composables/useText.ts'
import type { Cell, CsvTable } from '../csv.ts'
import type { Film } from '../film/film.ts'
import { trajectoriesFilm } from '../film/make.ts'

const { t } = useText()

/** A lane with its trajectory. */
export interface SceneLane {
  readonly name: string
  readonly optimizer: string
  /** How many lanes of the same optimizer stand before it. */
  readonly rank: number
  readonly selected: boolean
  readonly rule: UpdateRule
  /** Whose line it is. */
  readonly drawn: Drawn
  readonly hyper: HyperValues
  readonly trajectory: Trajectory
}

/** The moment of the Surface stage that a picture shows. */
export interface SurfaceScene {
  /** Names files. */
  readonly id: string
  readonly name: string
  readonly surface: Surface
  readonly settings: readonly string[]
  readonly start: Point
  readonly step: number
  readonly steps: number
  readonly lanes: readonly SceneLane[]
}

/** A plane as large as a picture's, of the shape it has on the screen. */
export function pictureView(domain: Domain, width: number, height: number): PlaneView {
  const share = width / height
  const [most, least] = [760, 560]
  return share > most / least
    ? { width: most, height: Math.max(240, Math.round(most / share)), domain }
    : { width: Math.max(300, Math.round(least * share)), height: least, domain }
}

/** What lies over the ground: minima, trajectories, the selected lane's arrows, the start. */
export function paintScene(
  brush: Brush,
  scene: SurfaceScene,
  view: PlaneView,
  { theme }: Paper,
  arrows: boolean,
): void {
  const { panel, ink } = inks[theme]
  for (const minimum of scene.surface.minima) {
    const [x, y] = [toX(view, minimum.x), toY(view, minimum.y)]
    brush.line(x - 6, y, x + 6, y, { stroke: ink })
    brush.line(x, y - 6, x, y + 6, { stroke: ink })
  }
  const trajectories = scene.lanes.map(({ name, trajectory, drawn, rank, selected }) => ({
    name,
    trajectory,
    style: rankedStyle(drawn, rank, theme),
    selected,
  }))
  const paint = { halo: haloOf[theme], paper: panel, scale: 1 }
  drawTrajectories(brush, trajectories, scene.step, view, paint, false)
  const taken: Box[] = []
  const lane = scene.lanes.find(({ selected }) => selected)
  if (arrows && lane && scene.step < lane.trajectory.steps) {
    const { rule, hyper, trajectory } = lane
    const at = { x: trajectory.points[2 * scene.step]!, y: trajectory.points[2 * scene.step + 1]! }
    const drawn = arrowsAt(rule, slotDirections(rule, hyper), trajectory, scene.step)
    taken.push(...drawArrows(brush, drawn, at, view, { ink, paper: panel, scale: 1 }))
  }
  const [x, y] = [toX(view, scene.start.x), toY(view, scene.start.y)]
  brush.circle(x, y, 8, { stroke: panel, width: 5 })
  brush.circle(x, y, 8, { stroke: ink, width: 2 })
  taken.push({ x: x - 10, y: y - 10, width: 20, height: 20 })
  const bounds = { x: 2, y: 2, width: view.width - 4, height: view.height - 4 }
  const dots = trajectoryNames(trajectories, scene.step, view, 1)
  paintNames(brush, dots, { bounds, taken }, { inks: inks[theme], scale: 1 })
}

/** The lanes' lines, the start and the minima. */
export function sceneKey({ lanes, surface }: SurfaceScene, paper: Paper): KeyEntry[] {
  const { ink } = paper.inks
  return [
    ...laneKey(lanes, paper.theme),
    { sign: { dot: ink, hollow: true }, text: t('export.key.start') },
    ...(surface.minima.length > 0
      ? [{ sign: { sign: '+', colour: ink }, text: t('export.key.minimum') }]
      : []),
  ]
}

export function laneKey(lanes: readonly SceneLane[], theme: Theme): KeyEntry[] {
  return lanes.map(({ name, drawn, rank }) => ({
    sign: { line: rankedStyle(drawn, rank, theme) },
    text: name,
  }))
}

/** Every lane's path, up to the step that is shown. */
export function trajectoryTable({ lanes, step }: SurfaceScene): CsvTable {
  return {
    columns: ['lane', 'optimizer', 'step', 'x', 'y', 'f', 'gradient x', 'gradient y'],
    rows: rowsOf(lanes, step),
  }
}

function* rowsOf(lanes: readonly SceneLane[], step: number): Generator<Cell[]> {
  for (const { name, optimizer, trajectory } of lanes) {
    const { points, values, gradients } = trajectory
    for (let at = 0; at <= Math.min(step, trajectory.steps); at++) {
      // Where a path ends no step is taken any more, and none has a gradient.
      const last = at >= trajectory.steps
      yield [
        name,
        optimizer,
        at,
        points[2 * at]!,
        points[2 * at + 1]!,
        values[at]!,
        last ? null : gradients[2 * at]!,
        last ? null : gradients[2 * at + 1]!,
      ]
    }
  }
}

/** @returns the scene as a film over its level lines */
export const sceneFilm = (scene: SurfaceScene, domain: Domain): Film =>
  trajectoriesFilm(
    scene,
    domain,
    { title: scene.name, settings: scene.settings },
    t('export.axis.step'),
  )
