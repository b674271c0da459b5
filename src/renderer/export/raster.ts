import type { Picture } from './figure.ts'
import { fontRules } from './fonts.ts'
import { element, writeSvg, type SvgElement, type SvgNode } from './svg.ts'

/** @returns the picture as an SVG file */
export function svgFile({ svg }: Picture): Blob {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${writeSvg(svg)}\n`
  return new Blob([text], { type: 'image/svg+xml' })
}

/** Room for a sample of one face, in pixels, and what is set there: a letter of each file. */
const cell = { width: 40, height: 44 }
const sample = 'Mη·'
/** Milliseconds between two looks, and how often to look at most. */
const pause = 40
const looks = 150

/** A face as text names it. */
type FaceKey = `${string}|${string}|${string}`

function facesOf(node: SvgNode, found: Set<FaceKey> = new Set()): Set<FaceKey> {
  if (typeof node === 'string') return found
  const { 'font-family': family, 'font-size': size, 'font-weight': weight } = node.attributes
  if (family !== undefined && size !== undefined) {
    found.add(`${family}|${size}|${weight ?? 400}`)
  }
  for (const child of node.children) facesOf(child, found)
  return found
}

/**
 * The picture with the bundled faces in it, and below its lower edge a sample of each face that it
 * uses: an image says that it is there before its faces are, and until then their text is blank.
 */
function dressed(
  { svg, width, height }: Picture,
  rules: string,
  samples: readonly FaceKey[],
): SvgElement {
  const whole = height + cell.height
  const size = { width: Math.max(width, samples.length * cell.width), height: whole }
  const texts = samples.map((key, at) => {
    const [family = '', pixels = '', weight = ''] = key.split('|')
    return element(
      'text',
      {
        x: at * cell.width,
        y: height + 32,
        'font-family': family,
        // A small one covers few pixels, a large one more than its cell.
        'font-size': Math.min(14, Number(pixels)),
        'font-weight': weight,
      },
      [sample],
    )
  })
  return element(svg.tag, { ...svg.attributes, ...size, viewBox: `0 0 ${size.width} ${whole}` }, [
    element('style', {}, [rules]),
    ...svg.children,
    ...texts,
  ])
}

/** Whether each sample shows; all of them in one look at the image. */
function allShow(strip: ImageData, count: number): boolean {
  return Array.from({ length: count }, (_, at) => at).every((at) => {
    for (let y = 0; y < strip.height; y++) {
      for (let x = at * cell.width; x < (at + 1) * cell.width; x++) {
        if (strip.data[4 * (y * strip.width + x) + 3]! > 0) return true
      }
    }
    return false
  })
}

const equal = (a: Uint8ClampedArray, b: Uint8ClampedArray | undefined): boolean =>
  b !== undefined && a.length === b.length && a.every((value, at) => value === b[at])

/** Waits until every face is there, and until two looks at the image see the same. */
async function settled(image: HTMLImageElement, height: number, samples: number): Promise<void> {
  const canvas = new OffscreenCanvas(image.width, image.height)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('no canvas to look at the picture on')
  let before: Uint8ClampedArray | undefined
  for (let look = 0; look < looks; look++) {
    context.clearRect(0, 0, canvas.width, canvas.height)
    context.drawImage(image, 0, 0)
    const strip = context.getImageData(0, height, canvas.width, cell.height)
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
    if (equal(data, before) && allShow(strip, samples)) return
    before = data
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
}

/**
 * @param scale pixels of the file to one of the picture
 * @returns the picture as a PNG file, set in the bundled faces
 */
export async function pngFile(picture: Picture, scale: number): Promise<Blob> {
  const { svg, width, height } = picture
  const samples = [...facesOf(svg)]
  const source = writeSvg(dressed(picture, await fontRules(), samples))
  const address = URL.createObjectURL(new Blob([source], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    await settled(image, height, samples.length)
    const canvas = new OffscreenCanvas(Math.round(width * scale), Math.round(height * scale))
    const context = canvas.getContext('2d')
    if (!context) throw new Error('no canvas to draw on')
    // What is below the picture's edge falls off the canvas.
    context.drawImage(image, 0, 0, image.width * scale, image.height * scale)
    return await canvas.convertToBlob({ type: 'image/png' })
  } finally {
    URL.revokeObjectURL(address)
  }
}
