import { CustomChart } from 'echarts/charts'
import { GridComponent } from 'echarts/components'
import { init, setPlatformAPI, use, type EChartsCoreOption } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

/* The page's own chart library, without a page. It is large: load this file when it is needed. */

use([CustomChart, GridComponent, SVGRenderer])

/** Widths of signs by the size of the type: what stands on a page in whatever face its reader has. */
const signs: readonly [RegExp, number][] = [
  [/[⺀-￿]/, 1],
  [/[mwMW@%—<>+=~]/, 0.96],
  [/[iljtfr.,:;'|!()[\] ]/, 0.4],
  [/[A-Z]/, 0.72],
]

setPlatformAPI({
  measureText(text, font = '') {
    const size = Number(/(\d+(?:\.\d+)?)px/.exec(font)?.[1] ?? 12)
    const even = /mono/i.test(font)
    const widthOf = (sign: string): number =>
      signs.find(([kind]) => kind.test(sign) && (!even || kind === signs[0]![0]))?.[1] ??
      (even ? 0.61 : 0.63)
    return { width: [...text].reduce((sum, sign) => sum + widthOf(sign) * size, 0) }
  },
})

/** @returns the chart as SVG, in pixels of the given size */
export function drawSvg(option: EChartsCoreOption, width: number, height: number): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    chart.setOption(option)
    return chart.renderToSVGString()
  } finally {
    chart.dispose()
  }
}
