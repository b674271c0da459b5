import type { Picture } from './figure.ts'
import { fontRules } from './fonts.ts'
import { element, writeSvg } from './svg.ts'

/** @returns the picture as an SVG file */
export function svgFile({ svg }: Picture): Blob {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${writeSvg(svg)}\n`
  return new Blob([text], { type: 'image/svg+xml' })
}

/**
 * @param scale pixels of the file to one of the picture
 * @returns the picture as a PNG file, set in the bundled faces
 */
export async function pngFile(picture: Picture, scale: number): Promise<Blob> {
  const { svg, width, height } = picture
  const rules = await fontRules()
  const dressed = element(svg.tag, svg.attributes, [element('style', {}, [rules]), ...svg.children])
  const address = URL.createObjectURL(new Blob([writeSvg(dressed)], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    const canvas = new OffscreenCanvas(Math.round(width * scale), Math.round(height * scale))
    const context = canvas.getContext('2d')
    if (!context) throw new Error('no canvas to draw on')
    context.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await canvas.convertToBlob({ type: 'image/png' })
  } finally {
    URL.revokeObjectURL(address)
  }
}
