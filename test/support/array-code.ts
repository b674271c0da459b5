/*
 * Python's expressions once more, read by other means than the program does, on one number at a time: a
 * tensor of one element, whose norm is its absolute value, and whose sum and transpose are itself.
 */

type Value = number | boolean

const functions: Readonly<Record<string, (...values: number[]) => number>> = {
  sqrt: Math.sqrt,
  abs: Math.abs,
  sign: Math.sign,
  exp: Math.exp,
  log: Math.log,
  float32: Math.fround,
  min: Math.min,
  max: Math.max,
  clip: (value, low, high) => Math.min(Math.max(value, low!), high!),
  where: (condition, yes, no) => (condition ? yes! : no!),
  norm: Math.abs,
  global_norm: Math.abs,
  rows: () => 1,
  columns: () => 1,
  outer: (left, right) => left * right!,
  inverse_root: (value, root) => value ** (-1 / root!),
  ...Object.fromEntries(
    ['sum', 'mean', 'global_sum', 'global_mean', 'row_mean', 'column_mean'].map((name) => [
      name,
      // As any sum, from zero on: the sum of −0 is 0.
      (value: number): number => 0 + value,
    ]),
  ),
}

/** How tightly operators bind what stands to their left. */
const strengths: Readonly<Record<string, number>> = {
  if: 1,
  or: 2,
  and: 3,
  ...Object.fromEntries(['<', '<=', '>', '>=', '==', '!='].map((sign) => [sign, 5])),
  '+': 6,
  '-': 6,
  '*': 7,
  '/': 7,
  '@': 7,
  '%': 7,
  '**': 9,
  '.T': 10,
}

const operations: Readonly<Record<string, (left: number, right: number) => Value>> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '@': (left, right) => left * right,
  '%': (left, right) => left - right * Math.floor(left / right),
}

const token =
  /\s*(\d+\.?\d*(?:e[-+]?\d+)?|\.\d+(?:e[-+]?\d+)?|\w+|\.T|\*\*|[<>=!]=|[-+*/@%<>(),])\s*/y

/** @throws Error where the text is not such an expression */
export function evaluate(text: string, scope: Readonly<Record<string, Value>>): Value {
  const tokens: string[] = []
  token.lastIndex = 0
  while (token.lastIndex < text.length) {
    const at = token.lastIndex
    const found = token.exec(text)
    if (!found) throw new Error(`not understood: ${text.slice(at)} in ${text}`)
    tokens.push(found[1]!)
  }
  let at = 0
  const take = (wanted: string): void => {
    if (tokens[at++] !== wanted) throw new Error(`no ${wanted} in ${text}`)
  }
  const read = (least: number): Value => {
    let left = operand()
    for (;;) {
      const operator = tokens[at]
      const own = strengths[operator ?? ''] ?? -1
      if (operator === undefined || own < least) return left
      at++
      if (operator === '.T') continue
      else if (operator === 'if') {
        const condition = read(2)
        take('else')
        const other = read(1)
        left = condition ? left : other
      } else if (operator === '**') {
        const exponent = Number(read(8))
        // Squares and cubes are products.
        const base = Number(left)
        left = exponent === 2 ? base * base : exponent === 3 ? base * base * base : base ** exponent
      } else if (operator === 'and' || operator === 'or') {
        const right = Boolean(read(own + 1))
        left = operator === 'and' ? Boolean(left) && right : Boolean(left) || right
      } else left = operations[operator]!(Number(left), Number(read(own + 1)))
    }
  }
  const operand = (): Value => {
    const word = tokens[at++]
    if (word === undefined) throw new Error(`something is missing in ${text}`)
    if (word === '(') {
      const value = read(1)
      take(')')
      return value
    }
    if (word === '-') return -Number(read(8))
    if (word === 'not') return !read(4)
    if (/^[.\d]/.test(word)) return Number(word)
    if (tokens[at] === '(') {
      const called = functions[word]
      if (!called) throw new Error(`no function ${word} in ${text}`)
      const values: number[] = []
      do {
        at++
        values.push(Number(read(1)))
      } while (tokens[at] === ',')
      take(')')
      return called(...values)
    }
    const value = scope[word]
    if (value === undefined) throw new Error(`no ${word} in ${text}`)
    return value
  }
  const value = read(1)
  if (at !== tokens.length) throw new Error(`${tokens[at]} is too much in ${text}`)
  return value
}

/**
 * Runs lines of assignments.
 *
 * @returns every variable afterwards
 */
export function run(
  code: string,
  scope: Readonly<Record<string, Value>>,
): Readonly<Record<string, Value>> {
  const values = { ...scope }
  for (const line of code.split('\n')) {
    const [, name, sign, value] = /^(\w+) ([-+*/]?)= (.+)$/.exec(line) ?? []
    if (name === undefined || value === undefined) throw new Error(`no assignment: ${line}`)
    const right = evaluate(value, values)
    values[name] = sign === '' ? right : operations[sign!]!(Number(values[name]), Number(right))
  }
  return values
}
