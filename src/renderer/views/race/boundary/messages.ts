import type { Grid, GridOrder } from './grid.ts'

export interface ToWorker {
  readonly id: number
  readonly order: GridOrder
}

export type FromWorker =
  | { readonly id: number; readonly grid: Grid }
  | { readonly id: number; readonly failed: string }
