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
import { drawTrails, haloOf, type DrawnTrail } from '../surface/trails.ts'
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
  const trails = shown.map(({ trail, optimizer, dash, hidden }): DrawnTrail => {
    const look = lineStyle(optimizer, theme)
    const style = dash ? { ...look, dash } : look
    return { trail: hidden ? shortened(trail, picture.share) : trail, style, selected: !!hidden }
  })
  const paint = { halo: haloOf[theme], paper: inks.panel, scale }
  drawTrails(brush, trails, steps, view, paint, false)
  paintRing(brush, paper, toX(start.x), toY(start.y))
  const labels: Label[] = shown.map(({ name, optimizer }, index) => {
    const { points, steps: taken } = trails[index]!.trail
    const at = Math.min(steps, taken)
    const [x, y] = [toX(points[2 * at]!), toY(points[2 * at + 1]!)]
    return { text: picture.words.own(name), x, y, colour: inkOf(optimizer, paper).colour }
  })
  paintGuess(brush, paper, picture, frame)
  paintLabels(brush, paper, labels, frame)
}

/** @returns the first part of a walk */
function shortened(trail: DrawnTrail['trail'], share: number): DrawnTrail['trail'] {
  if (share >= 1) return trail
  return { ...trail, steps: Math.round(trail.steps * share), diverged: false }
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
      paintLine(brush, paper, line, count, frame)
      const text = words.own(line.name)
      if (text === '') continue
      const at = endIn(line, count, figure)
      labels.push({
        text,
        x: toX(line.x[at]!),
        y: toY(line.y[at]!),
        colour: inkOf(line.optimizer, paper).colour,
      })
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

function paintLine(
  brush: Brush,
  paper: Paper,
  line: PlotLine,
  count: number,
  { toX, toY, box }: LessonFrame,
): void {
  const { scale, inks } = paper
  const { colour, dash } = inkOf(line.optimizer, paper)
  const places: Point[] = []
  // What goes beyond any screen is drawn to just beyond this one.
  const most = box.height * 40
  for (let at = 0; at < count; at++) {
    const y = toY(line.y[at]!)
    places.push([toX(line.x[at]!), Math.max(-most, Math.min(most, y))])
  }
  const known = line.optimizer === undefined
  const width = (known ? 1.25 : 2) * scale
  const lengths = (line.dash ?? (line.steps ? [] : dash)).map((length) => length * scale)
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
    const last = at === count - 1
    brush.circle(x, y, (last ? 4.5 : 3) * scale, { fill: colour, stroke: inks.panel, width: 1.25 })
  })
}

interface Label {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly colour: string
}

/** Names lines at their ends; one that would cover another steps below it. */
function paintLabels(
  brush: Brush,
  { inks, scale }: Paper,
  labels: readonly Label[],
  { box }: LessonFrame,
): void {
  const taken: { x: number; y: number; width: number }[] = []
  const size = 12 * scale
  for (const { text, x, y } of labels) {
    const width = brush.measure(text, { size })
    const left = x + 9 * scale + width > box.x + box.width ? x - width - 9 * scale : x + 9 * scale
    let top = Math.max(box.y + size, Math.min(box.y + box.height - size / 2, y - 9 * scale))
    const covers = (): boolean =>
      taken.some(
        (each) =>
          Math.abs(each.y - top) < size * 1.25 &&
          left < each.x + each.width &&
          each.x < left + width,
      )
    while (covers() && top < box.y + box.height) top += size * 0.4
    taken.push({ x: left, y: top, width })
    brush.text(left, top, text, { size, fill: inks.ink, at: 'middle', halo: inks.panel })
  }
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
