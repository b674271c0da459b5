import type { Expression, Program } from './ast.ts'
import { emitWalk, uniformsOf, words, type Uniforms } from './emit-walk.ts'
import { buildGraph, evaluator, most, UnsupportedError } from './graph.ts'
import { codeOf, reserved, sharedMemory, slopes, type Ground, type GroundCode } from './ground.ts'
import { createImports } from './imports.ts'
import type { StepNumbers } from './interpret.ts'
import { i32 } from './wasm.ts'

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
 * Walks over two parameters with a rule's numbers, thousands of steps in one call.
 *
 * @param noise `[steps × 2]`, added to the gradients
 */
export type Walk = (
  ground: Ground,
  start: readonly [x: number, y: number],
  slotStarts: readonly Float64Array[],
  steps: number,
  noise?: Float64Array,
) => Walked

/** The loop of a module. */
type Loop = (block: number, steps: number) => number

/**
 * @param program resolved
 * @returns what makes walks of a rule's numbers, which must not change afterwards
 * @throws UnsupportedError where only the interpreter can take the step
 */
export function createWalker(
  program: Program,
  slots: readonly string[],
): (numbers: StepNumbers) => Walk {
  const graphs = {
    step: buildGraph(program, slots, false),
    point: program.gradientAt && buildGraph(moveTo(program.gradientAt), slots, false),
  }
  const uniforms = uniformsOf(graphs)
  const { fixed, changing } = uniforms
  if (fixed.length + changing.length > most.uniforms) {
    throw new UnsupportedError('so many step constants')
  }
  const fixedOf = fixed.map(evaluator)
  const changingOf = changing.map(evaluator)
  const loops = { quiet: new WeakMap<GroundCode, Loop>(), noisy: new WeakMap<GroundCode, Loop>() }
  const loopOver = (ground: GroundCode, noisy: boolean): Loop => {
    const known = noisy ? loops.noisy : loops.quiet
    let loop = known.get(ground)
    if (!loop) {
      const imports = createImports()
      const body = emitWalk({ graphs, uniforms, slots, ground, noisy, imports })
      const walk = { name: 'walk', parameters: [i32, i32], results: [i32], body } as const
      loop = imports.compile([walk])(sharedMemory()).walk as Loop
      known.set(ground, loop)
    }
    return loop
  }

  return (numbers) => {
    const fixedNumbers = fixedOf.map((evaluate) => evaluate(numbers))
    const tableOf = createTable(changingOf, numbers)
    let room: Room | undefined
    return (ground, start, slotStarts, steps, noise) => {
      const noisy = noise !== undefined
      if (room?.buffer !== sharedMemory().buffer || room.steps !== steps || room.noisy !== noisy) {
        room = layOut(uniforms, slots, steps, noisy)
      }
      const { point, points, values, gradients, states, kept, block } = room
      block.set(room.addresses)
      room.fixed.set(fixedNumbers)
      room.changing.set(tableOf(steps))
      if (noise) room.noise.set(noise.subarray(0, 2 * steps))
      for (const axis of [0, 1] as const) {
        point[axis] = points[axis] = start[axis]
        for (const [index, { [axis]: initial }] of slotStarts.entries()) {
          states[index]![axis] = kept[index]![axis] = initial!
        }
      }
      values[0] = ground.value(...start)
      ground.gradient(...start, slopes())
      const done = loopOver(codeOf(ground), noisy)(block.byteOffset, steps)
      if (done === steps) return { steps, points, values, gradients, slots: kept }
      const pair = (of: Float64Array, step: number): [number, number] => [
        of[2 * step]!,
        of[2 * step + 1]!,
      ]
      const [slopeX, slopeY] = pair(gradients, done)
      return {
        steps: done,
        points: points.subarray(0, (done + 1) * 2),
        values: values.subarray(0, done + 1),
        gradients: gradients.subarray(0, done * 2),
        slots: kept.map((slot) => slot.subarray(0, (done + 1) * 2)),
        failed: {
          from: graphs.point ? pair(point, 0) : pair(points, done),
          sloped: Number.isFinite(slopeX + slopeY),
          to: pair(points, done + 1),
        },
      }
    }
  }
}

/** A program that moves the parameters to a point. */
function moveTo(value: Expression): Program {
  const { place } = value
  return {
    source: '',
    statements: [{ kind: 'assign', target: 'w', operator: '=', value, place }],
  }
}

/** A walk's part of the memory, good until that grows. */
interface Room {
  readonly buffer: ArrayBuffer
  readonly steps: number
  readonly noisy: boolean
  readonly point: Float64Array
  readonly fixed: Float64Array
  readonly changing: Float64Array
  readonly points: Float64Array
  readonly values: Float64Array
  readonly gradients: Float64Array
  readonly noise: Float64Array
  readonly states: readonly Float64Array[]
  readonly kept: readonly Float64Array[]
  readonly block: Uint32Array
  /** What the block holds. */
  readonly addresses: readonly number[]
}

function layOut(
  { fixed, changing }: Uniforms,
  slots: readonly string[],
  steps: number,
  noisy: boolean,
): Room {
  const memory = sharedMemory()
  const trajectory = (steps + 1) * 2
  // In the order of the block's words.
  const sizes = [
    ...[2, fixed.length, changing.length * steps, trajectory, steps + 1, steps * 2],
    noisy ? steps * 2 : 0,
    ...slots.flatMap(() => [2, trajectory]),
  ]
  const end = sizes.reduce((sum, size) => sum + size * 8, reserved)
  const missing = end + sizes.length * 4 - memory.buffer.byteLength
  if (missing > 0) memory.grow(Math.ceil(missing / 65536))
  const { buffer } = memory
  let used = reserved
  const arrays = sizes.map((size) => {
    const array = new Float64Array(buffer, used, size)
    used += size * 8
    return array
  })
  const at = (word: number): Float64Array => arrays[word]!
  const ofSlots = (word: number): Float64Array[] =>
    slots.map((_, index) => at(words.slots + 2 * index + word))
  return {
    buffer,
    steps,
    noisy,
    point: at(words.point),
    fixed: at(words.fixed),
    changing: at(words.changing),
    points: at(words.points),
    values: at(words.values),
    gradients: at(words.gradients),
    noise: at(words.noise),
    states: ofSlots(0),
    kept: ofSlots(1),
    block: new Uint32Array(buffer, end, sizes.length),
    addresses: arrays.map(({ byteOffset }) => byteOffset),
  }
}

/** The uniforms of every step; kept, since powers take longer than the rest of a step. */
function createTable(
  evaluators: readonly ((numbers: StepNumbers) => number)[],
  numbers: StepNumbers,
): (steps: number) => Float64Array {
  let table = new Float64Array(0)
  return (steps) => {
    const length = evaluators.length * steps
    if (table.length < length) {
      table = new Float64Array(length)
      const scope: Record<string, number | boolean> = { ...numbers }
      for (let t = 1, place = 0; t <= steps; t++) {
        scope.t = t
        for (const evaluate of evaluators) table[place++] = evaluate(scope)
      }
    }
    return table.subarray(0, length)
  }
}
