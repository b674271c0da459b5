import { CustomChart } from 'echarts/charts'
import { GridComponent } from 'echarts/components'
import { init, use, type ECharts } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import type { ChartPainter } from './canvas-brush.ts'

use([CustomChart, GridComponent, CanvasRenderer])

/**
 * @param size in pixels @default the element's
 * @returns a chart in that element, made of the parts the program draws with
 */
export function createChart(
  element: HTMLElement,
  size: { readonly width?: number; readonly height?: number } = {},
): ECharts {
  return init(element, null, { renderer: 'canvas', ...size })
}

/** Paints a chart off the screen. */
export const paintChart: ChartPainter = (option, size, pixelRatio) => {
  const chart = createChart(document.createElement('div'), size)
  chart.setOption(option)
  const canvas = chart.renderToCanvas({ pixelRatio })
  chart.dispose()
  return canvas
}
