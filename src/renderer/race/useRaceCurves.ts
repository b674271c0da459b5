import { computed } from 'vue'
import { boundsOf } from '#shared/charts/fit.ts'
import type { Band, Curve, CurveData, Reading } from '#shared/charts/frame.ts'
import { epochScale, niceStep, spanScale } from '#shared/charts/scale.ts'
import { smoothed } from '../charts/smooth.ts'
import { metricText } from '../composables/metric-text.ts'
import { useText } from '../composables/useText.ts'
import { defineStageStore } from '../stores/racing-stage.ts'
import { place } from '../stores/track.ts'
import type { RacedLane } from './raced.ts'
import { useExperiment } from './store.ts'
import { useRaceView } from './view.ts'
import { bandOf } from './bands.ts'
import type { LaneBand } from '#shared/statistics/lane-bands.ts'

/** A lane with what the chosen metric shows of it. */
export interface LaneCurve {
  readonly lane: RacedLane
  readonly band: LaneBand
  /** Where the points stand on the chosen axis. */
  readonly x: Float64Array
}

/** A stage's recordings as curves of the chosen metric over the chosen axis. */
export const useRaceCurves = defineStageStore('curves', (id) => {
  const { t, format } = useText()
  const stage = useExperiment(id)
  const view = useRaceView(id)

  const lanes = computed<readonly LaneCurve[]>(() => {
    void stage.version
    return stage.raced.map((lane) => {
      const band = bandOf(lane, view.metric)
      const { axis } = view.kept
      const x = axis === 'step' ? band.steps : axis === 'epoch' ? band.samples : band.seconds
      return { lane, band, x }
    })
  })

  const curves = computed<Curve[]>(() => {
    const { smoothing, seeds } = view.kept
    return lanes.value.flatMap(({ lane, band, x }): Curve[] => {
      const { name, look } = lane
      const selected = lane.id === stage.selectedId
      const curve: Curve = { id: lane.id, name, look, x, y: band.median, selected }
      const single = seeds && selected ? seedCurves(lane) : []
      if (smoothing === 0) return [...single, curve]
      return [
        ...single,
        { ...curve, id: `${lane.id} raw`, faint: true },
        { ...curve, y: smoothed(band.median, smoothing) },
      ]
    })
  })

  function seedCurves({ id: lane, name, look, tracks }: RacedLane): Curve[] {
    const { axis } = view.kept
    return tracks.map((track, seed) => ({
      id: `${lane} ${seed}`,
      name,
      look,
      x: axis === 'step' ? track.steps : axis === 'epoch' ? track.samples : track.seconds,
      y: track.values[view.metric] ?? [],
      selected: false,
      faint: true,
    }))
  }

  const bands = computed<Band[]>(() =>
    lanes.value
      .filter(({ lane }) => lane.tracks.length > 1)
      .map(({ lane, band, x }) => ({
        id: lane.id,
        look: lane.look,
        x,
        low: band.low,
        high: band.high,
        selected: lane.id === stage.selectedId,
      })),
  )

  /** What the chart draws, but for its size. */
  const data = computed<CurveData>(() => ({
    curves: curves.value,
    bands: bands.value,
    horizontal,
    logarithmic: view.kept.logarithmic,
    bounds: boundsOf(
      view.metric,
      lanes.value.map(({ band }) => band.median),
      view.kept.logarithmic,
    ),
    footRoom: 32,
    label,
  }))

  function horizontal(parts: number): ReturnType<typeof spanScale> {
    const shape = stage.newest?.shape
    if (!shape) return spanScale(1, parts, true)
    switch (view.kept.axis) {
      case 'step':
        return spanScale(stage.steps, parts, true)
      case 'epoch':
        return epochScale(
          (stage.steps / shape.stepsPerEpoch) * shape.trainRows,
          shape.trainRows,
          parts,
        )
      case 'seconds': {
        const last = Math.max(1e-3, ...lanes.value.map(({ x }) => x.at(-1) ?? 0))
        // From tick to tick, so that the axis does not move with every point.
        const step = niceStep(last, parts)
        return spanScale(Math.ceil(last / step - 1e-9) * step, parts, false)
      }
    }
  }

  function label(curve: Curve, last: number): string {
    const lane = stage.raced.find(({ id }) => id === curve.id)
    const diverged = new Set(
      lane?.events.flatMap(({ kind, run }) => (kind === 'diverged' ? [run] : [])),
    ).size
    const value = metricText(view.metric, last)
    if (!lane || diverged === 0) return value
    if (diverged === lane.tracks.length) return t('race.chart.diverged')
    return `${value} ✕${format.whole(diverged)}`
  }

  /** Where the crosshair can stand, and after which step each place is. */
  const points = computed(() => {
    const selected = lanes.value.find(({ lane }) => lane.id === stage.selectedId)
    // Where the selected lane ended early, the longest goes on.
    const chosen = lanes.value.reduce(
      (best, each) => (best && best.x.length >= each.x.length ? best : each),
      selected,
    )
    return chosen ? { x: chosen.x, steps: chosen.band.steps } : { x: [], steps: [] }
  })

  /** @returns where a step stands on the chosen axis for a lane */
  function xOf({ band, x }: LaneCurve, step: number): number {
    if (view.kept.axis === 'step') return step
    const at = place(band.steps, step)
    if (band.steps[at] === step) return x[at]!
    const [before, behind] = [at - 1, at]
    if (before < 0) return x[0] ?? 0
    if (behind >= x.length) return x[before]!
    const share = (step - band.steps[before]!) / (band.steps[behind]! - band.steps[before]!)
    return x[before]! + share * (x[behind]! - x[before]!)
  }

  /** @returns what every lane has at a place of the crosshair, the highest first */
  function readings(index: number): Reading[] {
    const x = points.value.x[index]
    if (x === undefined) return []
    return lanes.value
      .map(({ lane, band, x: own }) => {
        const next = place(own, x)
        const at = own[next] === x ? next : next - 1
        const value = band.median[at]
        return {
          id: lane.id,
          name: lane.name,
          look: lane.look,
          value: value ?? NaN,
          text: value === undefined ? t('common.none') : metricText(view.metric, value),
        }
      })
      .sort((a, b) => rank(b.value) - rank(a.value))
  }

  return { lanes, data, points, xOf, readings }
})

/** As they lie on the chart; what is not a number has no place there. */
const rank = (value: number): number => (Number.isNaN(value) ? -Number.MAX_VALUE : value)
