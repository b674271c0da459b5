import { onScopeDispose, watch, type Ref, type WatchSource } from 'vue'
import { CanvasBrush } from '../charts/canvas-brush.ts'

/** What a canvas covers, in CSS pixels. */
interface Size {
  readonly width: number
  readonly height: number
}

/**
 * Keeps a canvas as sharp as the screen, and paints on it at most once a frame.
 *
 * @param size undefined as long as there is nothing to paint
 * @param paint paints the whole canvas, in CSS pixels
 * @param options.watching what changes asks for a new painting
 * @param options.shortest milliseconds between two paintings, which leaves time to those who compute @default 0
 * @returns asks for a new painting with the next frame
 */
export function useCanvas<Shown extends Size>(
  canvas: Readonly<Ref<HTMLCanvasElement | null>>,
  size: () => Shown | undefined,
  paint: (brush: CanvasBrush, size: Shown, context: CanvasRenderingContext2D) => void,
  { watching = [], shortest = 0 }: { watching?: readonly WatchSource[]; shortest?: number } = {},
): () => void {
  let frame = 0
  let last = -Infinity

  const draw = (time: number): void => {
    if (time - last < shortest) {
      frame = requestAnimationFrame(draw)
      return
    }
    last = time
    frame = 0
    const { value: element } = canvas
    const shown = size()
    const context = element?.getContext('2d')
    if (!context || !shown || shown.width < 1 || shown.height < 1) return
    const ratio = window.devicePixelRatio || 1
    const width = Math.round(shown.width * ratio)
    const height = Math.round(shown.height * ratio)
    const { canvas: surface } = context
    if (surface.width !== width || surface.height !== height)
      Object.assign(surface, { width, height })
    context.setTransform(width / shown.width, 0, 0, height / shown.height, 0, 0)
    context.clearRect(0, 0, shown.width, shown.height)
    paint(new CanvasBrush(context), shown, context)
  }
  const ask = (): void => {
    frame ||= requestAnimationFrame(draw)
  }

  watch([canvas, size, ...watching], ask, { immediate: true, flush: 'post' })
  // Text on a canvas does not wait for its face: paint again when the bundled faces are there.
  void document.fonts.ready.then(ask)
  onScopeDispose(() => cancelAnimationFrame(frame))
  return ask
}
