import { CustomChart, LineChart } from 'echarts/charts'
import { GridComponent } from 'echarts/components'
import { init, use, type ECharts } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

use([LineChart, CustomChart, GridComponent, CanvasRenderer])

/** @returns a chart in that element, made of the parts the program draws with */
export function createChart(element: HTMLElement): ECharts {
  return init(element, null, { renderer: 'canvas' })
}
