import type { HyperValues, UpdateRule } from '../../../shared/optimizers/index.ts'
import type { Domain, Point, Surface } from '../../../shared/surfaces/index.ts'
import type { Trail } from '../../../shared/surfaces/walk.ts'
import { arrowsAt, slotDirections } from '../../charts/surface/arrows.ts'
import { drawArrows } from '../../charts/surface/draw-arrows.ts'
import { rankedStyle } from '../../charts/ranked-style.ts'
import { drawTrails } from '../../charts/surface/trails.ts'
import { ticksOf, toX, toY, type PlaneView } from '../../charts/surface/view.ts'
import { useText } from '../../composables/useText.ts'
import { SvgBrush } from '../brush.ts'
import type { Cell, CsvTable } from '../csv.ts'
import type { KeyEntry } from '../figure.ts'
import { families, type Paper } from '../paper.ts'
import { element, type SvgNode } from '../svg.ts'
import type { BoxAxes } from './axes.ts'

const { t, format } = useText()

/** A racer with its trail. */
export interface SceneRacer {
  readonly name: string
  readonly optimizer: string
  /** How many racers of the same optimizer stand before it. */
  readonly rank: number
  readonly selected: boolean
  readonly rule: UpdateRule
  readonly hyper: HyperValues
  readonly trail: Trail
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
  readonly racers: readonly SceneRacer[]
}

/** A plane as large as a picture's, of the shape it has on the screen. */
export function pictureView(domain: Domain, width: number, height: number): PlaneView {
  const share = width / height
  const [most, least] = [760, 560]
  return share > most / least
    ? { width: most, height: Math.max(240, Math.round(most / share)), domain }
    : { width: Math.max(300, Math.round(least * share)), height: least, domain }
}

/** What lies over the ground: minima, trails, the selected racer's arrows, the start. */
export function sceneNodes(
  scene: SurfaceScene,
  view: PlaneView,
  paper: Paper,
  arrows: boolean,
): SvgNode[] {
  const { panel, ink } = paper.inks
  const minima = scene.surface.minima.map((minimum) => {
    const [x, y] = [toX(view, minimum.x), toY(view, minimum.y)]
    return element('path', {
      d: `M${x - 6} ${y}H${x + 6}M${x} ${y - 6}V${y + 6}`,
      stroke: ink,
      fill: 'none',
    })
  })
  const brush = new SvgBrush()
  const halo = paper.theme === 'dark' ? 'rgb(20 21 24 / 66%)' : 'rgb(255 255 255 / 72%)'
  drawTrails(
    brush,
    scene.racers.map(({ trail, optimizer, rank, selected }) => ({
      trail,
      style: rankedStyle(optimizer, rank, paper.theme),
      selected,
    })),
    scene.step,
    view,
    { halo, paper: panel, scale: 1 },
    false,
  )
  const racer = scene.racers.find(({ selected }) => selected)
  if (arrows && racer && scene.step < racer.trail.steps) {
    const { rule, hyper, trail } = racer
    const at = { x: trail.points[2 * scene.step]!, y: trail.points[2 * scene.step + 1]! }
    const paint = { ink, paper: panel, scale: 1, font: `11.5px ${families.sans}` }
    drawArrows(
      brush,
      arrowsAt(rule, slotDirections(rule, hyper), trail, scene.step),
      at,
      view,
      paint,
    )
  }
  const [x, y] = [toX(view, scene.start.x), toY(view, scene.start.y)]
  const ring = { cx: x, cy: y, fill: 'none' }
  return [
    ...minima,
    ...brush.nodes,
    element('circle', { ...ring, r: 8, stroke: panel, 'stroke-width': 5 }),
    element('circle', { ...ring, r: 8, stroke: ink, 'stroke-width': 2 }),
  ]
}

/** Marks and names of the plane's two axes. */
export function planeAxes(view: PlaneView): BoxAxes {
  const text = (value: number, decimals: number): string =>
    Math.abs(value) >= 1e6 || decimals > 7 ? format.short(value, 7) : format.fixed(value, decimals)
  const across = ticksOf(view.domain.x, view.width / 72)
  const up = ticksOf(view.domain.y, view.height / 48)
  return {
    across: across.values.map((value) => ({
      at: toX(view, value),
      text: text(value, across.decimals),
    })),
    up: up.values.map((value) => ({ at: toY(view, value), text: text(value, up.decimals) })),
    acrossName: 'x',
    upName: 'y',
  }
}

/** The racers' lines, the start and the minima. */
export function sceneKey({ racers, surface }: SurfaceScene, paper: Paper): KeyEntry[] {
  const { ink } = paper.inks
  return [
    ...racerKey(racers, paper),
    { sign: { dot: ink, hollow: true }, text: t('export.key.start') },
    ...(surface.minima.length > 0
      ? [{ sign: { sign: '+', colour: ink }, text: t('export.key.minimum') }]
      : []),
  ]
}

export function racerKey(racers: readonly SceneRacer[], paper: Paper): KeyEntry[] {
  return racers.map(({ name, optimizer, rank }) => ({
    sign: { line: rankedStyle(optimizer, rank, paper.theme) },
    text: name,
  }))
}

/** Every racer's path, up to the step that is shown. */
export function trailTable({ racers, step }: SurfaceScene): CsvTable {
  return {
    columns: ['racer', 'optimizer', 'step', 'x', 'y', 'f', 'gradient x', 'gradient y'],
    rows: rowsOf(racers, step),
  }
}

function* rowsOf(racers: readonly SceneRacer[], step: number): Generator<Cell[]> {
  for (const { name, optimizer, trail } of racers) {
    const { points, values, gradients } = trail
    for (let at = 0; at <= Math.min(step, trail.steps); at++) {
      // Where a path ends no step is taken any more, and none has a gradient.
      const last = at >= trail.steps
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
