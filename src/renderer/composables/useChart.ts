import type { ECharts, EChartsCoreOption } from 'echarts/core'
import { onScopeDispose, watch, type Ref } from 'vue'
import { createChart } from '../charts/echarts.ts'

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
  let frame = 0
  let drawn = { width: 0, height: 0 }
  let last = 0

  const draw = (time: number): void => {
    if (time - last < shortest) {
      frame = requestAnimationFrame(draw)
      return
    }
    last = time
    frame = 0
    const { value: host } = element
    if (!host || !option.value) return
    chart ??= createChart(host)
    const now = { width: size.width.value, height: size.height.value }
    if (now.width !== drawn.width || now.height !== drawn.height) {
      chart.resize({ ...now, silent: true })
      drawn = now
    }
    chart.setOption(option.value, { replaceMerge: ['series'], lazyUpdate: true, silent: true })
  }

  watch(
    [element, option],
    () => {
      frame ||= requestAnimationFrame(draw)
    },
    { immediate: true, flush: 'post' },
  )
  // Text on a canvas does not wait for its face: draw again when the bundled faces are there.
  void document.fonts.ready.then(() => {
    if (chart) frame ||= requestAnimationFrame(draw)
  })
  onScopeDispose(() => {
    cancelAnimationFrame(frame)
    chart?.dispose()
  })
}
