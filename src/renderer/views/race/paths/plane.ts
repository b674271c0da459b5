import { principalPlane, project } from '#shared/math/pca.ts'
import type { Plane, PlaneOrder } from './messages.ts'

/** Fits the plane to some of the points and lays all of them into it. */
export function computePlane({ points, count, dimensions, fitted, like }: PlaneOrder): Plane {
  const some = new Float64Array(fitted.length * dimensions)
  fitted.forEach((point, at) => {
    some.set(points.subarray(point * dimensions, (point + 1) * dimensions), at * dimensions)
  })
  const plane = principalPlane(some, fitted.length, dimensions, like)
  return { places: project(plane, points, count), axes: plane.axes, explained: plane.explained }
}
