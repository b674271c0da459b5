import { element, escaped, SvgBrush } from './svg-brush.ts'
import { families, paperOf, type Theme } from '#shared/charts/theme.ts'
import { CanvasBrush, imageOf } from '../charts/canvas-brush.ts'
import { paintChart } from '../charts/echarts.ts'
import { writeCsv } from './csv.ts'
import { fileName } from './file-name.ts'
import { compose, type ComposeOptions, type ExportedChart } from './figure.ts'

/** In what form a chart leaves the page. */
const pictureForms = ['png1', 'png2', 'png4', 'svg', 'csv'] as const
export type PictureForm = (typeof pictureForms)[number]

const scales: Readonly<Partial<Record<PictureForm, number>>> = { png1: 1, png2: 2, png4: 4 }

export interface MakeOptions extends ComposeOptions {
  readonly theme: Theme
  /** On which it is made. */
  readonly day: Date
}

/** A file that was made, under the name that suggests itself. */
export interface MadeFile {
  readonly name: string
  readonly data: Blob
}

/** @returns the chart as an SVG document with its size in pixels; undefined for one without a picture */
export function writeSvg(
  chart: ExportedChart,
  options: MakeOptions,
  newBrush: () => SvgBrush,
): { readonly source: string; readonly width: number; readonly height: number } | undefined {
  const paper = paperOf(options.theme)
  const figure = chart.paint?.(newBrush(), paper)
  if (!figure) return undefined
  const brush = newBrush()
  const size = compose(brush, chart, figure, paper, options)
  const { width, height } = size
  const source = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      'xmlns:xlink': 'http://www.w3.org/1999/xlink',
      ...size,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'font-family': families.sans,
    },
    element('title', {}, escaped(chart.title)) +
      element('desc', {}, escaped([...chart.settings, options.signature].join('\n'))) +
      element('rect', { ...size, fill: paper.inks.panel }) +
      brush.source,
  )
  return { source: `<?xml version="1.0" encoding="UTF-8"?>\n${source}\n`, ...size }
}

function contextOf(width: number, height: number): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width, height })
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('no canvas to draw on')
  return context
}

/** @returns the picture as SVG, measured in the bundled faces */
async function pictureOf(
  chart: ExportedChart,
  options: MakeOptions,
): Promise<ReturnType<typeof writeSvg>> {
  const { measure } = new CanvasBrush(contextOf(1, 1))
  const newBrush = (): SvgBrush =>
    new SvgBrush({ measure, address: (pixels) => imageOf(pixels).toDataURL('image/png') })
  const picture = writeSvg(chart, options, newBrush)
  // Measuring a text asks for the files of its faces, which may still be on their way.
  await document.fonts.ready
  return picture && writeSvg(chart, options, newBrush)
}

async function pngFile(
  chart: ExportedChart,
  scale: number,
  options: MakeOptions,
): Promise<Blob | undefined> {
  const size = await pictureOf(chart, options)
  const paper = paperOf(options.theme)
  if (!size || !chart.paint) return undefined
  const context = contextOf(Math.round(size.width * scale), Math.round(size.height * scale))
  context.scale(scale, scale)
  const brush = new CanvasBrush(context, paintChart)
  brush.rect({ x: 0, y: 0, ...size }, { fill: paper.inks.panel })
  const figure = chart.paint(new SvgBrush(brush), paper)
  compose(brush, chart, figure, paper, options)
  return new Promise((resolve, reject) => {
    context.canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))))
  })
}

/** @returns the chart as a file; undefined of a chart that has no picture */
export async function makeFile(
  chart: ExportedChart,
  form: PictureForm,
  options: MakeOptions,
): Promise<MadeFile | undefined> {
  const scale = scales[form]
  const ending = scale === undefined ? form : scale === 1 ? 'png' : `@${scale}x.png`
  const name = fileName(chart.title, options.day, ending)
  if (form === 'csv') {
    return { name, data: new Blob([writeCsv(chart.table())], { type: 'text/csv;charset=utf-8' }) }
  }
  if (scale !== undefined) {
    const data = await pngFile(chart, scale, options)
    return data && { name, data }
  }
  const picture = await pictureOf(chart, options)
  return picture && { name, data: new Blob([picture.source], { type: 'image/svg+xml' }) }
}

/** @returns the chart as a PNG for the clipboard, two pixels to one */
export const makeCopy = (chart: ExportedChart, options: MakeOptions): Promise<Blob | undefined> =>
  pngFile(chart, 2, options)
