import type { Snapshot } from '#shared/contract/stream.ts'
import { tensorsOf, type Layout } from '#shared/models.ts'
import { numbersAt, slotSize, type HyperValues, type UpdateRule } from '#shared/optimizers/index.ts'
import type { Label } from '#shared/rules/formula.ts'

/**
 * One weight's numbers in a recorded step, ready to stand in its rule's formula.
 *
 * @param parameter its flat index
 */
export function numberLabel(
  rule: UpdateRule,
  hyper: HyperValues,
  layout: Layout,
  snapshot: Snapshot,
  parameter: number,
): Label {
  const { before, gradients, step } = snapshot
  const tensors = tensorsOf(layout)
  let at = 0
  const slots = Object.fromEntries(
    rule.slots.map((slot) => [slot.key, before.slots.slice(at, (at += slotSize(slot, tensors)))]),
  )
  const run = { parameters: before.parameters, gradients, slots }
  const numbers = numbersAt(rule, hyper, tensors, run, parameter, step)
  const exact = new Set(['t', ...rule.hyper.map(({ key }) => key)])
  return (variable) => {
    const value = numbers(variable)
    return guarded(exact.has(variable.name) ? shortTex(value) : liveTex(value))
  }
}

/** @returns whether a parameter, by its flat index, stands in a weight matrix */
export function inMatrix(layout: Layout, parameter: number): boolean {
  return tensorsOf(layout).some(
    ({ offset, rows, columns, matrix }) =>
      matrix && parameter >= offset && parameter < offset + rows * columns,
  )
}

/** @returns a formula's lines; a result standing alone before its `=` needs no parentheses */
export function unguarded(lines: readonly string[]): string[] {
  return lines.map((line) =>
    line.replaceAll(/(^|\\qquad )\{\\left\(([^=]*?)\\right\)\} =/g, '$1$2 ='),
  )
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
