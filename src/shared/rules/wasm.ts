/* The few parts of WebAssembly's binary format that kernels need. @see https://webassembly.github.io/spec/core/binary/ */

export const i32 = 0x7f
export const f64 = 0x7c
export const v128 = 0x7b

type ValueType = typeof i32 | typeof f64 | typeof v128

/** Instructions by their names in the text format, without immediates. */
const opcodes = {
  end: [0x0b],
  else: [0x05],
  drop: [0x1a],
  select: [0x1b],
  'i32.eq': [0x46],
  'i32.lt_u': [0x49],
  'i32.add': [0x6a],
  'i32.sub': [0x6b],
  'i32.mul': [0x6c],
  'i32.div_u': [0x6e],
  'i32.and': [0x71],
  'f64.eq': [0x61],
  'f64.ne': [0x62],
  'f64.lt': [0x63],
  'f64.gt': [0x64],
  'f64.le': [0x65],
  'f64.ge': [0x66],
  'f64.abs': [0x99],
  'f64.neg': [0x9a],
  'f64.sqrt': [0x9f],
  'f64.add': [0xa0],
  'f64.sub': [0xa1],
  'f64.mul': [0xa2],
  'f64.div': [0xa3],
  'f64.min': [0xa4],
  'f64.max': [0xa5],
  'f64.convert_i32_u': [0xb8],
  'f32.demote_f64': [0xb6],
  'f64.promote_f32': [0xbb],
  'f32x4.demote_f64x2_zero': [0xfd, 0x5e],
  'f64x2.promote_low_f32x4': [0xfd, 0x5f],
  'f64x2.splat': [0xfd, 0x14],
  'f64x2.eq': [0xfd, 0x47],
  'f64x2.ne': [0xfd, 0x48],
  'f64x2.lt': [0xfd, 0x49],
  'f64x2.gt': [0xfd, 0x4a],
  'f64x2.le': [0xfd, 0x4b],
  'f64x2.ge': [0xfd, 0x4c],
  'v128.not': [0xfd, 0x4d],
  'v128.and': [0xfd, 0x4e],
  'v128.or': [0xfd, 0x50],
  'v128.bitselect': [0xfd, 0x52],
  'f64x2.abs': [0xfd, 0xec, 0x01],
  'f64x2.neg': [0xfd, 0xed, 0x01],
  'f64x2.sqrt': [0xfd, 0xef, 0x01],
  'f64x2.add': [0xfd, 0xf0, 0x01],
  'f64x2.sub': [0xfd, 0xf1, 0x01],
  'f64x2.mul': [0xfd, 0xf2, 0x01],
  'f64x2.div': [0xfd, 0xf3, 0x01],
  'f64x2.min': [0xfd, 0xf4, 0x01],
  'f64x2.max': [0xfd, 0xf5, 0x01],
} as const

export type Opcode = keyof typeof opcodes

const memoryOpcodes = {
  'i32.load': [[0x28], 2],
  'f64.load': [[0x2b], 3],
  'f64.store': [[0x39], 3],
  'v128.load': [[0xfd, 0x00], 0],
  'v128.load64_splat': [[0xfd, 0x0a], 3],
  'v128.load64_zero': [[0xfd, 0x5d], 3],
  'v128.store': [[0xfd, 0x0b], 0],
  'v128.load32_zero': [[0xfd, 0x5c], 2],
  /** Lane 0 alone. */
  'v128.store32_lane': [[0xfd, 0x5a], 2],
  'v128.store64_lane': [[0xfd, 0x5b], 3],
} as const

type MemoryOpcode = keyof typeof memoryOpcodes

/** A function under construction. Locals come after its parameters. */
export interface FunctionBuilder {
  /** @returns the index of a new local */
  local(type: ValueType): number
  get(local: number): void
  set(local: number): void
  tee(local: number): void
  op(...names: Opcode[]): void
  /** Takes the address from the stack; `offset` bytes are added to it. */
  memory(name: MemoryOpcode, offset?: number): void
  int(value: number): void
  number(value: number): void
  /** The same number in both lanes. */
  pair(low: number, high: number): void
  /** All ones in lane 0, zeros in lane 1. */
  firstLane(): void
  lane(operation: 'extract' | 'replace', lane: 0 | 1): void
  call(index: number): void
  /** Repeats `body` until `again` leaves 0 on the stack; runs it at least once. */
  loop(body: () => void, again: () => void): void
  /** Runs `body` with `counter` at 0, `by`, 2 · `by`, … as long as it is below the local `limit`. */
  count(counter: number, limit: number, by: number, body: () => void): void
  /** Takes a condition from the stack. */
  when(body: () => void, otherwise?: () => void): void
  encode(): number[]
}

/** @param parameters how many it has */
export function createFunction(parameters: number): FunctionBuilder {
  const body: number[] = []
  const locals: ValueType[] = []
  const builder: FunctionBuilder = {
    local: (type) => parameters + locals.push(type) - 1,
    get: (local) => void body.push(0x20, ...unsigned(local)),
    set: (local) => void body.push(0x21, ...unsigned(local)),
    tee: (local) => void body.push(0x22, ...unsigned(local)),
    op(...names) {
      for (const name of names) body.push(...opcodes[name])
    },
    memory(name, offset = 0) {
      const [bytes, align] = memoryOpcodes[name]
      body.push(...bytes, align, ...unsigned(offset))
      if (name.endsWith('_lane')) body.push(0)
    },
    int: (value) => void body.push(0x41, ...signed(value)),
    number: (value) => void body.push(0x44, ...float(value)),
    pair: (low, high) => void body.push(0xfd, 0x0c, ...float(low), ...float(high)),
    firstLane: () =>
      void body.push(
        0xfd,
        0x0c,
        ...new Array<number>(8).fill(0xff),
        ...new Array<number>(8).fill(0),
      ),
    lane: (operation, lane) => void body.push(0xfd, operation === 'extract' ? 0x21 : 0x22, lane),
    call: (index) => void body.push(0x10, ...unsigned(index)),
    loop(inside, again) {
      body.push(0x03, 0x40)
      inside()
      again()
      body.push(0x0d, 0, 0x0b)
    },
    count(counter, limit, by, inside) {
      const { get, set, int, op } = builder
      int(0)
      set(counter)
      get(counter)
      get(limit)
      op('i32.lt_u')
      builder.when(() =>
        builder.loop(
          () => {
            inside()
            get(counter)
            int(by)
            op('i32.add')
            set(counter)
          },
          () => {
            get(counter)
            get(limit)
            op('i32.lt_u')
          },
        ),
      )
    },
    when(inside, otherwise) {
      body.push(0x04, 0x40)
      inside()
      if (otherwise) {
        body.push(0x05)
        otherwise()
      }
      body.push(0x0b)
    },
    encode() {
      const groups = locals.flatMap((type) => [1, type])
      const code = [...unsigned(locals.length), ...groups, ...body, 0x0b]
      return [...unsigned(code.length), ...code]
    },
  }
  return builder
}

/** A function that a module takes from outside: numbers in, a number out. */
export interface ImportedFunction {
  readonly name: string
  readonly parameters: number
}

/** A function that a module offers. */
export interface ExportedFunction {
  readonly name: string
  readonly parameters: readonly ValueType[]
  readonly results: readonly ValueType[]
  readonly body: FunctionBuilder
}

/**
 * A module over an imported memory.
 *
 * @param imports from module `math`; their indices are their places in the list
 */
export function encodeModule(
  imports: readonly ImportedFunction[],
  exported: readonly ExportedFunction[],
): Uint8Array<ArrayBuffer> {
  const signature = (parameters: readonly ValueType[], results: readonly ValueType[]): number[] => [
    0x60,
    ...unsigned(parameters.length),
    ...parameters,
    ...unsigned(results.length),
    ...results,
  ]
  const types = [
    ...imports.map((each) => signature(new Array<ValueType>(each.parameters).fill(f64), [f64])),
    ...exported.map((each) => signature(each.parameters, each.results)),
  ]
  const imported = [
    ...imports.map(({ name }, index) => [...text('math'), ...text(name), 0x00, index]),
    [...text('memory'), ...text('memory'), 0x02, 0x00, ...unsigned(1)],
  ]
  const indexOf = (place: number): number => imports.length + place
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, vector(types)),
    ...section(2, vector(imported)),
    ...section(3, vector(exported.map((_, place) => unsigned(indexOf(place))))),
    ...section(
      7,
      vector(exported.map(({ name }, place) => [...text(name), 0x00, ...unsigned(indexOf(place))])),
    ),
    ...section(10, vector(exported.map(({ body }) => body.encode()))),
  ])
}

const section = (id: number, content: number[]): number[] => [
  id,
  ...unsigned(content.length),
  ...content,
]

function vector(items: readonly number[][]): number[] {
  const bytes = unsigned(items.length)
  // By hand: engines take ten times as long to flatten.
  for (const item of items) for (const byte of item) bytes.push(byte)
  return bytes
}

function text(value: string): number[] {
  const bytes = new TextEncoder().encode(value)
  return [...unsigned(bytes.length), ...bytes]
}

function float(value: number): Uint8Array {
  return new Uint8Array(Float64Array.of(value).buffer)
}

/** LEB128. */
function unsigned(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  do {
    const byte = rest % 128
    rest = Math.floor(rest / 128)
    bytes.push(rest > 0 ? byte | 0x80 : byte)
  } while (rest > 0)
  return bytes
}

function signed(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  for (;;) {
    const byte = rest & 0x7f
    rest >>= 7
    const done = (rest === 0 && (byte & 0x40) === 0) || (rest === -1 && (byte & 0x40) !== 0)
    bytes.push(done ? byte : byte | 0x80)
    if (done) return bytes
  }
}

/** A module of one function that yields a vector of zeros. */
const probe = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253],
  ...[15, 253, 98, 11],
)

let simd: boolean | undefined

/** Whether this machine runs WebAssembly with SIMD, and the page's policy allows it. */
export function hasSimd(): boolean {
  simd ??= compiles(probe)
  return simd
}

/** A policy is asked only when something is compiled: to validate is allowed under every one. */
function compiles(module: BufferSource): boolean {
  try {
    return new WebAssembly.Module(module) instanceof WebAssembly.Module
  } catch {
    return false
  }
}
