/** A frame on its way to the worker that makes a GIF; the first one only gives its colours. */
export interface GifFrame {
  readonly kind: 'palette' | 'frame'
  /** RGBA, row by row. */
  readonly pixels: ArrayBuffer
  readonly width: number
  readonly height: number
  /** Milliseconds that it stands. */
  readonly delay: number
  readonly last: boolean
}

export type GifAnswer =
  | { readonly kind: 'next' }
  | { readonly kind: 'done'; readonly bytes: Uint8Array<ArrayBuffer> }
