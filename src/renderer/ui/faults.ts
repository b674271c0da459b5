import type { HyperParameter } from '../../shared/optimizers/index.ts'

/** Why a typed number cannot be used. */
export type Fault =
  | { readonly kind: 'notNumber' | 'notWhole' }
  | { readonly kind: 'atLeast' | 'above'; readonly minimum: number }
  | { readonly kind: 'atMost' | 'below'; readonly maximum: number }

type Range = HyperParameter['range']

/** @param value NaN where the text was no number */
export function rangeFault(value: number, range: Range): Fault | undefined {
  if (!Number.isFinite(value)) return { kind: 'notNumber' }
  const { minimum, maximum, exclusive } = range
  const open = (bound: 'minimum' | 'maximum'): boolean =>
    exclusive === bound || exclusive === 'both'
  if (open('minimum') && value <= minimum) return { kind: 'above', minimum }
  if (value < minimum) return { kind: 'atLeast', minimum }
  if (open('maximum') && value >= maximum) return { kind: 'below', maximum }
  if (value > maximum) return { kind: 'atMost', maximum }
  return undefined
}

export function wholeFault(value: number, minimum: number, maximum: number): Fault | undefined {
  if (!Number.isFinite(value)) return { kind: 'notNumber' }
  if (!Number.isInteger(value)) return { kind: 'notWhole' }
  return rangeFault(value, { minimum, maximum })
}
