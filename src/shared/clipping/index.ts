import { globalNorm } from './global-norm.ts'
import { norm } from './norm.ts'
import type { Clipping } from './types.ts'
import { value } from './value.ts'

export type { Clipping } from './types.ts'

/** Every way of clipping, in the order lists show them. */
export const clippings: readonly Clipping[] = [value, norm, globalNorm]

/** @returns the way of that kind, or undefined */
export function findClipping(kind: string): Clipping | undefined {
  return clippings.find((clipping) => clipping.kind === kind)
}
