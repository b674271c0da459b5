import { inks, type Theme } from '../../shared/charts/theme.ts'
import { families, type Face, type Paper } from './paper.ts'
import { drawOption } from './ssr.ts'

/** @returns paper to draw pictures on in this page */
export function pagePaper(theme: Theme): Paper {
  const context = document.createElement('canvas').getContext('2d')
  return {
    theme,
    inks: inks[theme],
    measure(text: string, { mono = false, size = 12, weight = 420 }: Face): number {
      if (!context) return text.length * size
      context.font = `${weight} ${size}px ${mono ? families.mono : families.sans}`
      return context.measureText(text).width
    },
    chart: drawOption,
    image(pixels, width, height) {
      const canvas = document.createElement('canvas')
      canvas.width = width
      canvas.height = height
      canvas.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0)
      return canvas.toDataURL('image/png')
    },
  }
}
