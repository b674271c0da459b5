import { ref, shallowRef, type Ref } from 'vue'
import { hitTrajectory } from '#renderer/charts/surface/hit.ts'
import { fromPixel, panned, zoomed, type PlaneView } from '#renderer/charts/surface/view.ts'
import type { Point } from '#shared/surfaces/index.ts'
import { useSettings } from '#renderer/stores/settings.ts'
import { useSurface } from './store.ts'

/** Pixels within which a trajectory is pointed at. */
const reach = 10

/** @returns the value to no more digits than the picture can show */
function toPixelDigits(value: number, span: number, pixels: number): number {
  const digits = Math.min(12, Math.max(0, Math.ceil(-Math.log10(span / pixels))))
  return Number(value.toFixed(digits)) + 0
}

/** What a hand does on the plot: sets and drags the start, moves and zooms the picture, points at trajectories. */
export function usePointer(
  figure: Readonly<Ref<HTMLElement | null>>,
  view: Readonly<Ref<PlaneView | undefined>>,
  moved: (event: PointerEvent) => void,
): {
  readonly pointed: Readonly<Ref<Point | undefined>>
  readonly panning: Readonly<Ref<boolean>>
  press(event: PointerEvent): void
  move(event: PointerEvent): void
  release(): void
  leave(): void
  wheel(event: WheelEvent): void
  zoom(factor: number): void
  nudge(event: KeyboardEvent): void
} {
  const settings = useSettings()
  const surface = useSurface()
  /** What lies under the pointer. */
  const pointed = shallowRef<Point>()
  const panning = ref(false)
  let from: { left: number; top: number; view: PlaneView } | undefined

  function place(event: MouseEvent): { left: number; top: number } {
    const box = figure.value?.getBoundingClientRect()
    return { left: event.clientX - (box?.left ?? 0), top: event.clientY - (box?.top ?? 0) }
  }

  function pointAt(left: number, top: number, shown: PlaneView): Point {
    const { x, y } = fromPixel(shown, left, top)
    const { domain, width, height } = shown
    return {
      x: toPixelDigits(x, domain.x[1] - domain.x[0], width),
      y: toPixelDigits(y, domain.y[1] - domain.y[0], height),
    }
  }

  function press(event: PointerEvent): void {
    const { value: shown } = view
    if (!shown) return
    const { left, top } = place(event)
    if (event.button === 1 || (event.button === 0 && event.shiftKey)) {
      from = { left, top, view: shown }
      panning.value = true
    } else if (event.button === 0) {
      surface.hovered = undefined
      surface.dragging = true
      moved(event)
      surface.setStart(pointAt(left, top, shown))
    } else {
      return
    }
    event.preventDefault()
    figure.value?.setPointerCapture(event.pointerId)
    figure.value?.querySelector<HTMLElement>('[data-start]')?.focus({ preventScroll: true })
  }

  function move(event: PointerEvent): void {
    const { value: shown } = view
    if (!shown) return
    const { left, top } = place(event)
    pointed.value = pointAt(left, top, shown)
    if (from) {
      surface.frame = panned(from.view, left - from.left, top - from.top)
    } else if (surface.dragging) {
      moved(event)
      surface.setStart(pointed.value)
    } else {
      const hit = hitTrajectory(
        surface.runs.map(({ trajectory }) => trajectory),
        shown,
        left,
        top,
        reach * settings.scale,
        surface.step,
      )
      const run = hit && surface.runs[hit.trajectory]
      const before = surface.hovered
      if (!hit || !run) surface.hovered = undefined
      else if (before?.lane !== run.lane.id || before.step !== hit.step) {
        surface.hovered = { lane: run.lane.id, step: hit.step }
      }
    }
  }

  function release(): void {
    from = undefined
    panning.value = false
    surface.dragging = false
  }

  function leave(): void {
    pointed.value = undefined
    surface.hovered = undefined
  }

  function around(factor: number, point: Point): void {
    if (view.value) {
      surface.frame = zoomed(view.value.domain, factor, point, surface.surface.domain)
    }
  }

  function wheel(event: WheelEvent): void {
    const { value: shown } = view
    if (!shown) return
    const { left, top } = place(event)
    // A wheel that counts lines moves some 16 pixels a line.
    const pixels = event.deltaMode === 0 ? event.deltaY : event.deltaY * 16
    around(Math.exp(-pixels * 0.0016), fromPixel(shown, left, top))
  }

  function zoom(factor: number): void {
    const { value: shown } = view
    if (shown) around(factor, fromPixel(shown, shown.width / 2, shown.height / 2))
  }

  const ways: Readonly<Record<string, readonly [number, number]>> = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, 1],
    ArrowDown: [0, -1],
  }

  function nudge(event: KeyboardEvent): void {
    const way = ways[event.key]
    const { value: shown } = view
    if (!way || !shown || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    const share = event.shiftKey ? 0.001 : 0.01
    const spanX = shown.domain.x[1] - shown.domain.x[0]
    const spanY = shown.domain.y[1] - shown.domain.y[0]
    surface.setStart({
      x: toPixelDigits(surface.start.x + way[0] * share * spanX, spanX, 10_000),
      y: toPixelDigits(surface.start.y + way[1] * share * spanY, spanY, 10_000),
    })
  }

  return { pointed, panning, press, move, release, leave, wheel, zoom, nudge }
}
