/**
 * As much of a canvas as the charts draw with: what draws on a screen draws on it, and so does what
 * keeps the same strokes as a picture. Circles are whole.
 */
export type Brush = Pick<
  CanvasRenderingContext2D,
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'lineCap'
  | 'lineJoin'
  | 'globalAlpha'
  | 'font'
  | 'textAlign'
  | 'textBaseline'
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'closePath'
  | 'fillRect'
  | 'fillText'
  | 'strokeText'
> & {
  setLineDash(dash: Iterable<number>): void
  arc(x: number, y: number, radius: number, from: number, to: number): void
  fill(): void
  stroke(): void
}
