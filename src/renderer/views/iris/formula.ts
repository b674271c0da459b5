import type { Snapshot } from '../../../shared/contract/stream.ts'
import type {
  FormulaPieces,
  HyperValues,
  StepState,
  UpdateRule,
} from '../../../shared/optimizers/index.ts'

/** @returns the rule's pieces as symbols: after the step at time t, before it at t−1 */
export function symbolPieces(rule: UpdateRule): FormulaPieces {
  const pieces: Record<string, string> = { p: 'w_{t-1}', pNext: 'w_t', g: 'g_t', t: 't' }
  for (const { key, symbol } of rule.hyper) pieces[key] = symbol
  for (const { key, symbol } of rule.slots) {
    pieces[key] = `${symbol}_{t-1}`
    pieces[`${key}Next`] = `${symbol}_t`
  }
  for (const { key, symbol } of rule.terms ?? []) pieces[key] = symbol
  return pieces
}

/** @returns the rule's pieces as numbers, ready to stand in its formula */
export function numberPieces(
  rule: UpdateRule,
  numbers: Readonly<Record<string, number>>,
): FormulaPieces {
  const exact = new Set(['t', ...rule.hyper.map(({ key }) => key)])
  const pieces: Record<string, string> = {}
  for (const [key, value] of Object.entries(numbers)) {
    pieces[key] = guarded(exact.has(key) ? shortTex(value) : liveTex(value))
  }
  return pieces
}

/** @returns the formula's lines; a result standing alone before its `=` needs no parentheses */
export function filled(rule: UpdateRule, pieces: FormulaPieces, hyper: HyperValues): string[] {
  return rule
    .formula(pieces, hyper)
    .map((line) => line.replace(/^\{\\left\(([^=]*?)\\right\)\} =/, '$1 ='))
}

/** Four significant digits, so that a line keeps its width from step to step. */
export function liveTex(value: number): string {
  if (Number.isNaN(value)) return '\\mathrm{NaN}'
  if (!Number.isFinite(value)) return value > 0 ? '\\infty' : '-\\infty'
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size >= 1e-3 && size < 1e5) return value.toPrecision(4).replace(/\.$/, '')
  return power(value.toExponential(3))
}

/** A number as it was chosen: 0.9, 24, 10⁻⁸. */
export function shortTex(value: number): string {
  const text = String(value)
  return text.includes('e') ? power(text) : text
}

function power(text: string): string {
  const [digits = '', exponent = '0'] = text.split('e')
  return `${digits} \\times 10^{${Number(exponent)}}`
}

/** A sign or a product inside a formula needs parentheses; braces keep a power outside them. */
function guarded(tex: string): string {
  return tex.startsWith('-') || tex.includes('\\times') ? `{\\left(${tex}\\right)}` : tex
}

/**
 * One weight's numbers around a recorded step.
 *
 * @param parameter its flat index
 * @param slots how many the rule has; they lie one behind the other, each as long as the parameters
 */
export function stateOf(snapshot: Snapshot, parameter: number, slots: number): StepState {
  const size = snapshot.gradients.length
  const part = (side: Snapshot['before']): { parameter: number; slots: number[] } => ({
    parameter: side.parameters[parameter] ?? NaN,
    slots: Array.from({ length: slots }, (_, slot) => side.slots[slot * size + parameter] ?? NaN),
  })
  return {
    before: part(snapshot.before),
    after: part(snapshot.after),
    gradient: snapshot.gradients[parameter] ?? NaN,
    t: snapshot.step,
  }
}
