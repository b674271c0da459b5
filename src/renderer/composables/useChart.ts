import type { ECharts, EChartsCoreOption } from 'echarts/core'
import { onScopeDispose, type Ref } from 'vue'
import { createChart } from '../charts/echarts.ts'
import { useFrames } from './useFrames.ts'

/** Milliseconds between two drawings; a little less than two frames, whose lengths waver. */
const shortest = 28

/**
 * Keeps a chart in the element and draws the option into it: however often it changes, about 30 times
 * a second at most, which leaves time to those who compute it.
 *
 * @param option undefined as long as there is nothing to draw
 */
export function useChart(
  element: Readonly<Ref<HTMLElement | null>>,
  size: { readonly width: Readonly<Ref<number>>; readonly height: Readonly<Ref<number>> },
  option: Readonly<Ref<EChartsCoreOption | undefined>>,
): void {
  let chart: ECharts | undefined
  const draw = (): void => {
    const { value: host } = element
    if (!host || !option.value) return
    chart ??= createChart(host)
    const [width, height] = [size.width.value, size.height.value]
    if (width !== chart.getWidth() || height !== chart.getHeight()) {
      chart.resize({ width, height, silent: true })
    }
    chart.setOption(option.value, { replaceMerge: ['series'], lazyUpdate: true, silent: true })
  }
  useFrames(draw, [element, option], shortest)
  onScopeDispose(() => chart?.dispose())
}
