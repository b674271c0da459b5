import { computed, type ComputedRef } from 'vue'
import type { ChartWords, CurveData, Reading } from '#shared/charts/frame.ts'
import { spanScale } from '#shared/charts/scale.ts'
import type { Metric } from '#shared/experiment/spec.ts'
import { judgedMetric } from '#shared/experiment/judged.ts'
import { judgedBy } from '#shared/metrics/index.ts'
import { isShare, metricText } from '#renderer/composables/metric-text.ts'
import { useText } from '#renderer/composables/useText.ts'
import type { LineStyle } from '#shared/charts/palette.ts'
import { boundsOf } from '#shared/charts/fit.ts'
import {
  drawnLanes,
  endOf,
  laneOf,
  longest,
  metricsOf,
  overlay,
  standingsAt,
  type DrawnLane,
  type DrawnRun,
} from './overlay.ts'
import { useRunsStage } from './store.ts'

export interface RunCurves {
  readonly metrics: ComputedRef<readonly Metric[]>
  readonly metric: ComputedRef<Metric>
  readonly data: ComputedRef<CurveData>
  /** Every lane that is drawn, in the order of its curve. */
  readonly drawn: ComputedRef<readonly DrawnLane[]>
  /** The same with their looks. */
  readonly lanes: ComputedRef<
    readonly {
      readonly id: string
      readonly name: string
      readonly look: LineStyle
      readonly optimizer: string
    }[]
  >
  readonly words: ComputedRef<ChartWords>
  /** Where the crosshair can stand. */
  readonly points: ComputedRef<ArrayLike<number>>
  readings(index: number): Reading[]
  /** For those who do not see the chart. */
  readonly label: ComputedRef<string>
  readonly summary: ComputedRef<string>
}

/** Rows of the crosshair's tooltip, and values of a spoken summary. */
const mostReadings = 12

/**
 * Runs as curves of the chosen metric over the chosen axis.
 *
 * @param lit id of the run that stands out
 */
export function useRunCurves(
  runs: () => readonly DrawnRun[],
  lit: () => string | undefined,
): RunCurves {
  const { t, format } = useText()
  const stage = useRunsStage()

  const metrics = computed(() => metricsOf(runs().map(({ opened }) => opened)))
  const metric = computed<Metric>(() => {
    const { metric: wanted } = stage.view
    if (wanted && metrics.value.includes(wanted)) return wanted
    const [first] = runs()
    const counts = first && judgedMetric(first.opened.spec)
    return counts ?? judgedBy(metrics.value) ?? metrics.value[0] ?? 'trainLoss'
  })
  const axis = computed(() => stage.view.axis)
  const lanes = computed(() => drawnLanes(runs(), metric.value, axis.value))
  const end = computed(() => endOf(runs(), lanes.value, axis.value))

  const data = computed(() => {
    const { logarithmic } = stage.view
    const drawn = overlay(lanes.value, lit())
    return {
      ...drawn,
      horizontal: (parts: number) => spanScale(end.value, parts, axis.value !== 'seconds'),
      logarithmic,
      bounds: boundsOf(
        metric.value,
        lanes.value.map(({ band }) => band.median),
        logarithmic,
      ),
      footRoom: 32,
      label: (_: unknown, last: number) => metricText(metric.value, last),
    }
  })

  const guide = computed(() => longest(lanes.value))
  const points = computed<ArrayLike<number>>(() => guide.value?.x ?? [])

  const placeText = (x: number): string => {
    switch (axis.value) {
      case 'step':
        return t('runs.at.step', { step: format.whole(x) })
      case 'epoch':
        return t('runs.at.epoch', { epoch: format.short(x, 4) })
      case 'seconds':
        return t('runs.at.seconds', { seconds: format.short(x, 3) })
    }
  }

  const words = computed<ChartWords>(() => ({
    yName: t(`race.measure.${metric.value}`),
    xName: t(`runs.axisName.${axis.value}`),
    xText: (x) => (axis.value === 'seconds' ? format.short(x, 4) : format.whole(x)),
    xNote: () => '',
    yText: (value, decimals) => {
      if (isShare(metric.value)) return format.short(value * 100, 4)
      return stage.view.logarithmic && decimals !== 1
        ? format.short(value)
        : format.fixed(value, decimals)
    },
    at: (index) => placeText(points.value[index] ?? 0),
  }))

  function readings(index: number): Reading[] {
    const x = points.value[index]
    if (x === undefined) return []
    const run = lit()
    const chosen = run ? lanes.value.filter((lane) => lane.run.opened.id === run) : lanes.value
    return standingsAt(chosen, metric.value, x)
      .slice(0, mostReadings)
      .map(({ lane, value }) => ({
        id: lane.id,
        name: lane.name,
        look: laneOf(lane.run, lane.id).look,
        value,
        text: metricText(metric.value, value),
      }))
      .sort((a, b) => b.value - a.value || 0)
  }

  const label = computed(() =>
    t('race.chart.label', {
      metric: t(`metric.${metric.value}`),
      axis: t(`runs.axisName.${axis.value}`),
    }),
  )
  const summary = computed(() => {
    const ends = standingsAt(lanes.value, metric.value, Infinity)
    if (ends.length === 0) return t('runs.chart.nothing')
    const shown = ends.slice(0, mostReadings)
    return t(ends.length > shown.length ? 'runs.chart.best' : 'runs.chart.ends', {
      metric: t(`metric.${metric.value}`),
      values: format.list(
        shown.map(({ lane, value }) =>
          t('result.value', { name: lane.name, value: metricText(metric.value, value) }),
        ),
      ),
    })
  })

  const looks = computed(() =>
    lanes.value.map(({ run, id, name }) => {
      const { look, spec } = laneOf(run, id)
      return { id, name, look, optimizer: spec.optimizer }
    }),
  )

  return {
    metrics,
    metric,
    data,
    drawn: lanes,
    lanes: looks,
    words,
    points,
    readings,
    label,
    summary,
  }
}
