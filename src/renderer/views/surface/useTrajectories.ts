import { computed, onScopeDispose, watch, type Ref } from 'vue'
import { arrowsAt, slotDirections } from '#renderer/charts/surface/arrows.ts'
import { drawArrows } from '#renderer/charts/surface/draw-arrows.ts'
import { rankedStyle } from '#shared/charts/ranked-style.ts'
import { noteNames, paintNames } from '#renderer/charts/names.ts'
import {
  drawTrajectories,
  haloOf,
  trajectoryNames,
  type DrawnTrajectory,
} from '#renderer/charts/surface/trajectories.ts'
import { toX, toY, type PlaneView } from '#renderer/charts/surface/view.ts'
import type { Box } from '#shared/charts/names.ts'
import { inks } from '#shared/charts/theme.ts'
import { useCanvas } from '#renderer/composables/useCanvas.ts'
import { useSettings } from '#renderer/stores/settings.ts'
import { usePresent } from '#renderer/stores/present.ts'
import { useSurface } from './store.ts'
import { laneText } from './words.ts'

/**
 * Names the time from a pointer's move to its redrawn picture, for whoever observes measures. It
 * begins when the page is told of the move, and ends with the frame's rendering, canvas and all;
 * `detail` is when the system saw the move, which up to a frame lies before.
 */
const dragMeasure = 'surface drag'

const boundsOf = ({ width, height }: PlaneView): Box => ({
  x: 2,
  y: 2,
  width: width - 4,
  height: height - 4,
})

/** What lies over the plot: what is read off under the pointer, and the tools. */
const coveredOf = ({ width }: PlaneView, scale: number): Box[] => [
  { x: 0, y: 0, width: 290 * scale, height: 26 * scale },
  { x: width - 42 * scale, y: 0, width: 42 * scale, height: 156 * scale },
]

/** The layer of trajectories, drawn straight from their arrays. */
export function useTrajectories(
  canvas: Readonly<Ref<HTMLCanvasElement | null>>,
  view: Readonly<Ref<PlaneView | undefined>>,
  arrows: Readonly<Ref<boolean>>,
): { readonly moved: (event: PointerEvent) => void } {
  const settings = useSettings()
  const surface = useSurface()
  const present = usePresent()
  /** The oldest move that is not drawn yet: when the page was told of it, and when it was made. */
  let since: { readonly start: number; readonly detail: number } | undefined
  // A message sent while a frame is drawn arrives when it has been rendered.
  const rendered = new MessageChannel()
  rendered.port1.onmessage = ({ data }: MessageEvent<typeof since>) => {
    performance.measure(dragMeasure, { ...data, end: performance.now() })
    performance.clearMeasures(dragMeasure)
  }
  onScopeDispose(() => rendered.port1.close())

  /** How everyone looks, whatever its way. */
  const dresses = computed(
    () =>
      new Map(
        surface.lanes.map((lane) => [
          lane.id,
          {
            style: rankedStyle(lane, lane.rank, settings.theme),
            selected: lane.id === surface.selected?.id,
            name: laneText(lane, surface.lanes),
            faded: present.fades(String(lane.id)),
          },
        ]),
      ),
  )
  const drawn = computed<readonly DrawnTrajectory[]>(() =>
    surface.runs.map(({ lane, trajectory }) => ({ trajectory, ...dresses.value.get(lane.id)! })),
  )
  /** Where each name stood when it was last painted. */
  let before: ReadonlyMap<string, number> | undefined
  const widths = new Map<string, number>()
  const directions = computed(() => {
    const { selected } = surface
    const run = surface.shown.find(({ lane }) => lane.id === selected?.id)
    return run && slotDirections(run.rule, run.lane.hyper)
  })

  /** The start's ring. */
  function startOf(view: PlaneView, scale: number): Box {
    const { x, y } = surface.start
    const half = 10 * scale
    return { x: toX(view, x) - half, y: toY(view, y) - half, width: 2 * half, height: 2 * half }
  }

  const ask = useCanvas(
    canvas,
    () => view.value,
    (brush, shown) => {
      const { scale, theme } = settings
      const { panel, ink } = inks[theme]
      const taken = [...coveredOf(shown, scale), startOf(shown, scale)]
      const { step, hovered, dragging } = surface
      const paint = { halo: haloOf[theme], paper: panel, scale }
      drawTrajectories(brush, drawn.value, step, shown, paint, dragging)

      const run = surface.runs.find(({ lane }) => lane.id === surface.selected?.id)
      if (arrows.value && run && directions.value && step < run.trajectory.steps) {
        const at = { x: run.trajectory.points[2 * step]!, y: run.trajectory.points[2 * step + 1]! }
        const pulling = arrowsAt(run.rule, directions.value, run.trajectory, step)
        taken.push(...drawArrows(brush, pulling, at, shown, { ink, paper: panel, scale }))
      }
      // At rest the same picture has its names at the same places, however it came about.
      const moving = surface.clock.playing || surface.dragging
      const room = { bounds: boundsOf(shown), taken, ...(moving && before && { before }) }
      const dots = trajectoryNames(drawn.value, step, shown, scale)
      // At rest they are measured anew: another face may have been loaded.
      if (!moving) widths.clear()
      const names = paintNames(brush, dots, room, { inks: inks[theme], scale, widths })
      before = names.places
      if (!moving) noteNames(canvas.value, names.boxes)
      // Where everyone is at the step that is pointed at.
      for (const { trajectory, style } of hovered ? drawn.value : []) {
        const at = 2 * Math.min(hovered?.step ?? 0, trajectory.steps)
        const [x, y] = [toX(shown, trajectory.points[at]!), toY(shown, trajectory.points[at + 1]!)]
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
    () => surface.start,
  ]
  watch(asking, ask, { flush: 'sync' })

  return {
    moved(event) {
      since ??= { start: performance.now(), detail: event.timeStamp }
    },
  }
}
