import type { Domain } from '#shared/surfaces/index.ts'
import { rampOf } from '#renderer/charts/key.ts'
import { rankedStyle } from '#shared/charts/ranked-style.ts'
import { valueAtHeight } from '#renderer/charts/surface/levels.ts'
import type { Camera } from '#renderer/charts/surface/projection.ts'
import { contourPaint } from '#renderer/charts/surface/ramp.ts'
import { paintRelief, paintReliefTrajectories } from '#renderer/charts/surface/relief-paint.ts'
import { reliefOf } from '#renderer/charts/surface/relief.ts'
import { useText } from '#renderer/composables/useText.ts'
import { heightText } from '#renderer/views/surface/words.ts'
import type { ExportedChart } from '../figure.ts'
import { laneKey, sceneFilm, trajectoryTable, type SurfaceScene } from './surface-scene.ts'

const { t, format } = useText()

export interface ReliefInput {
  readonly scene: SurfaceScene
  readonly domain: Domain
  /** From where it is looked at on the screen. */
  readonly camera: Camera
}

const size = { width: 800, height: 560 }

/** The surface in three dimensions, and the trajectories on it. */
export function reliefChart({ scene, domain, camera }: ReliefInput): ExportedChart {
  return {
    title: t('export.title.relief', { surface: scene.name, step: format.whole(scene.step) }),
    settings: scene.settings,
    paint: (brush, { theme }) => {
      const relief = reliefOf(scene.surface, domain)
      const trajectories = scene.lanes.map(({ name, trajectory, drawn, rank, selected }) => ({
        name,
        trajectory,
        selected,
        style: rankedStyle(drawn, rank, theme),
      }))
      const { step } = scene
      const text = format.short
      const ground = { ...size, relief, camera, theme, scale: 1, text }
      paintRelief(brush, ground)
      paintReliefTrajectories(brush, ground, trajectories, step)
      const [from = '', to = ''] = [relief.low, relief.high].map((height) =>
        format.short(valueAtHeight(height, relief.levels), 2),
      )
      const sign = { ramp: rampOf(contourPaint(theme).shade), from, to }
      return {
        ...size,
        key: [...laneKey(scene.lanes, theme), { sign, text: heightText(relief.levels) }],
      }
    },
    film: () => sceneFilm(scene, domain),
    table: () => trajectoryTable(scene),
  }
}
