import { useText } from '#renderer/composables/useText.ts'
import type { SurfaceScene } from '#renderer/export/charts/surface-scene.ts'
import { useSurface } from './store.ts'
import { ownId } from './own.ts'
import { outcomeOf, outcomeShort, pointText, laneSettings, laneText } from './words.ts'

/** @returns the moment that is shown, as exported pictures show it */
export function useScene(): () => SurfaceScene {
  const { t, own, format } = useText()
  const surface = useSurface()

  return () => {
    const { surface: ground, noise, steps, step, shown, selected } = surface
    const name = ground.id === ownId ? `f(x, y) = ${surface.own.text}` : own(ground.name)
    const lanes = shown.map(({ lane, rule, trajectory }) => ({
      name: laneText(lane, surface.lanes),
      optimizer: lane.optimizer,
      drawn: lane,
      rank: lane.rank,
      selected: lane.id === selected?.id,
      rule,
      hyper: lane.hyper,
      trajectory,
    }))
    const start = t('export.setting.start', {
      ...pointText(surface.shownStart),
      steps: format.whole(steps),
    })
    const disturbed =
      noise.deviation > 0
        ? t('export.setting.noise', {
            deviation: format.short(noise.deviation, 4),
            seed: String(noise.seed),
          })
        : ''
    return {
      id: ground.id,
      name,
      surface: ground,
      settings: [
        [start, disturbed].filter((text) => text !== '').join(' · '),
        t('export.setting.lanes', {
          lanes: shown
            .map(
              (run) =>
                `${laneText(run.lane, surface.lanes)} (${laneSettings(run.lane)}): ${outcomeShort(outcomeOf(run, ground), ground)}`,
            )
            .join('; '),
        }),
      ],
      start: surface.shownStart,
      step,
      steps,
      lanes,
    }
  }
}
