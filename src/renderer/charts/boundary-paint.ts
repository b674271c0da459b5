import type { RaceProblem } from '#shared/contract/problem.ts'
import type { Brush, Pen, Pixels } from './brush.ts'
import { parseHex, toHex, type Rgb } from '#shared/charts/colour.ts'
import { inks, type Theme } from '#shared/charts/theme.ts'
import {
  dotColour,
  fieldColour,
  lostColour,
  valueColour,
  valueDotColour,
} from './boundary-colours.ts'

/** A field of cells as it was computed; see `Grid`. */
interface Field {
  readonly size: number
  readonly classes: Uint8Array
  readonly values: Float32Array
}

interface Span {
  readonly min: number
  readonly max: number
}

/** Where scaled features lie on a plot, in pixels. */
export interface Placement {
  readonly x: Span
  readonly y: Span
  readonly width: number
  readonly height: number
}

/**
 * A field over two features as pixels, the second feature going up.
 *
 * @param targets of a regression: from the lowest to the highest, scaled
 * @returns `[size × size]`
 */
export function fieldPixels({ size, classes, values }: Field, targets: Span, theme: Theme): Pixels {
  const data = new Uint8ClampedArray(size * size * 4)
  const lost = lostColour(theme)
  for (let cell = 0; cell < size * size; cell++) {
    const value = values[cell]!
    const colour = !Number.isFinite(value)
      ? lost
      : classes.length === 0
        ? valueColour((value - targets.min) / (targets.max - targets.min), theme)
        : classes[cell] === 255
          ? lost
          : fieldColour(classes[cell]!, value, theme)
    const row = size - 1 - Math.floor(cell / size)
    data.set([...colour, 255], (row * size + (cell % size)) * 4)
  }
  return { data, width: size, height: size }
}

/** Radius of a dot, in pixels: many are small. */
function dotRadius(rows: number, width: number): number {
  return Math.max(0.9, Math.min(3, (width / 70) * Math.sqrt(150 / Math.max(150, rows))))
}

/**
 * Draws the rows: those trained on hollow, those held out filled.
 *
 * @param across which feature goes across; up goes the second, or with one feature the target
 */
export function drawRows(
  brush: Brush,
  problem: RaceProblem,
  { x, y, width, height }: Placement,
  targets: Span,
  theme: Theme,
): void {
  const { inputs, outputs, classNames, train, validation } = problem
  const radius = dotRadius(train.count + validation.count, width)
  const paper = inks[theme].panel
  for (const [part, filled] of [
    [train, false],
    [validation, true],
  ] as const) {
    for (let row = 0; row < part.count; row++) {
      const across = part.features[row * inputs]!
      const target = part.targets[row * outputs]!
      const up = inputs === 2 ? part.features[row * 2 + 1]! : target
      const named = classNames.length > 0
      const index = named ? part.targets.subarray(row * outputs, (row + 1) * outputs).indexOf(1) : 0
      const share = (target - targets.min) / (targets.max - targets.min)
      const colour: Rgb = named
        ? dotColour(index, theme)
        : inputs === 2
          ? valueDotColour(share, theme)
          : // Its height says the value already.
            parseHex(inks[theme].edge)
      const left = ((across - x.min) / (x.max - x.min)) * width
      // Classes over one feature stand in rows of their own: 1 for the class, 0 for the others.
      const top =
        inputs === 1 && named
          ? height * (1 - (index + 0.5) / outputs)
          : height * (1 - (up - y.min) / (y.max - y.min))
      const paint = filled
        ? { fill: toHex(colour), stroke: paper, width: Math.max(0.5, radius / 3) }
        : { stroke: toHex(colour), width: Math.max(0.75, radius / 2) }
      brush.circle(left, top, radius, paint)
    }
  }
}

/**
 * Draws what a model says over one feature: each class's probability, or the prediction.
 *
 * @param y of the prediction, scaled; of probabilities from 0 to 1
 */
export function drawCurve(
  brush: Brush,
  { size, classes, values }: Field,
  { y, width, height }: Pick<Placement, 'y' | 'width' | 'height'>,
  ink: string,
  theme: Theme,
): void {
  const lines = classes.length > 0 ? values.length / size : 1
  for (let line = 0; line < lines; line++) {
    const stroke = classes.length > 0 ? toHex(dotColour(line, theme)) : ink
    const draw = (pen: Pen): void => {
      let drawing = false
      for (let cell = 0; cell < size; cell++) {
        const value = values[cell * lines + line]!
        const left = ((cell + 0.5) / size) * width
        // Far outside is outside: a canvas need not be told by how much.
        const top = Math.max(-1e4, Math.min(1e4, height * (1 - (value - y.min) / (y.max - y.min))))
        if (drawing && Number.isFinite(value)) pen.lineTo(left, top)
        else if (Number.isFinite(value)) pen.moveTo(left, top)
        drawing = Number.isFinite(value)
      }
    }
    brush.path(draw, { stroke, width: 2 })
  }
}
