import { createUniforms, emitPass, type Frame } from './emit-pass.ts'
import type { Graph, Node } from './graph.ts'
import type { Imports } from './imports.ts'
import type { Schedule } from './schedule.ts'
import { createFunction, f64, i32, type FunctionBuilder } from './wasm.ts'

/**
 * A lane's block of 4-byte words in the kernel's memory: addresses in bytes. After `slots` come the
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
  imports: Imports,
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

  const uniforms = createUniforms(code, wordLocal(blockWords.uniforms))
  for (const { passes } of kinds) passes.forEach(uniforms.setUp)

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
  const runAt = code.local(i32)
  const runSize = code.local(i32)
  const pointers = new Map(arrays.map((name) => [name, code.local(i32)]))
  const saved = Math.max(...kinds.map((kind) => kind.saved.length))
  const savedPointer = code.local(i32)
  const measured = [code.local(f64), code.local(f64), code.local(f64)]
  const frame: Frame = {
    code,
    imports,
    uniforms,
    pointers,
    savedPointer,
    runBytes,
    runSize,
    length,
    at: code.local(i32),
    end: code.local(i32),
    tensorSumsAt,
    runSumsAt,
    saved: kinds.map((kind) => new Map(kind.saved.map((node, index) => [node, index]))),
    tensorSums,
    runSums,
    measured,
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
          if (kinds.length === 1) emitPass(frame, 0, kinds[0]!.passes[index]!)
          else {
            code.get(tensorAt)
            code.memory('i32.load', 8)
            code.when(
              () => emitPass(frame, 1, kinds[1]!.passes[index]!),
              () => emitPass(frame, 0, kinds[0]!.passes[index]!),
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
  return { step: code, uniforms: uniforms.nodes, sums, saved }
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
