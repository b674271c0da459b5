/*
 * Just enough of LaTeX and of textbook array code to compute what a rule says of itself: fractions,
 * roots, powers, dots, signs, brackets and numbers.
 */

/** Both sides of `left = right`. */
export function evaluateEquation(equation: string): { left: number; right: number } {
  const sides = equation.split('=')
  if (sides.length !== 2) throw new Error(`not one equation: ${equation}`)
  return { left: evaluate(sides[0]!), right: evaluate(sides[1]!) }
}

function evaluate(latex: string): number {
  const script = toScript(latex)
  if (/[^\d\s.()*/+\-eE]|[a-df-zA-DF-Z]{2}/.test(script.replaceAll('Math.sqrt', ''))) {
    throw new Error(`not understood: ${latex}`)
  }
  return Number(new Function(`return ${script}`)())
}

function toScript(latex: string): string {
  let script = ''
  let rest = latex
  while (rest !== '') {
    const braced = (from: number): { inside: string; end: number } => groupAt(rest, from)
    if (rest.startsWith('\\frac')) {
      const top = braced(5)
      const bottom = braced(top.end)
      script += `((${toScript(top.inside)}) / (${toScript(bottom.inside)}))`
      rest = rest.slice(bottom.end)
    } else if (rest.startsWith('\\sqrt')) {
      const group = braced(5)
      script += `Math.sqrt(${toScript(group.inside)})`
      rest = rest.slice(group.end)
    } else if (rest.startsWith('\\cdot')) {
      script += '*'
      rest = rest.slice(5)
    } else if (rest.startsWith('^{')) {
      const group = braced(1)
      script += `**(${toScript(group.inside)})`
      rest = rest.slice(group.end)
    } else if (rest.startsWith('^')) {
      script += `**${rest[1]!}`
      rest = rest.slice(2)
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
export function runCode(code: string, scope: Record<string, number>): Record<string, number> {
  const assigned = [...code.matchAll(/^(\w+) *[-+]?=/gm)].map(([, name]) => name!)
  const names = [...new Set([...Object.keys(scope), ...assigned])]
  const body = `let {${names.join(', ')}} = scope; ${code.replaceAll('\n', ';')}; return {${names.join(', ')}}`
  return new Function('scope', 'sqrt', body)(scope, Math.sqrt) as Record<string, number>
}
