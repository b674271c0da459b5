import type { Program } from './ast.ts'
import { asked, emitWalk, words } from './emit-walk.ts'
import { buildGraph, evaluator, most, UnsupportedError } from './graph.ts'
import { reserved, sharedMemory, slopeAt, type CompiledGround, type Ground } from './ground.ts'
import type { StepNumbers } from './interpret.ts'
import { imports, mathImports } from './operations.ts'
import { encodeModule, i32 } from './wasm.ts'

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
