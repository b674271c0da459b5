import { applyPalette, GIFEncoder, quantize } from 'gifenc'
import type { GifFrame } from './messages.ts'

/* Makes a GIF of frames as they come: reducing colours takes longer than painting them. */

const gif = GIFEncoder()
/** The last colour is none: what has not changed since the frame before lets it through. */
let palette: number[][] | undefined
let before: Uint8Array | undefined

self.onmessage = ({ data }: MessageEvent<GifFrame>): void => {
  const pixels = new Uint8ClampedArray(data.pixels)
  // The first frame that comes shows all there is: its colours are those of the film.
  palette ??= quantize(pixels, 255)
  if (data.kind === 'palette') {
    self.postMessage({ kind: 'next' })
    return
  }
  const { width, height, delay, last } = data
  const index = applyPalette(pixels, palette)
  const none = palette.length
  if (before === undefined) {
    gif.writeFrame(index, width, height, { palette: [...palette, [0, 0, 0]], delay, dispose: 1 })
  } else {
    const news = index.map((colour, at) => (before?.[at] === colour ? none : colour))
    const through = { transparent: true, transparentIndex: none }
    gif.writeFrame(news, width, height, { ...through, delay, dispose: 1 })
  }
  before = index
  if (!last) {
    self.postMessage({ kind: 'next' })
    return
  }
  gif.finish()
  self.postMessage({ kind: 'done', bytes: gif.bytes() })
}
