import type { LineStyle } from '#shared/charts/palette.ts'

/** What a key's sign is: a piece of line, a field, a dot, a sign of type, or a ramp of colours. */
export type KeySign =
  | { readonly line: LineStyle }
  | { readonly field: string; readonly opacity?: number }
  | { readonly dot: string; readonly hollow?: boolean }
  | { readonly sign: string; readonly colour: string }
  | { readonly ramp: readonly string[]; readonly from: string; readonly to: string }

/** An entry of a chart's key, on the screen and in a file: what a sign stands for. */
export interface KeyEntry {
  readonly sign: KeySign
  readonly text: string
}

/** @returns a ramp's colours, from its low end to its high one */
export const rampOf = (colour: (share: number) => string, parts = 49): string[] =>
  Array.from({ length: parts }, (_, at) => colour(at / (parts - 1)))
