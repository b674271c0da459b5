import { text } from '../optimizers/hyper.ts'
import type { HyperParameter } from '../rules/rule.ts'
import type { LocalizedText } from '../text.ts'
import type { OwnHyper } from './rule.ts'

/* What everybody means by a hyper-parameter's name. */

interface Usual {
  readonly symbol?: string
  readonly label?: LocalizedText
  readonly default: number
  readonly range?: HyperParameter['range']
}

const rate: Usual = {
  symbol: '\\eta',
  label: text('learning rate', '学习率'),
  default: 0.02,
  range: { minimum: 0, maximum: 1000, exclusive: 'minimum' },
}

const kept: HyperParameter['range'] = { minimum: 0, maximum: 1, exclusive: 'maximum' }

const decay = (value: number, en = 'decay', zh = '衰减率', symbol?: string): Usual => ({
  label: text(en, zh),
  default: value,
  range: kept,
  ...(symbol && { symbol }),
})

const amount = (value: number, en: string, zh: string, symbol: string): Usual => ({
  symbol,
  label: text(en, zh),
  default: value,
  range: { minimum: 0, maximum: 1e9 },
})

const guard = amount(1e-6, 'guard against division by zero', '防止除零的小量', '\\epsilon')
const penalty = amount(0, 'weight decay', '权重衰减', '\\lambda')
const mean = decay(0.9, 'decay of the mean', '一阶矩衰减率', '\\beta_1')
const squares = decay(0.999, 'decay of the squares', '二阶矩衰减率', '\\beta_2')
const velocity = decay(0.9, 'momentum', '动量系数', '\\mu')

const usual: ReadonlyMap<string, Usual> = new Map<string, Usual>([
  ['lr', rate],
  ['learning_rate', rate],
  ['rho', decay(0.9)],
  ['gamma', decay(0.9)],
  ['alpha', decay(0.99)],
  ['beta', decay(0.9)],
  ['momentum', velocity],
  ['mu', velocity],
  ['beta1', mean],
  ['beta_1', mean],
  ['beta2', squares],
  ['beta_2', squares],
  ['eps', guard],
  ['epsilon', guard],
  ['wd', penalty],
  ['weight_decay', penalty],
  ['weightDecay', penalty],
  ['batch_size', { default: 1, range: { minimum: 1, maximum: 1e9 } }],
])

const greek = new Set(
  `alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi pi rho sigma tau phi chi psi
  omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega`.split(/\s+/),
)

const marks = `bar hat tilde dot ddot vec check breve mathrm mathbf mathcal mathit mathsf boldsymbol`
const signs = `min max ell nabla infty star ast varepsilon varphi vartheta varrho varsigma`

const symbolForm = ((): RegExp => {
  const command = (words: string): string => `\\\\(?:${words.split(/\s+/).join('|')})(?![A-Za-z])`
  const unit = `(?:[A-Za-z0-9]|${command([...greek].join(' '))}|${command(signs)})`
  const group = `\\{(?:${unit}|[ ,+*.-])+\\}`
  const atom = `(?:${unit}|${command(marks)} ?(?:${unit}|${group}))`
  const index = `(?:${unit}|[*+-]|\\{(?:${atom}|[ ,+*.-])+\\})`
  return new RegExp(`^(?:${atom}'{0,3}(?:(?:_${index})?(?:\\^${index})?|\\^${index}_${index}) ?)+$`)
})()

/** @returns whether a text may be set as a symbol: letters with marks and indices, and no other KaTeX */
export function isSymbol(symbol: string): boolean {
  return symbol.length <= 40 && symbol.trim() === symbol && symbolForm.test(symbol)
}

/** @returns how a name is set unless its rule says otherwise */
export function usualSymbol(key: string): string {
  const known = usual.get(key)?.symbol
  if (known) return known
  if (greek.has(key)) return `\\${key}`
  const [, letters = '', index] = /^([A-Za-z]+?)_?(\d+)$/.exec(key) ?? []
  if (index && (letters.length === 1 || greek.has(letters))) {
    return `${letters.length === 1 ? letters : `\\${letters}`}_${index.length === 1 ? index : `{${index}}`}`
  }
  return key.length === 1 ? key : `\\mathrm{${key.replaceAll('_', '')}}`
}

/** @returns what a hyper-parameter or flag is called where its rule does not say */
export function usualLabel(key: string): LocalizedText {
  return usual.get(key)?.label ?? text(key, key)
}

/** @returns the values a hyper-parameter may take where its rule does not say */
export function usualRange(key: string): HyperParameter['range'] {
  return usual.get(key)?.range ?? { minimum: -1e9, maximum: 1e9 }
}

/** @returns a hyper-parameter of that name, as everybody means it */
export function usualHyper(key: string, value?: number): OwnHyper {
  const range = usualRange(key)
  return {
    key,
    symbol: usualSymbol(key),
    label: '',
    default: value ?? usual.get(key)?.default ?? 0.1,
    range,
  }
}
