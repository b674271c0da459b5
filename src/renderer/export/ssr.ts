import { CustomChart, LineChart } from 'echarts/charts'
import { GridComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import type { ChartOption } from '../../shared/charts/curves.ts'
import { readChart } from './read-svg.ts'
import type { SvgNode } from './svg.ts'

use([LineChart, CustomChart, GridComponent, SVGRenderer])

/** Draws an option of the page's charts once more, off screen, as vectors. */
export function drawOption(option: ChartOption, width: number, height: number): readonly SvgNode[] {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    chart.setOption(option)
    return readChart(chart.renderToSVGString())
  } finally {
    chart.dispose()
  }
}
