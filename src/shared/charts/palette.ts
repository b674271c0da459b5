import { optimizerOf } from '../own/lane.ts'
import type { Theme } from './theme.ts'

/** How an optimizer's line is drawn, in every view and export. */
export interface LineStyle {
  readonly colour: string
  /** Lengths of dash and gap at a line one pixel wide; empty is solid. */
  readonly dash: readonly number[]
}

interface Ink {
  readonly light: string
  readonly dark: string
}

/*
 * Paul Tol's muted set, safe for colour-blind eyes. Its pale inks (cyan, sand, teal, olive) are
 * darkened on light paper until they reach a contrast of 3, and all are lightened alike on dark
 * paper; hue is kept.
 * @see Tol 2021, Colour Schemes, SRON/EPS/TN/09-002
 */
const indigo: Ink = { light: '#332288', dark: '#8a8aed' }
const cyan: Ink = { light: '#4c93b5', dark: '#94d5f5' }
const teal: Ink = { light: '#289b8a', dark: '#77cebd' }
const green: Ink = { light: '#117733', dark: '#6ebd7c' }
const sand: Ink = { light: '#9d8b2e', dark: '#decf84' }
const rose: Ink = { light: '#cc6677', dark: '#f796a4' }
const purple: Ink = { light: '#aa4499', dark: '#e787d4' }
const wine: Ink = { light: '#882255', dark: '#de7ca5' }
const olive: Ink = { light: '#90901d', dark: '#bfc069' }

const dashes: readonly (readonly number[])[] = [
  [],
  [7, 3],
  [2, 2.5],
  [9, 2.5, 2, 2.5],
  [4, 2],
  [12, 4],
  [6, 2, 1.5, 2, 1.5, 2],
]

/** Each optimizer's ink and dash; two whose inks some eyes cannot tell apart differ by dash. */
const assigned: Readonly<Record<string, readonly [ink: Ink, dash: number]>> = {
  sgd: [indigo, 0],
  asgd: [indigo, 1],
  'optimistic-gradient-descent': [rose, 4],
  momentum: [cyan, 1],
  nesterov: [teal, 2],
  'nesterov-ahead': [teal, 0],
  adagrad: [green, 0],
  adadelta: [sand, 4],
  rmsprop: [rose, 3],
  adam: [purple, 5],
  adamw: [wine, 1],
  adamax: [purple, 0],
  nadam: [wine, 6],
  radam: [purple, 3],
  adan: [rose, 0],
  ftrl: [olive, 1],
  adabelief: [sand, 6],
  yogi: [olive, 2],
  adopt: [indigo, 5],
  madgrad: [teal, 3],
  ademamix: [green, 4],
  qhadam: [cyan, 6],
  adabound: [teal, 5],
  'cautious-adamw': [indigo, 2],
  lion: [olive, 0],
  'sign-sgd': [purple, 4],
  rprop: [green, 1],
  novograd: [olive, 5],
  fromage: [purple, 2],
  lars: [indigo, 3],
  lamb: [teal, 4],
  dog: [sand, 3],
  prodigy: [rose, 5],
  'schedule-free-sgd': [green, 2],
  muon: [green, 3],
  adafactor: [indigo, 6],
  shampoo: [rose, 2],
}

/** What no eye takes for one of those. */
const spare = [
  [indigo, 4],
  [green, 5],
  [green, 6],
] as const

/** Whose line it is: a built-in optimizer's, by its id, or that of a lane, whose own rule may have a colour. */
export type Drawn =
  | string
  | {
      readonly optimizer: string
      /** The rule's text, or where that is not at hand, the colour that it has. */
      readonly rule?: string | { readonly colour?: string | undefined } | undefined
    }

/** One without an ink of its own gets a spare one by its name, so that it too keeps it everywhere. */
export function lineStyle(drawn: Drawn, theme: Theme): LineStyle {
  const { optimizer, rule } =
    typeof drawn === 'string' ? { optimizer: drawn, rule: undefined } : drawn
  const own = (typeof rule === 'string' ? optimizerOf({ optimizer, rule }) : rule)?.colour
  const [ink, dash] = assigned[optimizer] ?? byName(optimizer)
  return { colour: own ?? ink[theme], dash: own ? [] : (dashes[dash] ?? []) }
}

function byName(optimizer: string): readonly [Ink, number] {
  let hash = 0
  for (const letter of optimizer) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0
  return spare[hash % spare.length] ?? spare[0]
}
