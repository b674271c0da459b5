import type { Convention, HyperValues } from '#shared/optimizers/index.ts'
import type { Domain, Point } from '#shared/surfaces/index.ts'

/** A surface as it crosses to a worker: functions cannot. */
export type SentSurface =
  | { readonly kind: 'listed'; readonly id: string }
  | { readonly kind: 'own'; readonly text: string; readonly minima: readonly Point[] }

/** A basin map to be computed. */
export interface BasinOrder {
  readonly surface: SentSurface
  readonly optimizer: string
  readonly convention: Convention
  /** Of an optimizer that a person wrote: its text. */
  readonly rule?: string | undefined
  readonly hyper: HyperValues
  readonly domain: Domain
  readonly width: number
  readonly height: number
  readonly steps: number
  readonly tolerance: number
}

export type ToWorker =
  | { readonly kind: 'order'; readonly order: BasinOrder }
  /** Rows `from` to `to`, without the last. */
  | { readonly kind: 'rows'; readonly from: number; readonly to: number }

interface BasinRows {
  readonly from: number
  readonly to: number
  readonly minimum: Uint8Array<ArrayBuffer>
  readonly steps: Uint16Array<ArrayBuffer>
}

export type FromWorker = BasinRows | { readonly failed: string }
