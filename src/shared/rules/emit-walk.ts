import { createKeys, isUniform, type Graph, type Node } from './graph.ts'
import { slopeAt, type GroundCode } from './ground.ts'
import type { Imports } from './imports.ts'
import { emitPair } from './operations.ts'
import { createFunction, f64, i32, v128, type FunctionBuilder } from './wasm.ts'

/** Addresses of 4 bytes that `walk` reads. Two for each slot follow: where it starts, where it is kept. */
export const words = {
  point: 0,
  fixed: 1,
  changing: 2,
  points: 3,
  values: 4,
  gradients: 5,
  noise: 6,
  slots: 7,
}

/** What a walk's rule does: its step, and where it takes the gradient, if not at the parameters. */
export interface WalkGraphs {
  readonly step: Graph
  readonly point: Graph | undefined
}

/** Numbers that are the same for both parameters. */
export interface Uniforms {
  /** Of all steps. */
  readonly fixed: readonly Node[]
  /** Of each step its own. */
  readonly changing: readonly Node[]
}

export function uniformsOf({ step, point }: WalkGraphs): Uniforms {
  const keyOf = createKeys()
  const seen = new Map<number, Node>()
  for (const graph of point ? [step, point] : [step]) {
    for (const node of neededOf(graph)) {
      if (isUniform(node) && node.op !== 'number' && !seen.has(keyOf(node)))
        seen.set(keyOf(node), node)
    }
  }
  const changes = ({ op, name, inputs }: Node): boolean =>
    (op === 'setting' && name === 't') || inputs.some(changes)
  const nodes = [...seen.values()]
  return { fixed: nodes.filter((node) => !changes(node)), changing: nodes.filter(changes) }
}

/** @returns the values that a walk has to have, each after its inputs; of uniform ones no inputs */
function neededOf({ nodes, stores }: Graph): Node[] {
  const needed = new Set<Node>()
  const need = (node: Node): void => {
    if (needed.has(node)) return
    needed.add(node)
    if (!isUniform(node)) node.inputs.forEach(need)
  }
  for (const { value } of stores) need(value)
  return nodes.filter((node) => needed.has(node))
}

export interface WalkParts {
  readonly graphs: WalkGraphs
  readonly uniforms: Uniforms
  readonly slots: readonly string[]
  readonly ground: GroundCode
  /** Whether something is added to the gradients. */
  readonly noisy: boolean
  readonly imports: Imports
}

/**
 * The loop over steps: a point's value and gradient are asked of the ground, the rule takes its step,
 * and all of it is kept. What does not change is read once, before it.
 *
 * @returns a function of a block's address and a number of steps, which yields how many led somewhere
 */
export function emitWalk(parts: WalkParts): FunctionBuilder {
  const { slots, ground, noisy, imports } = parts
  const { step, point } = parts.graphs
  const { fixed, changing } = parts.uniforms
  const code = createFunction(2)
  const [block, steps] = [0, 1]
  const word = (index: number): number => {
    const local = code.local(i32)
    code.get(block)
    code.memory('i32.load', index * 4)
    code.set(local)
    return local
  }
  const state = new Map<string, number>(
    ['w', 'g', ...slots].map((name) => [name, code.local(v128)]),
  )
  const load = (name: string, address: number): void => {
    code.get(address)
    code.memory('v128.load')
    code.set(state.get(name)!)
  }
  const pointAt = word(words.point)
  load('w', pointAt)
  const slotWords = slots.map((_, index) => words.slots + 2 * index)
  slots.forEach((name, index) => load(name, word(slotWords[index]!)))
  const changingAt = word(words.changing)
  const pointsAt = word(words.points)
  const valuesAt = word(words.values)
  const gradientsAt = word(words.gradients)
  const noiseAt = noisy ? word(words.noise) : undefined
  const keptAt = slotWords.map((each) => word(each + 1))

  const keyOf = createKeys()
  const splat = (address: number, place: number): number => {
    const local = code.local(v128)
    code.get(address)
    code.memory('v128.load64_splat', place * 8)
    code.set(local)
    return local
  }
  const fixedAt = word(words.fixed)
  const fixedLocals = new Map(fixed.map((node, place) => [keyOf(node), splat(fixedAt, place)]))
  const changingPlaces = new Map(changing.map((node, place) => [keyOf(node), place]))

  /** Computes a graph's values; each is a pair, one for each parameter. */
  const compute = (graph: Graph): ReadonlyMap<Node, number> => {
    const locals = new Map<Node, number>()
    const keep = (node: Node, push: () => void): void => {
      const local = code.local(v128)
      push()
      code.set(local)
      locals.set(node, local)
    }
    for (const node of neededOf(graph)) {
      if (node.op === 'load') locals.set(node, state.get(node.name)!)
      else if (node.op === 'number') keep(node, () => code.pair(node.value, node.value))
      else if (isUniform(node)) {
        const local = fixedLocals.get(keyOf(node))
        locals.set(node, local ?? splat(changingAt, changingPlaces.get(keyOf(node))!))
      } else if (node.op === 'size') keep(node, () => code.pair(2, 2))
      else if (node.op === 'reduce') {
        keep(node, () => {
          for (const lane of [0, 1] as const) {
            code.get(locals.get(node.inputs[0]!)!)
            code.lane('extract', lane)
          }
          code.op('f64.add')
          // As any sum, from zero on: that of −0 and −0 is 0.
          code.number(0)
          code.op('f64.add', 'f64x2.splat')
        })
      } else {
        const isMask = (input: Node): boolean => !isUniform(input)
        const push = (input: Node): void => code.get(locals.get(input)!)
        keep(node, () => emitPair(code, imports, node, push, isMask))
      }
    }
    return locals
  }
  const store = (address: number, value: number, offset = 0): void => {
    code.get(address)
    code.get(value)
    code.memory('v128.store', offset)
  }
  const advance = (address: number, bytes: number): void => {
    code.get(address)
    code.int(bytes)
    code.op('i32.add')
    code.set(address)
  }
  const place = [code.local(f64), code.local(f64)] as const
  const goTo = (pair: number): void =>
    place.forEach((local, lane) => {
      code.get(pair)
      code.lane('extract', lane as 0 | 1)
      code.set(local)
    })

  /** Steps that led somewhere, and whether the last did. */
  const done = code.local(i32)
  const onward = code.local(i32)
  const value = code.local(f64)
  const slope = code.local(v128)
  const look = (at: number): (() => void) => {
    goTo(at)
    const looked = ground.look(code, place, imports)
    code.get(looked.slope)
    code.set(slope)
    return looked.pushValue
  }
  const w = state.get('w')!
  const g = state.get('g')!
  code.int(slopeAt)
  code.memory('v128.load')
  code.set(slope)
  code.get(steps)
  code.when(() =>
    code.loop(
      () => {
        if (point) {
          const locals = compute(point)
          const [stored] = point.stores
          const ahead = stored ? locals.get(stored.value)! : w
          store(pointAt, ahead)
          look(ahead)
        }
        code.get(slope)
        if (noiseAt !== undefined) {
          code.get(noiseAt)
          code.memory('v128.load')
          code.op('f64x2.add')
        }
        code.set(g)
        store(gradientsAt, g)
        const locals = compute(step)
        const stored = step.stores.map(({ name, value }) => ({ name, local: locals.get(value)! }))
        // A value may be another's old one: all are read before any is written.
        for (const { local } of stored) code.get(local)
        for (const { name } of stored.toReversed()) code.set(state.get(name)!)
        if (point) {
          goTo(w)
          ground.value(code, place, imports)()
        } else look(w)()
        code.set(value)
        store(pointsAt, w, 16)
        code.get(valuesAt)
        code.get(value)
        code.memory('f64.store', 8)
        slots.forEach((name, index) => store(keptAt[index]!, state.get(name)!, 16))
        for (const address of [pointsAt, gradientsAt, ...(noiseAt ? [noiseAt] : []), ...keptAt])
          advance(address, 16)
        advance(valuesAt, 8)
        if (changing.length > 0) advance(changingAt, changing.length * 8)
      },
      () => {
        // A sum that is finite times 0 is 0; one that is not is no number.
        place.forEach(code.get)
        code.op('f64.add')
        code.get(value)
        code.op('f64.add')
        code.number(0)
        code.op('f64.mul')
        code.number(0)
        code.op('f64.eq')
        code.tee(onward)
        code.get(done)
        code.op('i32.add')
        code.tee(done)
        // On, if this step led somewhere and is not the last.
        code.get(steps)
        code.op('i32.lt_u')
        code.get(onward)
        code.op('i32.and')
      },
    ),
  )
  code.get(done)
  return code
}
