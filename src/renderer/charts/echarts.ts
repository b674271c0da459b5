import { CustomChart } from 'echarts/charts'
import { GridComponent } from 'echarts/components'
import { init, use, type ECharts } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

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
