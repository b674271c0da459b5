import type { LocalizedText } from '../text.ts'
import { parseFormula } from './formula.ts'
import type { Surface } from './types.ts'

type Derived = 'formula' | 'value' | 'gradient' | 'code' | 'gap' | 'cost'

/** What a surface of the list says of itself; the rest follows from its formula. */
interface Declaration extends Omit<Surface, Derived> {
  /** The right-hand side of `f(x, y) = …`, as a person would type it. */
  readonly text: string
  /** KaTeX source, where what follows from the text is not as readable. */
  readonly formula?: string
}

export function defineSurface({ text, formula, ...declared }: Declaration): Surface {
  const reading = parseFormula(text)
  if (!reading.ok) throw new Error(`${declared.id}: ${reading.fault.kind} at ${reading.fault.at}`)
  const { tex, value, gradient, code, gap } = reading.formula
  return { ...declared, formula: formula ?? tex, value, gradient, code, gap }
}

/** A well-known function's name, which no language translates. */
export const proper = (name: string): LocalizedText => ({ en: name, 'zh-CN': name })
