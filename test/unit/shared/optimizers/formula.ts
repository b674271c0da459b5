/*
 * Just enough of LaTeX and of textbook array code to compute what a rule says of itself: fractions,
 * roots, powers, dots, signs, brackets, cases, a few named functions and numbers.
 */

const functions = {
  sqrt: Math.sqrt,
  abs: Math.abs,
  max: Math.max,
  sign: Math.sign,
  clip: (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high),
  where: (condition: boolean, yes: number, no: number): number => (condition ? yes : no),
}

/** Runs a body of known words only, with the functions above in reach. */
function run(parameters: readonly string[], body: string, values: readonly unknown[]): unknown {
  const names = Object.keys(functions)
  return new Function(...names, ...parameters, body)(...Object.values(functions), ...values)
}

/** Both sides of `left = right`. */
export function evaluateEquation(equation: string): { left: number; right: number } {
  const at = equation.indexOf('=')
  return { left: evaluate(equation.slice(0, at)), right: evaluate(equation.slice(at + 1)) }
}

function evaluate(latex: string): number {
  const script = toScript(latex)
  const words = script.match(/[a-zA-Z]{2,}/g) ?? []
  const strange = words.filter((word) => word !== 'NaN' && !(word in functions))
  if (strange.length > 0 || /[\\{}=_]/.test(script.replace(/[<>]=/g, ''))) {
    throw new Error(`not understood: ${latex} as ${script}`)
  }
  return run([], `return ${script}`, []) as number
}

/** `a & condition \\ b & condition` as nested choices; only the chosen one is computed. */
function casesToScript(cases: string): string {
  return cases
    .split('\\\\')
    .map((line) => line.split('&').map((part) => part.trim()))
    .reduceRight((otherwise, [value = '', condition = '']) => {
      const script = toScript(value)
      return condition === '\\text{else}'
        ? script
        : `(${toScript(condition)} ? ${script} : ${otherwise})`
    }, 'NaN')
}

/** What stands for a command, longest first. */
const commands: readonly (readonly [string, string])[] = [
  ['\\left', ''],
  ['\\right', ''],
  ['\\cdot', '*'],
  ['\\max', 'max'],
  ['\\le', '<='],
  ['\\ge', '>='],
  ['\\;', ''],
]

function toScript(latex: string): string {
  let script = ''
  let rest = latex
  let open = false
  while (rest !== '') {
    const braced = (from: number): { inside: string; end: number } => groupAt(rest, from)
    const command = commands.find(([name]) => rest.startsWith(name))
    if (rest.startsWith('\\frac')) {
      const top = braced(5)
      const bottom = braced(top.end)
      script += `((${toScript(top.inside)}) / (${toScript(bottom.inside)}))`
      rest = rest.slice(bottom.end)
    } else if (rest.startsWith('\\sqrt')) {
      const group = braced(5)
      script += `sqrt(${toScript(group.inside)})`
      rest = rest.slice(group.end)
    } else if (rest.startsWith('\\operatorname')) {
      const group = braced(13)
      script += group.inside
      rest = rest.slice(group.end)
    } else if (rest.startsWith('\\begin{cases}')) {
      const end = rest.indexOf('\\end{cases}')
      script += `(${casesToScript(rest.slice(13, end))})`
      rest = rest.slice(end + 11)
    } else if (command) {
      script += command[1]
      rest = rest.slice(command[0].length)
    } else if (rest.startsWith('^{')) {
      const group = braced(1)
      script += `**(${toScript(group.inside)})`
      rest = rest.slice(group.end)
    } else if (rest.startsWith('^')) {
      script += `**${rest[1]!}`
      rest = rest.slice(2)
    } else if (rest.startsWith('|')) {
      script += open ? ')' : 'abs('
      open = !open
      rest = rest.slice(1)
    } else {
      script += rest[0]!
      rest = rest.slice(1)
    }
  }
  return script
}

/** The braced group that begins at `from`. */
function groupAt(text: string, from: number): { inside: string; end: number } {
  if (text[from] !== '{') throw new Error(`a brace was expected in ${text}`)
  let depth = 0
  for (let at = from; at < text.length; at++) {
    if (text[at] === '{') depth++
    if (text[at] === '}' && --depth === 0) return { inside: text.slice(from + 1, at), end: at + 1 }
  }
  throw new Error(`a brace is open in ${text}`)
}

/** Runs a rule's code on one parameter. @returns every variable afterwards */
export function runCode(code: string, scope: Record<string, unknown>): Record<string, number> {
  const assigned = [...code.matchAll(/^(\w+) *[-+*]?=/gm)].map(([, name]) => name!)
  const names = [...new Set([...Object.keys(scope), ...assigned])]
  const lines = code
    .replaceAll(/^#.*$/gm, '')
    // JavaScript wants a signed exponent in brackets.
    .replaceAll(/\*\*-(\w+)/g, '**(-$1)')
    .split('\n')
  const body = `let {${names.join(', ')}} = scope; ${lines.join(';')}; return {${names.join(', ')}}`
  return run(['scope'], body, [scope]) as Record<string, number>
}
