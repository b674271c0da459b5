/* The part of the library that is used: it brings no types of its own. */
declare module 'gifenc' {
  export function quantize(rgba: Uint8Array | Uint8ClampedArray, most: number): number[][]
  export function applyPalette(
    rgba: Uint8Array | Uint8ClampedArray,
    palette: number[][],
  ): Uint8Array<ArrayBuffer>
  export function GIFEncoder(): {
    writeFrame(
      index: Uint8Array,
      width: number,
      height: number,
      options: {
        /** Left out, the first frame's. */
        palette?: number[][]
        transparent?: boolean
        transparentIndex?: number
        delay: number
        /** 1 leaves the frame under the next. */
        dispose?: number
      },
    ): void
    finish(): void
    bytes(): Uint8Array<ArrayBuffer>
  }
}
