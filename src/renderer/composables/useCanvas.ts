import type { Ref, WatchSource } from 'vue'
import { CanvasBrush } from '../charts/canvas-brush.ts'
import { useFrames } from './useFrames.ts'

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
 * @param options see `useFrames`
 * @returns asks for a new painting with the next frame
 */
export function useCanvas<Shown extends Size>(
  canvas: Readonly<Ref<HTMLCanvasElement | null>>,
  size: () => Shown | undefined,
  paint: (brush: CanvasBrush, size: Shown, context: CanvasRenderingContext2D) => void,
  { watching = [], shortest }: { watching?: readonly WatchSource[]; shortest?: number } = {},
): () => void {
  const draw = (): void => {
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
  return useFrames(draw, [canvas, size, ...watching], shortest)
}
