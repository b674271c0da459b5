import { createKeys, isUniform, type Graph, type Node } from './graph.ts'
import { slopeAt } from './ground.ts'
import { emitPair, imports } from './operations.ts'
import { createFunction, f64, i32, v128, type FunctionBuilder } from './wasm.ts'

/**
 * Words of 4 bytes that `walk` reads: addresses, and the bytes from one step's noise to the next's.
 * Two for each slot follow: where it starts, where it is kept.
 */
export const words = {
  point: 0,
  uniforms: 1,
  points: 2,
  values: 3,
  gradients: 4,
  noise: 5,
  stride: 6,
  slots: 7,
}

/** What is asked of the ground: a point's value, with the next gradient if it is taken there; a gradient. */
export const asked = [
  { name: 'probe', parameters: 2 },
  { name: 'look', parameters: 2 },
]

/**
 * The loop over steps: a point's value and gradient are asked of the ground, the rule takes its step,
 * and all of it is kept.
 *
 * @param step of the rule @param point where the gradient is taken, if not at the parameters
 */
export function emitWalk(
  step: Graph,
  point: Graph | undefined,
  slots: readonly string[],
): { code: FunctionBuilder; uniforms: readonly Node[] } {
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
  const uniformsAt = word(words.uniforms)
  const pointsAt = word(words.points)
  const valuesAt = word(words.values)
  const gradientsAt = word(words.gradients)
  const noiseAt = word(words.noise)
  const stride = word(words.stride)
  const keptAt = slotWords.map((each) => word(each + 1))

  const uniforms: Node[] = []
  const places = new Map<number, number>()
  const keyOf = createKeys()
  const placeOf = (node: Node): number => {
    const key = keyOf(node)
    const place = places.get(key) ?? uniforms.push(node) - 1
    places.set(key, place)
    return place
  }

  /** Computes a graph's values; each is a pair, one for each parameter. */
  const compute = ({ nodes, stores }: Graph): ReadonlyMap<Node, number> => {
    const needed = new Set<Node>()
    const need = (node: Node): void => {
      if (needed.has(node)) return
      needed.add(node)
      if (!isUniform(node)) node.inputs.forEach(need)
    }
    for (const { value } of stores) need(value)
    const locals = new Map<Node, number>()
    for (const node of nodes) {
      if (!needed.has(node)) continue
      if (node.op === 'load') {
        locals.set(node, state.get(node.name)!)
        continue
      }
      if (node.op === 'number') code.pair(node.value, node.value)
      else if (isUniform(node)) {
        code.get(uniformsAt)
        code.memory('v128.load64_splat', placeOf(node) * 8)
      } else if (node.op === 'size') code.pair(2, 2)
      else if (node.op === 'reduce') {
        for (const lane of [0, 1] as const) {
          code.get(locals.get(node.inputs[0]!)!)
          code.lane('extract', lane)
        }
        code.op('f64.add')
        // As any sum, from zero on: that of −0 and −0 is 0.
        code.number(0)
        code.op('f64.add', 'f64x2.splat')
      } else {
        const isMask = (input: Node): boolean => !isUniform(input)
        emitPair(code, node, (input) => code.get(locals.get(input)!), isMask)
      }
      const local = code.local(v128)
      code.set(local)
      locals.set(node, local)
    }
    return locals
  }
  const ask = (index: number, at: number): void => {
    for (const lane of [0, 1] as const) {
      code.get(at)
      code.lane('extract', lane)
    }
    code.call(imports.length + index)
  }
  const store = (address: number, value: number, offset = 0): void => {
    code.get(address)
    code.get(value)
    code.memory('v128.store', offset)
  }
  const advance = (address: number, bytes: () => void): void => {
    code.get(address)
    bytes()
    code.op('i32.add')
    code.set(address)
  }

  // The step under way, from 1; `done` counts those that led somewhere.
  const t = code.local(i32)
  const done = code.local(i32)
  const value = code.local(f64)
  const next = code.local(v128)
  code.int(1)
  code.set(t)
  code.get(steps)
  code.when(() =>
    code.loop(
      () => {
        if (point) {
          const locals = compute(point)
          const [stored] = point.stores
          const ahead = stored ? locals.get(stored.value)! : state.get('w')!
          store(pointAt, ahead)
          ask(1, ahead)
          code.op('drop')
        }
        code.int(slopeAt)
        code.memory('v128.load')
        code.get(noiseAt)
        code.memory('v128.load')
        code.op('f64x2.add')
        code.set(state.get('g')!)
        store(gradientsAt, state.get('g')!)
        const locals = compute(step)
        const stored = step.stores.map(({ name, value }) => ({ name, local: locals.get(value)! }))
        // A value may be another's old one: all are read before any is written.
        const copies = stored.map(({ name, local }) => {
          const copy = code.local(v128)
          code.get(local)
          code.set(copy)
          return { name, copy }
        })
        for (const { name, copy } of copies) {
          code.get(copy)
          code.set(state.get(name)!)
        }
        code.get(t)
        code.int(1)
        code.op('i32.add')
        code.set(t)
        code.get(state.get('w')!)
        code.set(next)
        ask(0, next)
        code.set(value)
        store(pointsAt, next, 16)
        code.get(valuesAt)
        code.get(value)
        code.memory('f64.store', 8)
        slots.forEach((name, index) => store(keptAt[index]!, state.get(name)!, 16))
        for (const address of [pointsAt, gradientsAt, ...keptAt])
          advance(address, () => code.int(16))
        advance(noiseAt, () => code.get(stride))
        advance(valuesAt, () => code.int(8))
        advance(uniformsAt, () => code.int(uniforms.length * 8))
      },
      () => {
        // A sum that is finite times 0 is 0; one that is not is no number.
        for (const lane of [0, 1] as const) {
          code.get(next)
          code.lane('extract', lane)
        }
        code.op('f64.add')
        code.get(value)
        code.op('f64.add')
        code.number(0)
        code.op('f64.mul')
        code.number(0)
        code.op('f64.eq')
        code.when(() => {
          code.get(t)
          code.int(1)
          code.op('i32.sub')
          code.set(done)
        })
        // On, if this step led somewhere and is not the last.
        code.get(done)
        code.get(t)
        code.int(1)
        code.op('i32.sub', 'i32.eq')
        code.get(done)
        code.get(steps)
        code.op('i32.lt_u', 'i32.and')
      },
    ),
  )
  code.get(done)
  return { code, uniforms }
}
