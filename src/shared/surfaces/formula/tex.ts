import type { Node } from './parse.ts'

/** How tightly a piece of TeX holds together, from loose to tight. */
const sum = 0
const product = 1
const power = 2
const whole = 3

interface Piece {
  readonly tex: string
  readonly holds: number
  /** A minus stands first; a product takes it over: `-2x` for (−2)x. */
  readonly negative?: boolean
}

/** Functions with a sign of their own; the others are set by name, with brackets. */
const set: Readonly<Record<string, (a: string, b: string) => string>> = {
  sqrt: (a) => `\\sqrt{${a}}`,
  cbrt: (a) => `\\sqrt[3]{${a}}`,
  abs: (a) => `\\left|${a}\\right|`,
  hypot: (a, b) => `\\operatorname{hypot}${bracketed(`${a},${b}`)}`,
  atan2: (a, b) => `\\operatorname{atan2}${bracketed(`${a},${b}`)}`,
}

const names: Readonly<Record<string, string>> = {
  asin: '\\arcsin',
  acos: '\\arccos',
  atan: '\\arctan',
  log: '\\ln',
  log2: '\\log_{2}',
  log10: '\\log_{10}',
}

/**
 * Writes a tree as KaTeX source, with the brackets that it needs and no others. Each part is written
 * once, so that the work grows with the formula's length whatever is nested in what.
 */
export function toTex(tree: Node): string {
  return write(tree).tex
}

function write(node: Node): Piece {
  switch (node.kind) {
    case 'number':
      return numberPiece(node.text)
    case 'name':
      return { tex: node.name === 'pi' ? '\\pi ' : node.name, holds: whole }
    case 'negate':
      return { tex: `-${atLeast(product, write(node.of))}`, holds: sum, negative: true }
    case 'call':
      return callPiece(node.name, node.inputs)
    case 'operation': {
      const left = write(node.left)
      const right = write(node.right)
      switch (node.sign) {
        case '+':
        case '-':
          return { tex: `${left.tex}${node.sign}${atLeast(product, right)}`, holds: sum }
        case '*':
          return productPiece(left, right, node.implicit === true)
        case '/':
          return { tex: `\\frac{${left.tex}}{${right.tex}}`, holds: product }
        case '^':
          return { tex: `${atLeast(whole, left)}^{${right.tex}}`, holds: power }
      }
    }
  }
}

function productPiece(left: Piece, right: Piece, implicit: boolean): Piece {
  const { negative } = left
  const before = negative ? left.tex : atLeast(product, left)
  const behind = atLeast(product, right)
  // Digit behind digit would be read as one number.
  const sign = implicit && !/^[\d.]/.test(behind) ? '' : '\\cdot '
  return { tex: `${before}${sign}${behind}`, holds: negative ? sum : product, negative }
}

/** `1e-9` is set as 1 · 10⁻⁹. */
function numberPiece(text: string): Piece {
  const [digits = '', exponent] = text.toLowerCase().split('e')
  if (exponent === undefined) return { tex: digits, holds: whole }
  return { tex: `${digits}\\cdot 10^{${exponent.replace('+', '')}}`, holds: product }
}

function callPiece(name: string, inputs: readonly Node[]): Piece {
  const [a, b] = inputs.map(write)
  if (name === 'square' || name === 'cube') {
    const exponent = name === 'square' ? 2 : 3
    return { tex: `${a ? atLeast(whole, a) : ''}^{${exponent}}`, holds: power }
  }
  const own = set[name]?.(a?.tex ?? '', b?.tex ?? '')
  if (own !== undefined) return { tex: own, holds: whole }
  const all = [a, b].flatMap((piece) => piece?.tex ?? [])
  // A power of it would look like a power of its argument.
  return { tex: `${names[name] ?? `\\${name}`}${bracketed(all.join(','))}`, holds: power }
}

function atLeast(holds: number, piece: Piece): string {
  return piece.holds >= holds ? piece.tex : bracketed(piece.tex)
}

function bracketed(tex: string): string {
  return `\\left(${tex}\\right)`
}
