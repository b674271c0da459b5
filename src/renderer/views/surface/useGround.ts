import { onScopeDispose, shallowRef, type Ref } from 'vue'
import { CanvasBrush } from '#renderer/charts/canvas-brush.ts'
import { contourMap, drawContours } from '#renderer/charts/surface/contours.ts'
import type { Levels } from '#renderer/charts/surface/levels.ts'
import { contourPaint } from '#renderer/charts/surface/ramp.ts'
import { toX, toY, type PlaneView } from '#renderer/charts/surface/view.ts'
import type { Surface } from '#shared/surfaces/index.ts'
import { useSettings } from '#renderer/stores/settings.ts'
import { useCanvas } from '#renderer/composables/useCanvas.ts'
import type { BasinPicture } from './useBasins.ts'
import { useSurface } from './store.ts'

/** While the picture is zoomed or moved, its level lines are traced anew this long after it rests. */
const rest = 90

/** The layer under the trajectories: level lines, traced once for a view and kept, or a basin map. */
export function useGround(
  canvas: Readonly<Ref<HTMLCanvasElement | null>>,
  view: Readonly<Ref<PlaneView | undefined>>,
  basins: Readonly<Ref<BasinPicture | undefined>>,
): { readonly levels: Readonly<Ref<Levels | undefined>> } {
  const settings = useSettings()
  const surface = useSurface()
  const levels = shallowRef<Levels>()

  /** The picture last traced. */
  let kept:
    | { image: HTMLCanvasElement; surface: Surface; theme: string; view: PlaneView; ratio: number }
    | undefined
  let timer = 0

  function trace(shown: PlaneView): void {
    const { theme } = settings
    const ratio = window.devicePixelRatio || 1
    const image = document.createElement('canvas')
    image.width = Math.round(shown.width * ratio)
    image.height = Math.round(shown.height * ratio)
    const context = image.getContext('2d')
    if (!context) return
    context.scale(image.width / shown.width, image.height / shown.height)
    const map = contourMap(surface.surface, shown)
    drawContours(new CanvasBrush(context), map, shown, contourPaint(theme))
    kept = { image, surface: surface.surface, theme, view: shown, ratio }
    levels.value = map.levels
  }

  const watching = [() => surface.surface, () => settings.theme, () => surface.view, basins]
  const paint = (_: CanvasBrush, shown: PlaneView, context: CanvasRenderingContext2D): void => {
    const alike =
      kept?.surface === surface.surface &&
      kept.theme === settings.theme &&
      kept.ratio === (window.devicePixelRatio || 1)
    const same = alike && kept?.view === shown
    const moved = alike && kept?.view.width === shown.width && kept.view.height === shown.height
    if (!same && !moved) trace(shown)
    if (kept && kept.view !== shown) {
      clearTimeout(timer)
      timer = window.setTimeout(() => {
        trace(shown)
        ask()
      }, rest)
    }
    if (kept) {
      context.fillStyle = contourPaint(settings.theme).shade(1)
      context.fillRect(0, 0, shown.width, shown.height)
      place(context, kept.image, kept.view, shown)
    }
    if (surface.view === 'basins' && basins.value) {
      context.imageSmoothingEnabled = false
      place(context, basins.value.image, basins.value.view, shown)
      context.imageSmoothingEnabled = true
    }
  }
  const ask = useCanvas(canvas, () => view.value, paint, { watching })
  onScopeDispose(() => clearTimeout(timer))
  return { levels }
}

/** Draws an image of one view into another, where it belongs. */
function place(
  context: CanvasRenderingContext2D,
  image: HTMLCanvasElement,
  from: PlaneView,
  into: PlaneView,
): void {
  const left = toX(into, from.domain.x[0])
  const top = toY(into, from.domain.y[1])
  const width = toX(into, from.domain.x[1]) - left
  const height = toY(into, from.domain.y[0]) - top
  context.drawImage(image, left, top, width, height)
}
