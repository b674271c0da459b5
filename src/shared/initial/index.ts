import type { Random } from '../math/random.ts'
import type { Layout } from '../models.ts'
import { glorot } from './glorot.ts'
import { he } from './he.ts'
import { normal } from './normal.ts'
import type { Initial } from './types.ts'
import { zeros } from './zeros.ts'

export type { Initial } from './types.ts'

/** Every kind of start weights, in the order lists show them. */
const list = [normal, glorot, he, zeros] as const

export const initials: readonly Initial[] = list

/** A spec's choice: the kind, and its parameters beside it. */
export type InitialChoice = ChoiceOf<(typeof list)[number]>

type ChoiceOf<I> =
  I extends Initial<infer Kind, infer Key>
    ? { readonly kind: Kind } & Readonly<Record<Key, number>>
    : never

/** The same as a person writes it: parameters may be left out. */
export type InitialInput = InputOf<(typeof list)[number]>

type InputOf<I> =
  I extends Initial<infer Kind, infer Key>
    ? { readonly kind: Kind } & Readonly<Partial<Record<Key, number>>>
    : never

/** @returns the kind of that name, or undefined */
export function findInitial(kind: string): Initial | undefined {
  return initials.find((initial) => initial.kind === kind)
}

/**
 * @param random the seed's stream of weights
 * @returns one run's flat start, as the layout has it: weights drawn, biases 0
 */
export function drawStart(choice: InitialChoice, layout: Layout, random: Random): Float64Array {
  const initial = findInitial(choice.kind)
  if (!initial) throw new Error(`no start weights ${choice.kind}`)
  const parameters = Object.fromEntries(
    initial.parameters.map(({ key }) => [key, Number(Reflect.get(choice, key))]),
  )
  const start = new Float64Array(layout.size)
  for (const layer of layout.layers) {
    initial.draw(start.subarray(layer.weights, layer.biases), random, layer, parameters)
  }
  return start
}
