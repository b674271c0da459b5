import { evaluate } from './array-code.ts'

/*
 * Just enough of LaTeX to compute what a rule says of itself: fractions, roots, powers, dots, signs,
 * brackets, norms, cases, a few named functions and numbers. Every tensor has one element.
 */

/** Both sides of `left = right`. */
export function evaluateEquation(equation: string): { left: number; right: number } {
  const at = equation.indexOf('=')
  const side = (latex: string): number => Number(evaluate(toCode(latex), { NaN, Infinity }))
  return { left: side(equation.slice(0, at)), right: side(equation.slice(at + 1)) }
}

/** `a & condition \\ b & condition` as choices. */
function casesToCode(cases: string): string {
  return rowsOf(cases).reduceRight((otherwise, [value = '', condition = '']) => {
    const code = toCode(value)
    if (condition.trim() === '\\text{else}') return code
    return `((${code}) if (${toCode(condition)}) else (${otherwise}))`
  }, 'NaN')
}

/** The rows of cases, each in its columns; those of cases within them stay whole. */
function rowsOf(cases: string): string[][] {
  const rows: string[][] = [['']]
  let depth = 0
  for (const piece of cases.split(/(\\begin\{cases\}|\\end\{cases\}|\\\\|&)/)) {
    if (piece === '\\begin{cases}') depth++
    if (piece === '\\end{cases}') depth--
    const row = rows.at(-1)!
    if (depth === 0 && piece === '\\\\') rows.push([''])
    else if (depth === 0 && piece === '&') row.push('')
    else row[row.length - 1] += piece
  }
  return rows
}

/** What stands for a command; one that begins like another comes first. */
const commands: readonly (readonly [string, string])[] = [
  ['\\left\\lVert', 'abs('],
  ['\\right\\rVert_{\\mathrm{all}}', ')'],
  ['\\right\\rVert', ')'],
  ['\\left|', 'abs('],
  ['\\right|', ')'],
  ['\\left', ''],
  ['\\right', ''],
  ['\\sum_{\\mathrm{all}}', ''],
  ['\\sum', ''],
  ['^{\\top}', ''],
  ['\\cdot', '*'],
  ['\\times', '*'],
  ['\\,', '@'],
  ['\\bmod', '%'],
  ['\\max', 'max'],
  ['\\min', 'min'],
  ['\\exp', 'exp'],
  ['\\log', 'log'],
  ['\\neg', ' not '],
  ['\\wedge', ' and '],
  ['\\vee', ' or '],
  ['\\ne', ' != '],
  ['\\le', ' <= '],
  ['\\ge', ' >= '],
  ['\\;', ''],
  ['=', ' == '],
]

/** @throws Error where LaTeX is left that is not understood, by `evaluate` */
function toCode(latex: string): string {
  let code = ''
  let rest = latex
  while (rest !== '') {
    const braced = (from: number): { inside: string; end: number } => groupAt(rest, from)
    const command = commands.find(([name]) => rest.startsWith(name))
    if (rest.startsWith('\\frac')) {
      const top = braced(5)
      const bottom = braced(top.end)
      code += `((${toCode(top.inside)}) / (${toCode(bottom.inside)}))`
      rest = rest.slice(bottom.end)
    } else if (rest.startsWith('\\sqrt')) {
      const group = braced(5)
      code += `sqrt(${toCode(group.inside)})`
      rest = rest.slice(group.end)
    } else if (rest.startsWith('\\operatorname')) {
      const group = braced(13)
      code += group.inside.replaceAll('\\_', '_')
      rest = rest.slice(group.end)
    } else if (rest.startsWith('\\begin{cases}')) {
      const end = endOfCases(rest)
      code += `(${casesToCode(rest.slice(13, end - 11))})`
      rest = rest.slice(end)
    } else if (command) {
      code += command[1]
      rest = rest.slice(command[0].length)
    } else if (rest.startsWith('^{')) {
      const group = braced(1)
      code += `**(${toCode(group.inside)})`
      rest = rest.slice(group.end)
    } else {
      code += rest[0]!
      rest = rest.slice(1)
    }
  }
  return code
}

/** Where the cases end with which a text begins. */
function endOfCases(text: string): number {
  let depth = 0
  for (const { 0: word, index } of text.matchAll(/\\(begin|end)\{cases\}/g)) {
    depth += word.startsWith('\\begin') ? 1 : -1
    if (depth === 0) return index + word.length
  }
  throw new Error(`cases are open in ${text}`)
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
