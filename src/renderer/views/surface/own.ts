import { parseFormula, type Formula, type FormulaFault } from '#shared/surfaces/formula.ts'
import type { Domain, Minimum, Point, Surface } from '#shared/surfaces/index.ts'
import type { OwnSurface } from '#shared/surfaces/setting.ts'

/** The id of the formula a person typed, among the surfaces. */
export const ownId = 'own'

/** What a person finds when they first ask for a formula of their own: waves in a bowl. */
export const firstOwn: OwnSurface = {
  text: 'sin(3*x) + x^2/4 + y^2/2',
  domain: { x: [-4, 4], y: [-3, 3] },
  minima: [],
}

/** A formula as it stands in the form. */
export type OwnReading =
  | { readonly ok: true; readonly formula: Formula }
  | { readonly ok: false; readonly fault: FormulaFault }

const readings = new Map<string, OwnReading>()

/** Reads a formula; the last few readings are kept, since many ask for the same. */
export function readOwn(text: string): OwnReading {
  const known = readings.get(text)
  if (known) return known
  if (readings.size > 20) readings.clear()
  const reading = parseFormula(text)
  readings.set(text, reading)
  return reading
}

/** Makes a surface like the listed ones of a formula. */
export function ownSurface(formula: Formula, domain: Domain, minima: readonly Point[]): Surface {
  const at = ([from, to]: readonly [number, number], share: number): number =>
    Number((from + share * (to - from)).toPrecision(6))
  const valued: Minimum[] = minima.map(({ x, y }) => ({ x, y, value: formula.value(x, y) }))
  return {
    id: ownId,
    name: { en: 'Own formula', 'zh-CN': '自定义公式' },
    formula: formula.tex,
    citation: '',
    domain,
    minima: valued.filter(({ value }) => Number.isFinite(value)).sort((a, b) => a.value - b.value),
    starts: [
      { x: at(domain.x, 0.125), y: at(domain.y, 0.8) },
      { x: at(domain.x, 0.8), y: at(domain.y, 0.9) },
      { x: at(domain.x, 0.9), y: at(domain.y, 0.15) },
    ],
    watch: { en: '', 'zh-CN': '' },
    value: formula.value,
    gradient: formula.gradient,
    ...(formula.code ? { code: formula.code } : {}),
    gap: formula.gap,
  }
}

/** @returns the length of the gradient at a point that is said to be a minimum, relative to the surface's steepness nearby */
export function slopeAt({ gradient }: Pick<Surface, 'gradient'>, { x, y }: Point): number {
  const into = new Float64Array(2)
  gradient(x, y, into)
  return Math.hypot(into[0]!, into[1]!)
}
