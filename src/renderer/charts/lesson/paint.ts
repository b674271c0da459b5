import { dodge } from '#shared/charts/dodge.ts'
import { lineStyle, type LineStyle } from '#shared/charts/palette.ts'
import { simplified } from '#shared/charts/simplify.ts'
import type { Paper } from '#shared/charts/theme.ts'
import type {
  Ask,
  Figure,
  Guess,
  PlaneFigure,
  PlotFigure,
  PlotLine,
} from '#shared/lessons/index.ts'
import type { LocalizedText } from '#shared/text.ts'
import type { Brush, Point } from '../brush.ts'
import { paintAxes } from '../plot.ts'
import { drawContours, type ContourMap } from '../surface/contours.ts'
import { contourPaint } from '../surface/ramp.ts'
import { drawTrajectories, haloOf, type DrawnTrajectory } from '../surface/trajectories.ts'
import { handlesOf, ticksOf, type LessonFrame } from './frame.ts'

/** What a lesson's figure shows, and how much of it is revealed. */
export interface LessonPicture {
  readonly figure: Figure
  readonly ask: Ask
  readonly guess: Guess | undefined
  /** Undefined as long as the learner has not committed. */
  readonly truth: Guess | undefined
  /** How far the reveal has come, from 0 to 1. */
  readonly share: number
  /** Of a class: what each has said. */
  readonly others?: readonly Guess[]
  readonly words: LessonPictureWords
}

interface LessonPictureWords {
  own(text: LocalizedText): string
  number(value: number): string
  readonly you: string
}

const inkOf = (optimizer: string | undefined, { theme, inks }: Paper): LineStyle =>
  optimizer === undefined ? { colour: inks.second, dash: [] } : lineStyle(optimizer, theme)

/** Paints a lesson's figure: what is known, the prediction, and over it as much of the truth as is revealed. */
export function paintLesson(
  brush: Brush,
  paper: Paper,
  picture: LessonPicture,
  frame: LessonFrame,
  ground: ContourMap | undefined,
): void {
  const { figure } = picture
  if (figure.kind === 'plane') paintPlane(brush, paper, figure, picture, frame, ground)
  else paintPlot(brush, paper, figure, picture, frame)
}

function paintPlane(
  brush: Brush,
  paper: Paper,
  { surface, start, walks, steps }: PlaneFigure,
  picture: LessonPicture,
  frame: LessonFrame,
  ground: ContourMap | undefined,
): void {
  const { theme, inks, scale } = paper
  const { toX, toY, view } = frame
  if (ground) drawContours(brush, ground, view, contourPaint(theme))
  for (const { x, y } of surface.minima) {
    brush.line(toX(x) - 5, toY(y), toX(x) + 5, toY(y), { stroke: inks.ink })
    brush.line(toX(x), toY(y) - 5, toX(x), toY(y) + 5, { stroke: inks.ink })
  }
  const shown = walks.filter(({ hidden }) => !hidden || picture.truth !== undefined)
  const trajectories = shown.map(({ trajectory, optimizer, dash, hidden }): DrawnTrajectory => {
    const look = lineStyle(optimizer, theme)
    const style = dash ? { ...look, dash } : look
    return {
      trajectory: hidden ? shortened(trajectory, picture.share) : trajectory,
      style,
      selected: !!hidden,
    }
  })
  const paint = { halo: haloOf[theme], paper: inks.panel, scale }
  drawTrajectories(brush, trajectories, steps, view, paint, false)
  paintRing(brush, paper, toX(start.x), toY(start.y))
  const labels: Label[] = shown.map(({ name }, index) => {
    const { points, steps: taken } = trajectories[index]!.trajectory
    const at = Math.min(steps, taken)
    const [x, y] = [toX(points[2 * at]!), toY(points[2 * at + 1]!)]
    return { text: picture.words.own(name), x, y, look: trajectories[index]!.style }
  })
  paintGuess(brush, paper, picture, frame)
  paintLabels(brush, paper, labels, frame)
}

/** @returns the first part of a walk */
function shortened(
  trajectory: DrawnTrajectory['trajectory'],
  share: number,
): DrawnTrajectory['trajectory'] {
  if (share >= 1) return trajectory
  return { ...trajectory, steps: Math.round(trajectory.steps * share), diverged: false }
}

function paintRing(brush: Brush, { inks, scale }: Paper, x: number, y: number): void {
  brush.circle(x, y, 6 * scale, { stroke: inks.panel, width: 4 })
  brush.circle(x, y, 6 * scale, { stroke: inks.ink, width: 1.5 })
}

function paintPlot(
  brush: Brush,
  paper: Paper,
  figure: PlotFigure,
  picture: LessonPicture,
  frame: LessonFrame,
): void {
  const { inks, scale } = paper
  const { box, toX, toY } = frame
  const { words, truth, share } = picture
  const across = ticksOf(figure.x, box.width / (80 * scale))
  const up = ticksOf(figure.y, box.height / (48 * scale))
  for (const at of up) {
    brush.line(box.x, toY(at), box.x + box.width, toY(at), { stroke: inks.grid })
  }
  paintAxes(brush, paper, box, {
    across: across.map((at) => ({ at: toX(at) - box.x, text: words.number(at) })),
    up: up.map((at) => ({ at: toY(at) - box.y, text: words.number(at) })),
    acrossName: words.own(figure.x.name),
    upName: words.own(figure.y.name),
  })
  brush.line(box.x, box.y + box.height, box.x + box.width, box.y + box.height, {
    stroke: inks.edge,
  })
  const shown = figure.lines.filter(({ hidden }) => !hidden || truth !== undefined)
  const labels: Label[] = []
  const room = { ...box, x: box.x - 6, y: box.y - 6, width: box.width + 12, height: box.height + 8 }
  brush.clip(room, () => {
    for (const line of shown) {
      const count = line.hidden ? Math.ceil(line.x.length * share) : line.x.length
      if (count === 0) continue
      const places = placesOf(line, count, frame)
      const look = lookOf(line, paper)
      paintLine(brush, paper, line, places, look)
      const text = words.own(line.name)
      if (text === '') continue
      const [x, y] = places[endIn(line, count, figure)]!
      labels.push({ text, x, y, look, line: places })
    }
  })
  paintGuess(brush, paper, picture, frame)
  paintLabels(brush, paper, labels, frame)
}

/** @returns the last of a line's points that the axes show */
function endIn({ x, y }: PlotLine, count: number, figure: PlotFigure): number {
  const shows = (at: number): boolean =>
    x[at]! >= figure.x.from &&
    x[at]! <= figure.x.to &&
    y[at]! >= figure.y.from &&
    y[at]! <= figure.y.to
  for (let at = count - 1; at > 0; at--) if (shows(at)) return at
  return 0
}

/** @returns where the first points of a line stand; what goes beyond any screen, just beyond this one */
function placesOf(line: PlotLine, count: number, { toX, toY, box }: LessonFrame): Point[] {
  const most = box.height * 40
  return Array.from({ length: count }, (_, at) => {
    const y = toY(line.y[at]!)
    return [toX(line.x[at]!), Math.max(-most, Math.min(most, y))]
  })
}

/** @returns ink and dash of a line: one whose steps are dots is dashed only where it says so */
function lookOf({ optimizer, dash, steps }: PlotLine, paper: Paper): LineStyle {
  const look = inkOf(optimizer, paper)
  return { ...look, dash: dash ?? (steps ? [] : look.dash) }
}

function paintLine(
  brush: Brush,
  { scale, inks }: Paper,
  line: PlotLine,
  places: readonly Point[],
  { colour, dash }: LineStyle,
): void {
  const known = line.optimizer === undefined
  const width = (known ? 1.25 : 2) * scale
  const lengths = dash.map((length) => length * scale)
  const thin = line.steps && !known ? { width: 1.25 * scale } : { width }
  brush.path(
    (pen) =>
      simplified(pen, (whole) =>
        places.forEach(([x, y], at) => (at === 0 ? whole.moveTo(x, y) : whole.lineTo(x, y))),
      ),
    { stroke: inks.panel, width: width + 2 * scale, opacity: 0.7 },
    { stroke: colour, ...thin, dash: lengths },
  )
  if (!line.steps) return
  places.forEach(([x, y], at) => {
    const last = at === places.length - 1
    brush.circle(x, y, (last ? 4.5 : 3) * scale, { fill: colour, stroke: inks.panel, width: 1.25 })
  })
}

interface Label {
  readonly text: string
  /** Where what it names ends. */
  readonly x: number
  readonly y: number
  readonly look: LineStyle
  /** What it names, where a label before its end may lie on it. */
  readonly line?: readonly Point[]
}

/**
 * Names lines at their ends, after a piece of the line: those that would cover one another stand in the
 * order of their heights. A name that has no room after the end stands above the line before it.
 */
function paintLabels(
  brush: Brush,
  { inks, scale }: Paper,
  labels: readonly Label[],
  { box }: LessonFrame,
): void {
  const [size, piece, gap, away] = [12 * scale, 14 * scale, 5 * scale, 9 * scale]
  const boxes = labels.map((label): LabelBox => {
    const { x, y, line = [] } = label
    const width = piece + gap + brush.measure(label.text, { size })
    if (x + away + width <= box.x + box.width) {
      return { ...label, left: x + away, right: x + away + width, wish: y - away }
    }
    const left = x - away - width
    return { ...label, left, right: x - away, wish: highest(line, left, x, y) - away }
  })
  for (const column of columnsOf(boxes)) {
    const places = dodge(
      column.map(({ wish }) => ({ y: wish })),
      size * 1.25,
      box.y + size,
      box.y + box.height - size / 2,
    )
    column.forEach(({ text, left, look: { colour, dash } }, index) => {
      const top = places[index]!
      const lengths = dash.map((length) => length * scale)
      brush.line(left, top, left + piece, top, { stroke: inks.panel, width: 5 * scale })
      brush.line(left, top, left + piece, top, { stroke: colour, width: 2 * scale, dash: lengths })
      brush.text(left + piece + gap, top, text, {
        ...{ size, fill: inks.ink, at: 'middle', halo: inks.panel },
      })
    })
  }
}

/** @returns how high a line comes between two places, at least to a height */
function highest(line: readonly Point[], from: number, to: number, least: number): number {
  return line.reduce((top, [x, y], at) => {
    if (x >= from && x <= to) return Math.min(top, y)
    const [next, height] = line[at + 1] ?? [x, y]
    // Where it comes in, between two of its points.
    if (x >= from || next <= from) return top
    return Math.min(top, y + ((from - x) / (next - x)) * (height - y))
  }, least)
}

interface LabelBox extends Label {
  readonly left: number
  readonly right: number
  /** Where its middle wants to stand. */
  readonly wish: number
}

/** @returns labels that overlap from left to right, together */
function columnsOf(boxes: readonly LabelBox[]): LabelBox[][] {
  const columns: LabelBox[][] = []
  let end = -Infinity
  for (const box of boxes.toSorted((a, b) => a.left - b.left)) {
    if (box.left < end) columns.at(-1)!.push(box)
    else columns.push([box])
    end = Math.max(end, box.right)
  }
  return columns
}

/** The prediction in ink, dashed; once the truth is there, the way from one to the other. */
function paintGuess(
  brush: Brush,
  { inks, scale }: Paper,
  { figure, ask, guess, truth, words, others = [] }: LessonPicture,
  { toX, toY, box }: LessonFrame,
): void {
  const handles = handlesOf(figure, ask, guess)
  const answers = truth === undefined ? [] : handlesOf(figure, ask, truth)
  const dashed = { stroke: inks.ink, width: 1.5 * scale, dash: [4 * scale, 3 * scale] }
  const halo = { stroke: inks.panel, width: 3.5 * scale, opacity: 0.7 }
  const place = ({ x, y }: { readonly x: number; readonly y: number }): Point => [toX(x), toY(y)]
  const path = (points: readonly Point[]): void =>
    brush.path(
      (pen) => points.forEach(([x, y], at) => (at === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y))),
      halo,
      dashed,
    )
  const [first] = handles
  if (!first) return
  const [x, y] = place(first)
  for (const other of others) {
    const places = handlesOf(figure, ask, other).map(place)
    if (ask.kind === 'curve') {
      brush.path(
        (pen) =>
          places.forEach(([left, top], at) =>
            at === 0 ? pen.moveTo(left, top) : pen.lineTo(left, top),
          ),
        { stroke: inks.second, width: scale, opacity: 0.5 },
      )
      continue
    }
    // Values stand along their axis, clear of the curve that they are about.
    const along: Point[] =
      ask.kind !== 'value'
        ? places
        : places.map(([left, top]) =>
            ask.on === 'x' ? [left, box.y + box.height - 8 * scale] : [box.x + 8 * scale, top],
          )
    for (const [left, top] of along) {
      brush.circle(left, top, 4 * scale, { stroke: inks.ink, fill: inks.panel, opacity: 0.8 })
    }
  }
  const name = (left: number, top: number): void =>
    brush.text(left, top, words.you, {
      ...{ size: 12 * scale, fill: inks.ink, weight: 600 },
      ...{ at: 'middle', anchor: 'middle', halo: inks.panel },
    })
  if (ask.kind === 'curve') {
    const [known] = figure.kind === 'plot' ? figure.lines.filter(({ hidden }) => !hidden) : []
    const from = known && { x: known.x[known.x.length - 1]!, y: known.y[known.y.length - 1]! }
    path([...(from && from.x < first.x ? [place(from)] : []), ...handles.map(place)])
    answers.forEach((answer, at) => {
      const [left, top] = place(answer)
      brush.line(left, top, left, toY(handles[at]!.y), { stroke: inks.edge, width: 1 })
    })
    const [left, top] = place(handles.at(-1)!)
    name(left - 14 * scale, top - 14 * scale)
    return
  }
  if (ask.kind === 'value' && ask.on === 'x') {
    path([
      [x, box.y],
      [x, box.y + box.height],
    ])
  } else if (ask.kind === 'value' && ask.on === 'y') {
    path([
      [box.x, y],
      [box.x + box.width, y],
    ])
  }
  brush.circle(x, y, 8 * scale, { stroke: inks.panel, width: 4 })
  brush.circle(x, y, 8 * scale, { stroke: inks.ink, width: 1.5 * scale, dash: [3, 2] })
  const [answer] = answers
  if (answer) {
    const [left, top] = place(answer)
    brush.line(x, y, left, top, { stroke: inks.ink, width: 1.25, dash: [2, 3] })
  }
  const width = brush.measure(words.you, { size: 12 * scale })
  const beside = 16 * scale + width / 2
  name(x + beside + width > box.x + box.width ? x - beside : x + beside, y - 12 * scale)
}
