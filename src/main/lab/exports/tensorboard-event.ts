/*
 * TensorBoard's events as protocol buffers, by hand: a dozen fields need no compiler.
 * @see tensorflow/core/util/event.proto, tensorflow/core/framework/{summary,tensor}.proto
 */

/** Wire types of protocol buffers. */
const varint = 0
const eight = 1
const delimited = 2

/** Values of the enums `DataType` and `DataClass`. */
const dtFloat = 1
const dtString = 7
const classScalar = 1
const classTensor = 2

const utf8 = new TextEncoder()

/** A number of up to 53 bits, seven at a time. */
function number(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  while (rest > 127) {
    bytes.push((rest % 128) | 128)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
  return bytes
}

const key = (field: number, wire: number): number[] => number(field * 8 + wire)

function join(...parts: readonly ArrayLike<number>[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

const whole = (field: number, value: number): Uint8Array => join(key(field, varint), number(value))

const part = (field: number, bytes: ArrayLike<number>): Uint8Array =>
  join(key(field, delimited), number(bytes.length), bytes)

const text = (field: number, value: string): Uint8Array => part(field, utf8.encode(value))

function double(field: number, value: number): Uint8Array {
  return join(key(field, eight), new Uint8Array(Float64Array.of(value).buffer))
}

function event(wallTime: number, step: number, content: Uint8Array): Uint8Array {
  return join(double(1, wallTime), whole(2, step), content)
}

/** The plugin that shows a value, as TensorFlow 2 names it with each. */
function metadata(plugin: string, dataClass: number): Uint8Array {
  return part(9, join(part(1, text(1, plugin)), whole(4, dataClass)))
}

const scalars = metadata('scalars', classScalar)
const texts = metadata('text', classTensor)

/** A tensor without dimensions. */
function tensor(dtype: number, content: Uint8Array): Uint8Array {
  return part(8, join(whole(1, dtype), part(2, []), content))
}

/** What a file begins with. @param wallTime seconds since 1970 */
export function versionEvent(wallTime: number): Uint8Array {
  return event(wallTime, 0, text(3, 'brain.Event:2'))
}

export interface Scalar {
  readonly tag: string
  /** Kept as a float32, as TensorBoard does. */
  readonly value: number
}

/** Values of one step, as `tf.summary.scalar` writes them. */
export function scalarEvent(wallTime: number, step: number, values: readonly Scalar[]): Uint8Array {
  const summary = values.map(({ tag, value }) => {
    const float = new Uint8Array(Float32Array.of(value).buffer)
    return part(1, join(text(1, tag), tensor(dtFloat, part(5, float)), scalars))
  })
  return event(wallTime, step, part(5, join(...summary)))
}

/** A text in Markdown, as `tf.summary.text` writes it. */
export function textEvent(wallTime: number, tag: string, markdown: string): Uint8Array {
  const value = join(text(1, tag), tensor(dtString, text(8, markdown)), texts)
  return event(wallTime, 0, part(5, part(1, value)))
}
