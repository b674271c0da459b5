import { useText } from '#renderer/composables/useText.ts'
import type { SurfaceScene } from '#renderer/export/charts/surface-scene.ts'
import { useSurface } from './store.ts'
import { ownId } from './own.ts'
import { outcomeOf, outcomeShort, pointText, racerSettings, racerText } from './words.ts'

/** @returns the moment that is shown, as exported pictures show it */
export function useScene(): () => SurfaceScene {
  const { t, own, format } = useText()
  const surface = useSurface()

  return () => {
    const { surface: ground, noise, steps, step, shown, selected } = surface
    const name = ground.id === ownId ? `f(x, y) = ${surface.own.text}` : own(ground.name)
    const racers = shown.map(({ racer, rule, trail }) => ({
      name: racerText(racer, surface.racers),
      optimizer: racer.optimizer,
      drawn: racer,
      rank: racer.rank,
      selected: racer.id === selected?.id,
      rule,
      hyper: racer.hyper,
      trail,
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
        t('export.setting.racers', {
          racers: shown
            .map(
              (run) =>
                `${racerText(run.racer, surface.racers)} (${racerSettings(run.racer)}): ${outcomeShort(outcomeOf(run, ground), ground)}`,
            )
            .join('; '),
        }),
      ],
      start: surface.shownStart,
      step,
      steps,
      racers,
    }
  }
}
