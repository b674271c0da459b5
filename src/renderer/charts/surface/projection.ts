/** From where a box is looked at, in degrees: up from its floor, and around it to the right. */
export interface Camera {
  readonly alpha: number
  readonly beta: number
}

/** As the relief opens. */
export const firstCamera: Camera = { alpha: 38, beta: 28 }

/** Edges of the box the relief stands in, and how far from its middle the eye is. */
export const reliefBox = { width: 110, depth: 90, height: 55, distance: 172 } as const

/** A point as it is seen. */
export interface Seen {
  /** To the right and down, in the box's own unit; the middle is at 0. */
  readonly x: number
  readonly y: number
  /** Towards the eye. */
  readonly near: number
}

/**
 * How a point of the box is seen, in perspective.
 *
 * @returns sees a point given by its shares of the box's width, depth and height, from 0 to 1
 */
export function projection({ alpha, beta }: Camera): (x: number, y: number, z: number) => Seen {
  const [a, b] = [(alpha * Math.PI) / 180, (beta * Math.PI) / 180]
  const [sinA, cosA, sinB, cosB] = [Math.sin(a), Math.cos(a), Math.sin(b), Math.cos(b)]
  const { width, depth, height, distance } = reliefBox
  return (x, y, z) => {
    const across = (x - 0.5) * width
    const up = (z - 0.5) * height
    // What lies further up the plane lies further from the eye.
    const front = (0.5 - y) * depth
    const near = cosA * sinB * across + sinA * up + cosA * cosB * front
    const scale = distance / (distance - near)
    return {
      x: (cosB * across - sinB * front) * scale,
      y: -(-sinA * sinB * across + cosA * up - sinA * cosB * front) * scale,
      near,
    }
  }
}

/** @returns the eye, in shares of the box's width, depth and height */
export function eyeOf({ alpha, beta }: Camera): readonly [x: number, y: number, z: number] {
  const [a, b] = [(alpha * Math.PI) / 180, (beta * Math.PI) / 180]
  const { width, depth, height, distance } = reliefBox
  return [
    0.5 + (distance * Math.cos(a) * Math.sin(b)) / width,
    0.5 - (distance * Math.cos(a) * Math.cos(b)) / depth,
    0.5 + (distance * Math.sin(a)) / height,
  ]
}

/** @returns the camera after a hand has turned the box by pixels; it never looks from below */
export function turned({ alpha, beta }: Camera, right: number, down: number): Camera {
  const turn = beta - right * 0.4
  return {
    alpha: Math.min(90, Math.max(3, alpha + down * 0.4)),
    beta: ((turn + 540) % 360) - 180,
  }
}
