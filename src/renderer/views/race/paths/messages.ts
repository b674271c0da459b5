/** Points to lay into one plane; see `Collected`. */
export interface PlaneOrder {
  readonly points: Float64Array<ArrayBuffer>
  readonly count: number
  readonly dimensions: number
  readonly fitted: Int32Array<ArrayBuffer>
  /** The axes of the picture before, whose sides are kept. */
  readonly like?: Float64Array
}

export interface Plane {
  /** `[count × 2]`. */
  readonly places: Float64Array<ArrayBuffer>
  readonly axes: Float64Array
  readonly explained: readonly [number, number]
}

export type FromWorker = Plane | { readonly failed: string }
