/** Signs that TeX writes with a word. */
const signs: Readonly<Record<string, string>> = {
  '\\alpha': 'α',
  '\\beta': 'β',
  '\\gamma': 'γ',
  '\\delta': 'δ',
  '\\Delta': 'Δ',
  '\\epsilon': 'ε',
  '\\varepsilon': 'ε',
  '\\eta': 'η',
  '\\kappa': 'κ',
  '\\lambda': 'λ',
  '\\mu': 'μ',
  '\\psi': 'ψ',
  '\\rho': 'ρ',
  '\\sigma': 'σ',
  '\\tau': 'τ',
  '\\theta': 'θ',
}
const lowered: Readonly<Record<string, string>> = {
  '0': '₀',
  '1': '₁',
  '2': '₂',
  '3': '₃',
  '+': '₊',
  '-': '₋',
}

/** @returns a symbol's KaTeX source as plain text, for labels that hold no formula: `\beta_1` is β₁ */
export function plainSymbol(source: string): string {
  return source
    .replace(/\\[a-z]+/gi, (word) => signs[word] ?? word.slice(1))
    .replace(/_\{?([^{}]*)\}?/g, (_whole, below: string) =>
      [...below].map((sign) => lowered[sign] ?? sign).join(''),
    )
    .replace(/\^\{?([^{}]*)\}?/g, '$1')
    .replace(/[{}]/g, '')
}
