import { computed, type ComputedRef } from 'vue'
import type { Curve, FrameInput, Reading } from '../../../shared/charts/frame.ts'
import { lineStyle } from '../../../shared/charts/palette.ts'
import { epochScale } from '../../../shared/charts/scale.ts'
import { useFormat } from '../../composables/useFormat.ts'
import { useText } from '../../composables/useText.ts'
import { useRace } from '../../stores/race.ts'
import { useSettings } from '../../stores/settings.ts'
import { stepsOf, trainRows } from './experiment.ts'
import { useIris } from './store.ts'
import type { DrawnLanes } from './useDrawnLanes.ts'
import { isShare, metricText } from '../../composables/metric-text.ts'

export interface Curves {
  /** What the chart draws, but for its size. */
  readonly data: ComputedRef<Omit<FrameInput, 'width' | 'height' | 'scale'>>
  /** Samples of each recorded point that every lane has reached. */
  readonly points: ComputedRef<readonly number[]>
  /** Training rows, that is samples of one epoch. */
  readonly epoch: ComputedRef<number>
  /** Epochs of the race's present budget. */
  readonly epochs: ComputedRef<number>
  /** @returns what every curve has at a recorded point */
  readings(index: number): Reading[]
}

/** The recording as curves of the chosen metric. */
export function useCurves({ lanes, bands }: DrawnLanes): Curves {
  const { t } = useText()
  const format = useFormat()
  const race = useRace()
  const settings = useSettings()
  const iris = useIris()

  const curves = computed<Curve[]>(() => {
    void race.version
    return lanes.value
      .filter(({ run }) => run !== undefined)
      .map(({ run, name, optimizer }) => {
        const track = race.recording.tracks[run ?? -1]
        const values = track?.values[iris.metric] ?? []
        return {
          id: optimizer,
          name,
          selected: optimizer === iris.selected,
          look: lineStyle(optimizer, settings.theme),
          x: track?.samples ?? [],
          y: values,
        }
      })
  })

  const epoch = computed(() => race.race?.shape.trainRows ?? trainRows)
  const epochs = computed(() => {
    if (race.race) {
      return Math.max(1, Math.round((race.status?.steps ?? 0) / race.race.shape.stepsPerEpoch))
    }
    const planned = Number.isInteger(iris.form.epochs) ? iris.form.epochs : 4
    return stepsOf(iris.form.batch, planned) / stepsOf(iris.form.batch, 1)
  })

  const data = computed(() => ({
    curves: curves.value,
    bands: bands.value,
    horizontal: (parts: number) => epochScale(epochs.value * epoch.value, epoch.value, parts),
    logarithmic: iris.logarithmic,
    fixed: isShare(iris.metric) && !iris.logarithmic ? { min: 0, max: 1 } : undefined,
    label,
  }))

  function label(curve: Curve, last: number): string {
    const lane = lanes.value.find(({ optimizer }) => optimizer === curve.id)
    const at = lane?.run !== undefined ? race.recording.divergedAt(lane.run) : undefined
    return at === undefined
      ? metricText(iris.metric, last)
      : t('lanes.diverged', { step: format.whole(at) })
  }

  const points = computed(() => {
    void race.version
    return race.recording.steps
      .slice(0, iris.points)
      .map((step) => race.recording.samplesAt(step) ?? 0)
  })

  function readings(index: number): Reading[] {
    const step = race.recording.steps[index]
    if (step === undefined) return []
    // As they lie on the chart; what is not a number has no place there.
    const rank = (value: number): number => (Number.isNaN(value) ? -Number.MAX_VALUE : value)
    return curves.value
      .map(({ id, name, look }) => {
        const run = lanes.value.find(({ optimizer }) => optimizer === id)?.run ?? -1
        const value = race.recording.valueAt(run, iris.metric, step)
        return {
          id,
          name,
          look,
          value: value ?? NaN,
          text: value === undefined ? t('common.none') : metricText(iris.metric, value),
        }
      })
      .sort((a, b) => rank(b.value) - rank(a.value))
  }

  return { data, points, epoch, epochs, readings }
}
