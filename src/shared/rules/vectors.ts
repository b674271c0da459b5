import { createFunction, encodeModule, f64, i32, v128, type FunctionBuilder } from './wasm.ts'

/** Passes over arrays in a kernel's memory. Places are addresses in bytes. */
export interface Vectors {
  /**
   * Copies matrices of `rows × columns` from float64 to float32, one of each run.
   *
   * @param from the first run's matrix; the next one's lies `runBytes` further
   * @param to where its rows go, `width` numbers apart, run after run
   */
  narrow(
    from: number,
    runBytes: number,
    to: number,
    width: number,
    runs: number,
    rows: number,
    columns: number,
  ): void
  /** The way back, times a factor. */
  widen(
    from: number,
    width: number,
    to: number,
    runBytes: number,
    runs: number,
    rows: number,
    columns: number,
    factor: number,
  ): void
  /** The sum of squares of float64 numbers; finite only where every one is. */
  squares(at: number, count: number): number
}

let compiled: WebAssembly.Module | undefined

export function createVectors(memory: WebAssembly.Memory): Vectors {
  compiled ??= new WebAssembly.Module(
    encodeModule(
      [],
      [
        {
          name: 'narrow',
          parameters: new Array<typeof i32>(7).fill(i32),
          results: [],
          body: narrow(),
        },
        {
          name: 'widen',
          parameters: [...new Array<typeof i32>(7).fill(i32), f64],
          results: [],
          body: widen(),
        },
        { name: 'squares', parameters: [i32, i32], results: [f64], body: squares() },
      ],
    ),
  )
  const { exports } = new WebAssembly.Instance(compiled, { memory: { memory } })
  return exports as unknown as Vectors
}

function narrow(): FunctionBuilder {
  const code = createFunction(7)
  const [from, runBytes, to, width, runs, rows, columns] = [0, 1, 2, 3, 4, 5, 6]
  eachRow(
    code,
    { wide: from, runBytes, narrow: to, width, runs, rows, columns },
    (wide, slim, last) => {
      slim()
      wide()
      code.memory(last ? 'v128.load64_zero' : 'v128.load')
      code.op('f32x4.demote_f64x2_zero')
      code.memory(last ? 'v128.store32_lane' : 'v128.store64_lane')
    },
  )
  return code
}

function widen(): FunctionBuilder {
  const code = createFunction(8)
  const [from, width, to, runBytes, runs, rows, columns, factor] = [0, 1, 2, 3, 4, 5, 6, 7]
  const factors = code.local(v128)
  code.get(factor)
  code.op('f64x2.splat')
  code.set(factors)
  eachRow(
    code,
    { wide: to, runBytes, narrow: from, width, runs, rows, columns },
    (wide, slim, last) => {
      wide()
      slim()
      code.memory(last ? 'v128.load32_zero' : 'v128.load64_zero')
      code.op('f64x2.promote_low_f32x4')
      code.get(factors)
      code.op('f64x2.mul')
      code.memory(last ? 'v128.store64_lane' : 'v128.store')
    },
  )
  return code
}

/** Locals of a copy between dense float64 rows and float32 rows that lie `width` apart. */
interface Copy {
  readonly wide: number
  readonly runBytes: number
  readonly narrow: number
  readonly width: number
  readonly runs: number
  readonly rows: number
  readonly columns: number
}

/** @param pair copies two numbers, or the last one of an odd row; its arguments push the addresses */
function eachRow(
  code: FunctionBuilder,
  copy: Copy,
  pair: (wide: () => void, slim: () => void, last: boolean) => void,
): void {
  const [run, row, at, pairs, wide, slim] = Array.from({ length: 6 }, () => code.local(i32))
  const step = (local: number, amount: () => void): void => {
    code.get(local)
    amount()
    code.op('i32.add')
    code.set(local)
  }
  code.get(copy.columns)
  code.int(-2)
  code.op('i32.and')
  code.set(pairs!)
  const address = (local: number, bytes: number) => (): void => {
    code.get(local)
    code.get(at!)
    code.int(bytes)
    code.op('i32.mul', 'i32.add')
  }
  const [wideAt, slimAt] = [address(wide!, 8), address(slim!, 4)]
  code.count(run!, copy.runs, 1, () => {
    code.get(copy.wide)
    code.set(wide!)
    code.get(copy.narrow)
    code.set(slim!)
    code.count(row!, copy.rows, 1, () => {
      code.count(at!, pairs!, 2, () => pair(wideAt, slimAt, false))
      code.get(pairs!)
      code.set(at!)
      code.get(copy.columns)
      code.int(1)
      code.op('i32.and')
      code.when(() => pair(wideAt, slimAt, true))
      step(wide!, () => {
        code.get(copy.columns)
        code.int(8)
        code.op('i32.mul')
      })
      step(slim!, () => {
        code.get(copy.width)
        code.int(4)
        code.op('i32.mul')
      })
    })
    step(copy.wide, () => code.get(copy.runBytes))
    code.get(slim!)
    code.set(copy.narrow)
  })
}

/** Two sums of two lanes each, so that none waits for the one before. */
function squares(): FunctionBuilder {
  const code = createFunction(2)
  const [from, count] = [0, 1]
  const [at, whole] = [code.local(i32), code.local(i32)]
  const [first, second, value] = [code.local(v128), code.local(v128), code.local(v128)]
  const add = (sum: number, load: 'v128.load' | 'v128.load64_zero', offset: number): void => {
    code.get(sum)
    code.get(from)
    code.get(at)
    code.op('i32.add')
    code.memory(load, offset)
    code.tee(value)
    code.get(value)
    code.op('f64x2.mul', 'f64x2.add')
    code.set(sum)
  }
  // Bytes of whole groups of four.
  code.get(count)
  code.int(-4)
  code.op('i32.and')
  code.int(8)
  code.op('i32.mul')
  code.set(whole)
  code.count(at, whole, 32, () => {
    add(first, 'v128.load', 0)
    add(second, 'v128.load', 16)
  })
  const end = code.local(i32)
  code.get(count)
  code.int(8)
  code.op('i32.mul')
  code.set(end)
  const rest = code.local(i32)
  code.get(end)
  code.get(whole)
  code.op('i32.sub')
  code.set(rest)
  code.get(from)
  code.get(whole)
  code.op('i32.add')
  code.set(from)
  code.count(at, rest, 8, () => add(first, 'v128.load64_zero', 0))
  code.get(first)
  code.get(second)
  code.op('f64x2.add')
  code.tee(value)
  code.lane('extract', 0)
  code.get(value)
  code.lane('extract', 1)
  code.op('f64.add')
  return code
}
