import { createKeys, isUniform, type Graph, type Node } from './graph.ts'
import { emitPair, emitScalar } from './operations.ts'
import type { Pass, Schedule } from './schedule.ts'
import { createFunction, f64, i32, v128, type FunctionBuilder } from './wasm.ts'

/**
 * A lane's block of 4-byte words in the kernel's memory: addresses in bytes. Behind `slots` stand the
 * addresses of the slots, in the order in which the rule declares them.
 */
export const blockWords = {
  parameters: 0,
  gradients: 1,
  /** Float64 numbers that are computed once a step. */
  uniforms: 2,
  /** Of each tensor three words: the offset of its first element in bytes, its length, 1 for a matrix. */
  tensors: 3,
  tensorCount: 4,
  /** Bytes from one run's numbers to the next one's. */
  runBytes: 5,
  /** Room for `sums` float64 numbers. */
  sums: 6,
  /** Room for `saved` vectors as long as one run's numbers. */
  saved: 7,
  /** Of each run three float64 numbers: sums of squares of the step taken, of the parameters before it and after. */
  measures: 8,
  slots: 9,
} as const

export interface EmittedStep {
  readonly step: FunctionBuilder
  readonly uniforms: readonly Node[]
  readonly sums: { readonly tensor: number; readonly run: number }
  readonly saved: number
}

/** The code of a kernel's step. */
export function emitStep(
  graphs: readonly Graph[],
  schedules: readonly Schedule[],
  slots: readonly string[],
): EmittedStep {
  const code = createFunction(3)
  const [block, from, to] = [0, 1, 2]
  const word = (index: number): void => {
    code.get(block)
    code.memory('i32.load', index * 4)
  }
  const wordLocal = (index: number): number => {
    const local = code.local(i32)
    word(index)
    code.set(local)
    return local
  }
  const kinds = sameGraphs(graphs) ? schedules.slice(0, 1) : schedules
  const runBytes = wordLocal(blockWords.runBytes)
  const tensors = wordLocal(blockWords.tensors)
  const tensorCount = wordLocal(blockWords.tensorCount)
  const sumsAt = wordLocal(blockWords.sums)
  const savedAt = wordLocal(blockWords.saved)
  const measuresAt = wordLocal(blockWords.measures)
  const arrays = ['w', 'g', ...slots]
  const wordOf = (name: string): number => {
    if (name === 'w') return blockWords.parameters
    if (name === 'g') return blockWords.gradients
    return blockWords.slots + slots.indexOf(name)
  }

  // What is the same for every element of every run.
  const uniforms: Node[] = []
  const splats = new Map<number, number>()
  const uniformPlaces = new Map<number, number>()
  const keyOf = createKeys()
  const uniformPlace = (node: Node): number => {
    const key = keyOf(node)
    let place = uniformPlaces.get(key)
    if (place === undefined) {
      place = uniforms.length
      uniforms.push(node)
      uniformPlaces.set(key, place)
    }
    return place
  }
  const uniformsAt = wordLocal(blockWords.uniforms)
  const setUpSplat = (node: Node): void => {
    const key = keyOf(node)
    if (splats.has(key)) return
    const local = code.local(v128)
    if (node.rank === 'constant') code.pair(node.value, node.value)
    else {
      code.get(uniformsAt)
      code.memory('v128.load64_splat', uniformPlace(node) * 8)
    }
    code.set(local)
    splats.set(key, local)
  }
  for (const { passes } of kinds) {
    for (const pass of passes) {
      const users = [...pass.compute, ...pass.reduce]
      for (const node of users) node.inputs.filter(isUniform).forEach(setUpSplat)
      for (const { value } of pass.stores) if (isUniform(value)) setUpSplat(value)
    }
  }

  const reductionsOf = (scope: string): Node[][] =>
    kinds.map(({ passes }) =>
      passes.flatMap(({ reduce }) => reduce.filter(({ name }) => name === scope)),
    )
  const tensorSums = reductionsOf('tensor')
  const runSums = reductionsOf('run').map((nodes) => [...nodes].sort((a, b) => a.id - b.id))
  const sums = {
    tensor: Math.max(...tensorSums.map(({ length }) => length)),
    run: Math.max(...runSums.map(({ length }) => length)),
  }

  const run = code.local(i32)
  const tensor = code.local(i32)
  const tensorAt = code.local(i32)
  const length = code.local(i32)
  const start = code.local(i32)
  const runSumsAt = code.local(i32)
  const tensorSumsAt = code.local(i32)
  const at = code.local(i32)
  const end = code.local(i32)
  const runAt = code.local(i32)
  const runSize = code.local(i32)
  const pointers = new Map(arrays.map((name) => [name, code.local(i32)]))
  const savedPlaces = kinds.map(({ saved }) => new Map(saved.map((node, index) => [node, index])))
  const saved = Math.max(...kinds.map((kind) => kind.saved.length))
  const savedPointer = code.local(i32)
  const stepSquares = code.local(f64)
  const earlierSquares = code.local(f64)
  const parameterSquares = code.local(f64)
  const measured = [stepSquares, earlierSquares, parameterSquares]

  /** Adds up what two lanes have gathered. */
  const addLanes = (pair: number): void => {
    code.get(pair)
    code.lane('extract', 0)
    code.get(pair)
    code.lane('extract', 1)
    code.op('f64.add')
  }

  const emitPass = (kind: number, pass: Pass): void => {
    const { compute, fetch, save, reduce, stores, scalars } = pass
    if (compute.length + reduce.length + stores.length + save.length === 0) return
    const places = savedPlaces[kind]!
    const numbers = new Map<Node, number>()
    const pairs = new Map<Node, number>()
    // A tensor's own numbers.
    const pushNumber = (node: Node): void => {
      if (node.rank === 'constant') code.number(node.value)
      else if (node.rank === 'step') {
        code.get(uniformsAt)
        code.memory('f64.load', uniformPlace(node) * 8)
      } else code.get(numbers.get(node)!)
    }
    for (const node of scalars) {
      const local = code.local(f64)
      if (node.op === 'reduce') {
        const own = node.name === 'tensor' ? tensorSums[kind]! : runSums[kind]!
        code.get(node.name === 'tensor' ? tensorSumsAt : runSumsAt)
        code.memory('f64.load', own.indexOf(node) * 8)
      } else if (node.op === 'size') {
        code.get(node.name === 'tensor' ? length : runSize)
        code.op('f64.convert_i32_u')
      } else emitScalar(code, node, pushNumber)
      code.set(local)
      numbers.set(node, local)
    }
    const pairOf = (node: Node): number => {
      const local = pairs.get(node)
      if (local !== undefined) return local
      const splat = splats.get(keyOf(node))
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
        emitPair(code, node, (input) => code.get(pairOf(input)))
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
      const own = ofTensor ? tensorSums[kind]! : runSums[kind]!
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
      for (const [sum, pair] of [
        [stepSquares, stepPair],
        [earlierSquares, earlierPair],
        [parameterSquares, parameterPair],
      ] as const) {
        code.get(sum)
        addLanes(pair)
        code.op('f64.add')
        code.set(sum)
      }
    }
  }

  /** Goes through a run's tensors. */
  const eachTensor = (inside: () => void): void => {
    code.int(0)
    code.set(tensor)
    code.loop(
      () => {
        code.get(tensors)
        code.get(tensor)
        code.int(12)
        code.op('i32.mul', 'i32.add')
        code.set(tensorAt)
        code.get(tensorAt)
        code.memory('i32.load', 4)
        code.set(length)
        code.get(tensorAt)
        code.memory('i32.load', 0)
        code.set(start)
        inside()
        code.get(tensor)
        code.int(1)
        code.op('i32.add')
        code.set(tensor)
      },
      () => {
        code.get(tensor)
        code.get(tensorCount)
        code.op('i32.lt_u')
      },
    )
  }

  code.get(runBytes)
  code.int(8)
  code.op('i32.div_u')
  code.set(runSize)
  code.get(from)
  code.set(run)
  code.loop(
    () => {
      code.get(run)
      code.get(runBytes)
      code.op('i32.mul')
      code.set(runAt)
      for (const sum of measured) {
        code.number(0)
        code.set(sum)
      }
      if (sums.run > 0) {
        code.get(sumsAt)
        code.get(tensorCount)
        code.int(sums.tensor * 8)
        code.op('i32.mul', 'i32.add')
        code.set(runSumsAt)
        for (let index = 0; index < sums.run; index++) {
          code.get(runSumsAt)
          code.number(0)
          code.memory('f64.store', index * 8)
        }
      }
      for (let index = 0; index < kinds[0]!.passes.length; index++) {
        eachTensor(() => {
          for (const name of arrays) {
            word(wordOf(name))
            code.get(runAt)
            code.op('i32.add')
            code.get(start)
            code.op('i32.add')
            code.set(pointers.get(name)!)
          }
          code.get(savedAt)
          code.get(start)
          code.op('i32.add')
          code.set(savedPointer)
          code.get(sumsAt)
          code.get(tensor)
          code.int(sums.tensor * 8)
          code.op('i32.mul', 'i32.add')
          code.set(tensorSumsAt)
          if (kinds.length === 1) emitPass(0, kinds[0]!.passes[index]!)
          else {
            code.get(tensorAt)
            code.memory('i32.load', 8)
            code.when(
              () => emitPass(1, kinds[1]!.passes[index]!),
              () => emitPass(0, kinds[0]!.passes[index]!),
            )
          }
        })
      }
      for (const [index, sum] of measured.entries()) {
        code.get(measuresAt)
        code.get(run)
        code.int(measured.length * 8)
        code.op('i32.mul', 'i32.add')
        code.get(sum)
        code.memory('f64.store', index * 8)
      }
      code.get(run)
      code.int(1)
      code.op('i32.add')
      code.set(run)
    },
    () => {
      code.get(run)
      code.get(to)
      code.op('i32.lt_u')
    },
  )
  return { step: code, uniforms, sums, saved }
}

/** Whether programs for vectors and for matrices are the same. */
function sameGraphs([one, other]: readonly Graph[]): boolean {
  const describe = (graph: Graph | undefined): string =>
    JSON.stringify(graph?.stores.map(({ name, value }) => [name, value.id])) +
    graph?.nodes
      .map(
        (node) =>
          `${node.op} ${node.inputs.map(({ id }) => id).join(' ')} ${node.value} ${node.name}`,
      )
      .join(';')
  return describe(one) === describe(other)
}
