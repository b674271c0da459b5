/** Pixels by which a line may miss a point that is left out. */
export const unseen = 0.25

interface Line {
  moveTo(x: number, y: number): void
  lineTo(x: number, y: number): void
}

/**
 * Draws lines with fewer corners: a point is left out if the straight line past it misses it by
 * less than can be seen, and leads on. Joints, dashes and halos take their time for every corner.
 *
 * @returns draws what is left at the end
 */
export function simplified(pen: Line, draw: (pen: Line) => void): void {
  /** The corner drawn last, and the point that may become the next, seen from it. */
  let [x, y] = [0, 0]
  let [dx, dy, square] = [0, 0, 0]
  /** Between these directions a line from the corner misses no point that was left out. */
  let [leftX, leftY, rightX, rightY] = [0, 0, 0, 0]

  const corner = (): void => {
    if (square === 0) return
    x += dx
    y += dy
    square = 0
    pen.lineTo(x, y)
  }
  const onward = (toX: number, toY: number): void => {
    dx = toX - x
    dy = toY - y
    const first = square === 0
    square = dx * dx + dy * dy
    // So near to the corner nothing is missed, whatever the direction.
    const slant = unseen / Math.sqrt(Math.max(square, unseen * unseen))
    const sideX = -dy * slant
    const sideY = dx * slant
    if (first || leftX * (dy + sideY) - leftY * (dx + sideX) < 0) {
      leftX = dx + sideX
      leftY = dy + sideY
    }
    if (first || rightX * (dy - sideY) - rightY * (dx - sideX) > 0) {
      rightX = dx - sideX
      rightY = dy - sideY
    }
  }

  draw({
    moveTo(toX, toY) {
      corner()
      x = toX
      y = toY
      pen.moveTo(x, y)
    },
    lineTo(toX, toY) {
      const alongX = toX - x
      const alongY = toY - y
      const ahead =
        leftX * alongY - leftY * alongX <= 0 &&
        rightX * alongY - rightY * alongX >= 0 &&
        dx * alongX + dy * alongY >= square
      if (square > 0 && !ahead) corner()
      onward(toX, toY)
    },
  })
  corner()
}

/** @returns the corners that are left of a line */
export function cornersOf(points: readonly [number, number][]): [number, number][] {
  const corners: [number, number][] = []
  const add = (x: number, y: number): void => void corners.push([x, y])
  simplified({ moveTo: add, lineTo: add }, (pen) =>
    points.forEach(([x, y], index) => (index === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y))),
  )
  return corners
}
