import { onScopeDispose, watch, type Ref } from 'vue'
import type { PlaneView } from '../../charts/surface/view.ts'

/**
 * Keeps a canvas as sharp as the screen, and draws on it at most once a frame.
 *
 * @param draw paints the whole layer, in the view's pixels; called when anything it reads asks for it
 * @returns asks for the layer to be drawn anew with the next frame
 */
export function useLayer(
  canvas: Readonly<Ref<HTMLCanvasElement | null>>,
  view: Readonly<Ref<PlaneView | undefined>>,
  draw: (context: CanvasRenderingContext2D, view: PlaneView) => void,
): () => void {
  let frame = 0

  const paint = (): void => {
    frame = 0
    const { value: element } = canvas
    const { value: shown } = view
    if (!element || !shown) return
    const ratio = window.devicePixelRatio || 1
    const width = Math.round(shown.width * ratio)
    const height = Math.round(shown.height * ratio)
    if (element.width !== width || element.height !== height) {
      element.width = width
      element.height = height
    }
    const context = element.getContext('2d')
    if (!context) return
    context.setTransform(width / shown.width, 0, 0, height / shown.height, 0, 0)
    context.clearRect(0, 0, shown.width, shown.height)
    draw(context, shown)
  }
  const ask = (): void => {
    frame ||= requestAnimationFrame(paint)
  }

  watch([canvas, view], ask, { immediate: true, flush: 'post' })
  onScopeDispose(() => cancelAnimationFrame(frame))
  return ask
}
