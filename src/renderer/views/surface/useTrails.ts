import { computed, onScopeDispose, watch, type Ref } from 'vue'
import { arrowsAt, slotDirections } from '#renderer/charts/surface/arrows.ts'
import { drawArrows } from '#renderer/charts/surface/draw-arrows.ts'
import { rankedStyle } from '#renderer/charts/ranked-style.ts'
import { drawTrails, haloOf, type DrawnTrail } from '#renderer/charts/surface/trails.ts'
import { toX, toY, type PlaneView } from '#renderer/charts/surface/view.ts'
import { inks } from '#shared/charts/theme.ts'
import { useCanvas } from '#renderer/composables/useCanvas.ts'
import { useSettings } from '#renderer/stores/settings.ts'
import { useSurface } from './store.ts'

/**
 * Names the time from a pointer's move to its redrawn picture, for whoever observes measures. It
 * begins when the page is told of the move, and ends with the frame's rendering, canvas and all;
 * `detail` is when the system saw the move, which up to a frame lies before.
 */
export const dragMeasure = 'surface drag'

/** The layer of trails, drawn straight from their arrays. */
export function useTrails(
  canvas: Readonly<Ref<HTMLCanvasElement | null>>,
  view: Readonly<Ref<PlaneView | undefined>>,
  arrows: Readonly<Ref<boolean>>,
): { readonly moved: (event: PointerEvent) => void } {
  const settings = useSettings()
  const surface = useSurface()
  /** The oldest move that is not drawn yet: when the page was told of it, and when it was made. */
  let since: { readonly start: number; readonly detail: number } | undefined
  // A message sent while a frame is drawn arrives when it has been rendered.
  const rendered = new MessageChannel()
  rendered.port1.onmessage = ({ data }: MessageEvent<typeof since>) => {
    performance.measure(dragMeasure, { ...data, end: performance.now() })
    performance.clearMeasures(dragMeasure)
  }
  onScopeDispose(() => rendered.port1.close())

  const drawn = computed<readonly DrawnTrail[]>(() =>
    surface.runs.map(({ racer, trail }) => ({
      trail,
      style: rankedStyle(racer, racer.rank, settings.theme),
      selected: racer.id === surface.selected?.id,
    })),
  )
  const directions = computed(() => {
    const { selected } = surface
    const run = surface.shown.find(({ racer }) => racer.id === selected?.id)
    return run && slotDirections(run.rule, run.racer.hyper)
  })

  const ask = useCanvas(
    canvas,
    () => view.value,
    (brush, shown) => {
      const { scale, theme } = settings
      const { panel, ink } = inks[theme]
      const { step, hovered, dragging } = surface
      const paint = { halo: haloOf[theme], paper: panel, scale }
      drawTrails(brush, drawn.value, step, shown, paint, dragging)

      const run = surface.runs.find(({ racer }) => racer.id === surface.selected?.id)
      if (arrows.value && run && directions.value && step < run.trail.steps) {
        const at = { x: run.trail.points[2 * step]!, y: run.trail.points[2 * step + 1]! }
        const pulling = arrowsAt(run.rule, directions.value, run.trail, step)
        drawArrows(brush, pulling, at, shown, { ink, paper: panel, scale })
      }
      // Where everyone is at the step that is pointed at.
      for (const { trail, style } of hovered ? drawn.value : []) {
        const at = 2 * Math.min(hovered?.step ?? 0, trail.steps)
        const [x, y] = [toX(shown, trail.points[at]!), toY(shown, trail.points[at + 1]!)]
        brush.circle(x, y, 4.5 * scale, { fill: panel, stroke: style.colour, width: 2 * scale })
      }
      if (since !== undefined) {
        rendered.port2.postMessage(since)
        since = undefined
      }
    },
  )
  const asking = [
    drawn,
    () => surface.step,
    () => surface.hovered,
    () => surface.dragging,
    arrows,
    () => settings.scale,
  ]
  watch(asking, ask, { flush: 'sync' })

  return {
    moved(event) {
      since ??= { start: performance.now(), detail: event.timeStamp }
    },
  }
}
