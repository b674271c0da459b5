import { Line3DChart, Scatter3DChart, SurfaceChart } from 'echarts-gl/charts'
import { Grid3DComponent } from 'echarts-gl/components'
import { init, use, type ECharts } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

use([CanvasRenderer, Grid3DComponent, SurfaceChart, Line3DChart, Scatter3DChart])

/** Whether the browser draws with WebGL at all. */
export function hasWebgl(): boolean {
  const context = document.createElement('canvas').getContext('webgl')
  context?.getExtension('WEBGL_lose_context')?.loseContext()
  return context !== null
}

export function createReliefChart(element: HTMLElement): ECharts {
  return init(element, null, { renderer: 'canvas' })
}

/** Ends a chart and gives its WebGL contexts back at once: a browser has few of them. */
export function disposeReliefChart(chart: ECharts, element: HTMLElement): void {
  const canvases = [...element.querySelectorAll('canvas')]
  chart.dispose()
  for (const canvas of canvases) {
    // A canvas that draws in two dimensions answers null.
    canvas.getContext('webgl')?.getExtension('WEBGL_lose_context')?.loseContext()
  }
}
