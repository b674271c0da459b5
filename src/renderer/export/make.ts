import type { Theme } from '../../shared/charts/theme.ts'
import { writeCsv } from './csv.ts'
import { compose, type ComposeOptions, type ExportedChart, type Picture } from './figure.ts'
import { pagePaper } from './page.ts'
import { pngFile, svgFile } from './raster.ts'

/** In what form a chart leaves the page. */
export const pictureForms = ['png1', 'png2', 'png4', 'svg', 'csv'] as const
export type PictureForm = (typeof pictureForms)[number]

const scales: Readonly<Partial<Record<PictureForm, number>>> = { png1: 1, png2: 2, png4: 4 }

export interface MakeOptions extends ComposeOptions {
  readonly theme: Theme
}

/** A file that was made, under the name that suggests itself. */
export interface MadeFile {
  readonly name: string
  readonly data: Blob
}

/** Signs that a system or a person would stumble over in a file's name. */
const awkward = /[\\/:*?"<>|\p{Cc}\s]+/gu

function nameOf({ file }: ExportedChart, form: PictureForm): string {
  const plain = file.replace(awkward, '-').slice(0, 100)
  const scale = scales[form]
  if (scale === undefined) return `${plain}.${form}`
  return scale === 1 ? `${plain}.png` : `${plain}@${scale}x.png`
}

async function pictureOf(chart: ExportedChart, options: MakeOptions): Promise<Picture | undefined> {
  // Words are measured in the bundled faces, which may still be on their way.
  await document.fonts.ready
  const paper = pagePaper(options.theme)
  return chart.figure && compose(chart, chart.figure(paper), paper, options)
}

/** @returns the chart as a file; undefined of a chart that has no picture */
export async function makeFile(
  chart: ExportedChart,
  form: PictureForm,
  options: MakeOptions,
): Promise<MadeFile | undefined> {
  const name = nameOf(chart, form)
  if (form === 'csv') {
    return { name, data: new Blob([writeCsv(chart.table())], { type: 'text/csv;charset=utf-8' }) }
  }
  const picture = await pictureOf(chart, options)
  if (!picture) return undefined
  const scale = scales[form]
  return { name, data: scale === undefined ? svgFile(picture) : await pngFile(picture, scale) }
}

/** @returns the chart as a PNG for the clipboard, two pixels to one */
export async function makeCopy(
  chart: ExportedChart,
  options: MakeOptions,
): Promise<Blob | undefined> {
  const picture = await pictureOf(chart, options)
  return picture && pngFile(picture, 2)
}
