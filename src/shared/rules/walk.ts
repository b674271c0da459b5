import type { Program } from './ast.ts'
import {
  buildGraph,
  createKeys,
  evaluator,
  isUniform,
  most,
  UnsupportedError,
  type Graph,
  type Node,
} from './graph.ts'
import { reserved, sharedMemory, slopeAt, type CompiledGround, type Ground } from './ground.ts'
import type { StepNumbers } from './interpret.ts'
import { emitPair, imports, mathImports } from './operations.ts'
import { createFunction, encodeModule, f64, i32, v128, type FunctionBuilder } from './wasm.ts'

/** Where a walk went; valid until the next one. */
export interface Walked {
  /** Steps taken; fewer than asked for where a point or its value was not finite. */
  readonly steps: number
  /** `[(steps + 1) × 2]` */
  readonly points: Float64Array
  /** `[steps + 1]` */
  readonly values: Float64Array
  /** `[steps × 2]`, what each step was given. */
  readonly gradients: Float64Array
  /** Of each slot `[(steps + 1) × 2]`; of one that holds a square matrix `[(steps + 1) × 1]` or `[… × 4]`. */
  readonly slots: readonly Float64Array[]
  /** Of a walk with fewer steps than asked for: the step that led nowhere. */
  readonly failed?: FailedStep
}

/** A step after which a point or its value was not finite. */
interface FailedStep {
  /** Where it asked for the gradient. */
  readonly from: readonly [x: number, y: number]
  /** Whether the gradient there was finite. */
  readonly sloped: boolean
  readonly to: readonly [x: number, y: number]
}

/**
 * Walks one rule over two parameters, thousands of steps in one call.
 *
 * @param noise `[steps × 2]`, added to the gradients
 */
export type Walker = (
  ground: Ground,
  start: readonly [x: number, y: number],
  slotStarts: readonly Float64Array[],
  numbers: StepNumbers,
  steps: number,
  noise?: Float64Array,
) => Walked

/**
 * Words of 4 bytes that `walk` reads: addresses, and the bytes from one step's noise to the next's.
 * Two for each slot follow: where it starts, where it is kept.
 */
const words = {
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
const asked = [
  { name: 'probe', parameters: 2 },
  { name: 'look', parameters: 2 },
]

/** Where no walk is under way. */
const flat: Ground = { value: () => NaN, gradient: () => undefined }

/**
 * @param program resolved
 * @throws UnsupportedError where only the interpreter can take the step
 */
export function createWalker(program: Program, slots: readonly string[]): Walker {
  const step = buildGraph(program, slots, false)
  const { gradientAt } = program
  const point =
    gradientAt &&
    buildGraph(
      {
        source: '',
        statements: [
          {
            kind: 'assign',
            target: 'w',
            operator: '=',
            value: gradientAt,
            place: gradientAt.place,
          },
        ],
      },
      slots,
      false,
    )
  const { code, uniforms } = emitWalk(step, point, slots)
  if (uniforms.length > most.uniforms) throw new UnsupportedError('so many step constants')
  const module = new WebAssembly.Module(
    encodeModule(
      [...imports, ...asked],
      [{ name: 'walk', parameters: [i32, i32], results: [i32], body: code }],
    ),
  )
  const evaluators = uniforms.map(evaluator)
  const shared = sharedMemory()
  const over = ({ value, look }: CompiledGround): ((block: number, steps: number) => number) => {
    const probe = point ? value : look
    const math = { ...mathImports, probe, look }
    const { exports } = new WebAssembly.Instance(module, { memory: { memory: shared }, math })
    return exports.walk as (block: number, steps: number) => number
  }
  let { value, gradient } = flat
  let slope: Float64Array = new Float64Array(2)
  const bridge: CompiledGround = {
    value: (x, y) => value(x, y),
    look(x, y) {
      gradient(x, y, slope)
      return value(x, y)
    },
  }
  const walks = new WeakMap<CompiledGround, ReturnType<typeof over>>()
  const uniformsOf = createTable(evaluators)

  return (ground, start, slotStarts, numbers, steps, noise) => {
    const table = uniformsOf(numbers, steps)
    const count = slots.length
    // A number to which −0 is added stays what it is.
    const added = noise?.subarray(0, 2 * steps) ?? Float64Array.of(-0, -0)
    const length =
      2 + table.length + (steps + 1) * 3 + steps * 2 + added.length + count * (2 + (steps + 1) * 2)
    const bytes = reserved + length * 8 + (words.slots + 2 * count) * 4
    const missing = bytes - shared.buffer.byteLength
    if (missing > 0) shared.grow(Math.ceil(missing / 65536))
    let used = reserved
    const take = (size: number): Float64Array => {
      const values = new Float64Array(shared.buffer, used, size)
      used += size * 8
      return values
    }
    const first = take(2)
    const uniform = take(table.length)
    const points = take((steps + 1) * 2)
    const values = take(steps + 1)
    const gradients = take(steps * 2)
    const noises = take(added.length)
    const states = slots.map(() => take(2))
    const kept = slots.map(() => take((steps + 1) * 2))
    const block = used
    new Uint32Array(shared.buffer, block, words.slots + 2 * count).set([
      ...[first, uniform, points, values, gradients, noises].map(({ byteOffset }) => byteOffset),
      noise ? 16 : 0,
      ...states.flatMap((state, index) => [state.byteOffset, kept[index]!.byteOffset]),
    ])
    uniform.set(table)
    noises.set(added)
    first.set(start)
    points.set(start)
    states.forEach((state, index) => {
      state.set(slotStarts[index]!)
      kept[index]!.set(state)
    })
    ;({ value, gradient } = ground)
    slope = new Float64Array(shared.buffer, slopeAt, 2)
    const compiled = ground.compiled?.() ?? bridge
    let walk = walks.get(compiled)
    if (!walk) walks.set(compiled, (walk = over(compiled)))
    values[0] = compiled.look(...start)
    const done = walk(block, steps)
    const pair = (of: Float64Array, step: number): [number, number] => [
      of[2 * step]!,
      of[2 * step + 1]!,
    ]
    const [slopeX, slopeY] = pair(gradients, done)
    const failed = {
      from: point ? pair(first, 0) : pair(points, done),
      sloped: Number.isFinite(slopeX + slopeY),
      to: pair(points, done + 1),
    }
    return {
      steps: done,
      points: points.subarray(0, (done + 1) * 2),
      values: values.subarray(0, done + 1),
      gradients: gradients.subarray(0, done * 2),
      slots: kept.map((slot) => slot.subarray(0, (done + 1) * 2)),
      ...(done < steps ? { failed } : {}),
    }
  }
}

/** Tables that are kept, so that racers of one rule do not take turns at computing theirs. */
const keptTables = 32

/** The uniforms of every step; kept, since powers take longer than the rest of a step. */
function createTable(
  evaluators: readonly ((numbers: StepNumbers) => number)[],
): (numbers: StepNumbers, steps: number) => Float64Array {
  const tables = new Map<string, Float64Array>()
  return (numbers, steps) => {
    const key = JSON.stringify(numbers)
    const length = evaluators.length * steps
    let table = tables.get(key)
    if (!table || table.length < length) {
      table = new Float64Array(length)
      const scope: Record<string, number | boolean> = { ...numbers }
      for (let t = 1, place = 0; t <= steps; t++) {
        scope.t = t
        for (const evaluate of evaluators) table[place++] = evaluate(scope)
      }
      if (tables.size >= keptTables) tables.clear()
      tables.set(key, table)
    }
    return table.subarray(0, length)
  }
}

function emitWalk(
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
