/** Signs that TeX writes with a word. */
const signs: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    `alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ kappa κ
    lambda λ mu μ nu ν xi ξ pi π rho ρ varrho ϱ sigma σ tau τ phi φ varphi φ chi χ psi ψ omega ω
    Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ Omega Ω
    ell ℓ nabla ∇ infty ∞ star ⋆ ast ∗`
      .split(/\s+/)
      .flatMap((sign, at, all) => (at % 2 === 0 ? [[`\\${sign}`, all[at + 1]!]] : [])),
  ),
  // Fonts, and what stands over a letter.
  ...Object.fromEntries(
    `mathrm mathbf mathcal mathit mathsf boldsymbol bar hat tilde dot ddot vec check breve`
      .split(' ')
      .map((word) => [`\\${word}`, '']),
  ),
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
