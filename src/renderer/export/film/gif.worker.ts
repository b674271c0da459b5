import { applyPalette, GIFEncoder, quantize } from 'gifenc'
import type { GifFrame } from './messages.ts'

/* Makes a GIF of frames as they come: reducing colours takes longer than painting them. */

const gif = GIFEncoder()
let palette: number[][] | undefined

self.onmessage = ({ data }: MessageEvent<GifFrame>): void => {
  const pixels = new Uint8ClampedArray(data.pixels)
  // The first frame that comes shows all there is: its colours are those of the film.
  palette ??= quantize(pixels, 256)
  if (data.kind === 'palette') {
    self.postMessage({ kind: 'next' })
    return
  }
  const { width, height, delay, last } = data
  gif.writeFrame(applyPalette(pixels, palette), width, height, { palette, delay })
  if (!last) {
    self.postMessage({ kind: 'next' })
    return
  }
  gif.finish()
  self.postMessage({ kind: 'done', bytes: gif.bytes() })
}
