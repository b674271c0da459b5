import { createKeys, isUniform, type Node } from './graph.ts'
import type { Imports } from './imports.ts'
import { emitPair, emitScalar } from './operations.ts'
import type { Pass } from './schedule.ts'
import { f64, v128, type FunctionBuilder } from './wasm.ts'

/** What the loops of a step lend the code of a pass; numbers without a name of their own are locals. */
export interface Frame {
  readonly code: FunctionBuilder
  readonly imports: Imports
  readonly uniforms: Uniforms
  /** Where the tensor's part of each array begins. */
  readonly pointers: ReadonlyMap<string, number>
  /** Where the tensor's part of the first value put aside begins. */
  readonly savedPointer: number
  readonly runBytes: number
  /** Numbers of a run, of the tensor. */
  readonly runSize: number
  readonly length: number
  /** Bytes from the tensor's first element, and where its whole pairs end. */
  readonly at: number
  readonly end: number
  readonly tensorSumsAt: number
  readonly runSumsAt: number
  /** Of each kind the values that are put aside, and the sums over a tensor and over a run, by their places. */
  readonly saved: readonly ReadonlyMap<Node, number>[]
  readonly tensorSums: readonly (readonly Node[])[]
  readonly runSums: readonly (readonly Node[])[]
  /** Sums of squares of the step taken, of the parameters before it and after. */
  readonly measured: readonly number[]
}

/** What is the same for every element of every run: constants, and numbers that are computed once a step. */
export interface Uniforms {
  /** The local that holds the address of those computed once a step. */
  readonly at: number
  /** Those computed once a step, in the order of their places. */
  readonly nodes: readonly Node[]
  place(node: Node): number
  /** The local that holds a uniform in both lanes, where `setUp` has put it. */
  splat(node: Node): number | undefined
}

/** @param at the local that holds the address of those computed once a step */
export function createUniforms(
  code: FunctionBuilder,
  at: number,
): Uniforms & {
  /** Puts what a pass needs into both lanes of a local. */
  setUp(pass: Pass): void
} {
  const nodes: Node[] = []
  const splats = new Map<number, number>()
  const places = new Map<number, number>()
  const keyOf = createKeys()
  const place = (node: Node): number => {
    const key = keyOf(node)
    const known = places.get(key) ?? nodes.push(node) - 1
    places.set(key, known)
    return known
  }
  const setUp = (node: Node): void => {
    const key = keyOf(node)
    if (splats.has(key)) return
    const local = code.local(v128)
    if (node.rank === 'constant') code.pair(node.value, node.value)
    else {
      code.get(at)
      code.memory('v128.load64_splat', place(node) * 8)
    }
    code.set(local)
    splats.set(key, local)
  }
  return {
    at,
    nodes,
    place,
    splat: (node) => splats.get(keyOf(node)),
    setUp({ compute, reduce, stores }) {
      for (const node of [...compute, ...reduce]) node.inputs.filter(isUniform).forEach(setUp)
      for (const { value } of stores) if (isUniform(value)) setUp(value)
    },
  }
}

/**
 * One pass over a tensor's elements, two at a time: what it computes, what it writes, what it adds up.
 * @param kind 0 for a vector's pass, 1 for a matrix's
 */
export function emitPass(frame: Frame, kind: number, pass: Pass): void {
  const { code, imports, uniforms, pointers, savedPointer, runBytes, runSize, length, at, end } =
    frame
  const { tensorSumsAt, runSumsAt, measured } = frame
  /** Adds up what two lanes have gathered. */
  const addLanes = (pair: number): void => {
    code.get(pair)
    code.lane('extract', 0)
    code.get(pair)
    code.lane('extract', 1)
    code.op('f64.add')
  }
  const { compute, fetch, save, reduce, stores, scalars } = pass
  if (compute.length + reduce.length + stores.length + save.length === 0) return
  const places = frame.saved[kind]!
  const numbers = new Map<Node, number>()
  const pairs = new Map<Node, number>()
  // A tensor's own numbers.
  const pushNumber = (node: Node): void => {
    if (node.rank === 'constant') code.number(node.value)
    else if (node.rank === 'step') {
      code.get(uniforms.at)
      code.memory('f64.load', uniforms.place(node) * 8)
    } else code.get(numbers.get(node)!)
  }
  for (const node of scalars) {
    const local = code.local(f64)
    if (node.op === 'reduce') {
      const own = node.name === 'tensor' ? frame.tensorSums[kind]! : frame.runSums[kind]!
      code.get(node.name === 'tensor' ? tensorSumsAt : runSumsAt)
      code.memory('f64.load', own.indexOf(node) * 8)
    } else if (node.op === 'size') {
      code.get(node.name === 'tensor' ? length : runSize)
      code.op('f64.convert_i32_u')
    } else emitScalar(code, imports, node, pushNumber)
    code.set(local)
    numbers.set(node, local)
  }
  const pairOf = (node: Node): number => {
    const local = pairs.get(node)
    if (local !== undefined) return local
    const splat = uniforms.splat(node)
    if (splat !== undefined) return splat
    const fresh = code.local(v128)
    code.get(numbers.get(node)!)
    code.op('f64x2.splat')
    code.set(fresh)
    pairs.set(node, fresh)
    return fresh
  }
  const users = [...compute, ...reduce]
  for (const node of users) node.inputs.filter((each) => numbers.has(each)).forEach(pairOf)
  for (const { value } of stores) if (numbers.has(value)) pairOf(value)
  const gathered = new Map(
    reduce.map((node) => {
      const local = code.local(v128)
      code.pair(0, 0)
      code.set(local)
      return [node, local] as const
    }),
  )
  const writesParameters = stores.some(({ name }) => name === 'w')
  const [stepPair, earlierPair, parameterPair] = measured.map(() => code.local(v128)) as [
    number,
    number,
    number,
  ]
  const before = code.local(v128)
  if (writesParameters) {
    for (const local of [stepPair, earlierPair, parameterPair]) {
      code.pair(0, 0)
      code.set(local)
    }
  }
  for (const node of [...fetch, ...compute]) pairs.set(node, code.local(v128))

  const address = (pointer: number): void => {
    code.get(pointer)
    code.get(at)
    code.op('i32.add')
  }
  /** The address of a value put aside: each has room for a whole run. */
  const savedAddress = (node: Node): void => {
    code.get(savedPointer)
    code.get(runBytes)
    code.int(places.get(node)!)
    code.op('i32.mul', 'i32.add')
    code.get(at)
    code.op('i32.add')
  }
  /** One turn of the loop, for two elements or for the last one of an odd number. */
  const body = (last: boolean): void => {
    const load = last ? 'v128.load64_zero' : 'v128.load'
    const put = last ? 'v128.store64_lane' : 'v128.store'
    const add = (local: number, term: () => void): void => {
      code.get(local)
      term()
      if (last) {
        // The second lane holds no element.
        code.firstLane()
        code.op('v128.and')
      }
      code.op('f64x2.add')
      code.set(local)
    }
    for (const node of fetch) {
      if (node.op === 'load' && !(places.has(node) && !save.includes(node))) {
        address(pointers.get(node.name)!)
      } else savedAddress(node)
      code.memory(load)
      code.set(pairs.get(node)!)
    }
    for (const node of compute) {
      emitPair(code, imports, node, (input) => code.get(pairOf(input)))
      code.set(pairs.get(node)!)
    }
    for (const node of save) {
      savedAddress(node)
      code.get(pairs.get(node)!)
      code.memory(put)
    }
    for (const [node, local] of gathered) add(local, () => code.get(pairOf(node.inputs[0]!)))
    for (const { name, value } of stores) {
      if (name === 'w') {
        address(pointers.get('w')!)
        code.memory(load)
        code.set(before)
        const square = (local: number): void => {
          code.get(local)
          code.get(local)
          code.op('f64x2.mul')
        }
        add(earlierPair, () => square(before))
        add(stepPair, () => {
          code.get(pairOf(value))
          code.get(before)
          code.op('f64x2.sub')
          code.set(before)
          square(before)
        })
        add(parameterPair, () => square(pairOf(value)))
      }
      address(pointers.get(name)!)
      code.get(pairOf(value))
      code.memory(put)
    }
  }
  code.int(0)
  code.set(at)
  // Whole pairs of elements, then the one that may be left.
  code.get(length)
  code.int(-2)
  code.op('i32.and')
  code.int(8)
  code.op('i32.mul')
  code.tee(end)
  code.when(() => {
    code.loop(
      () => {
        body(false)
        code.get(at)
        code.int(16)
        code.op('i32.add')
        code.set(at)
      },
      () => {
        code.get(at)
        code.get(end)
        code.op('i32.lt_u')
      },
    )
  })
  code.get(length)
  code.int(1)
  code.op('i32.and')
  code.when(() => body(true))
  for (const [node, local] of gathered) {
    const ofTensor = node.name === 'tensor'
    const own = ofTensor ? frame.tensorSums[kind]! : frame.runSums[kind]!
    const offset = own.indexOf(node) * 8
    code.get(ofTensor ? tensorSumsAt : runSumsAt)
    if (!ofTensor) {
      code.get(runSumsAt)
      code.memory('f64.load', offset)
    }
    addLanes(local)
    if (!ofTensor) code.op('f64.add')
    code.memory('f64.store', offset)
  }
  if (writesParameters) {
    for (const [index, pair] of [stepPair, earlierPair, parameterPair].entries()) {
      const sum = measured[index]!
      code.get(sum)
      addLanes(pair)
      code.op('f64.add')
      code.set(sum)
    }
  }
}
