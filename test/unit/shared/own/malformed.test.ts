import { describe, expect, it } from 'vitest'
import { createRandom, type Random } from '#shared/math/random.ts'
import { codeOf, createRuleState, defaultHyper, formulaOf } from '#shared/optimizers/index.ts'
import { readRule, writeRule } from '#shared/own/file.ts'
import { openRules } from '#shared/own/open.ts'
import { checkRule, ownOptimizer } from '#shared/own/rule.ts'
import {
  classPastes,
  mangled,
  oddLanes,
  pasteOf,
  pastedLanes,
  pastes,
} from '#test/support/pastes.ts'
import { cases } from '#test/support/thorough.ts'

const sources = [
  ...classPastes,
  ...pastes.map(pasteOf),
  ...pastes.flatMap((name) => Object.values(mangled).map((mangle) => mangle(pasteOf(name)))),
  ...[...pastedLanes(), ...oddLanes].map(({ rule }) => rule!),
  'm = beta1 * m + (1 - beta1) * g\nif matrix:\n    w -= lr * m @ m.T @ g\nelse:\n    w -= lr * m\n',
]

const words =
  `def for with if elif else return pass while in zip ( ) ( ) [ ] [:] { } : , . ; = = += -= *= / * **
  - + @ < > == not and or p p p.grad s s params states hyperparams hyperparams['lr'] hyperparams['t'] eps 1e-6
  2 0.9 torch.square( torch.sqrt( torch.no_grad() p.grad.data.zero_() .add_( .mul_( .lerp( .assign( w g t lr
  norm( where( outer( inverse_root( global_sum( # # """ ' " \\ \n \n \n\t \u00A0 ’ 软 __proto__ constructor
  toString lambda #@save >>> 12 self.state[p] state['m'] group['lr'] group['betas'] self.lr .add_( is None: len(state)==0: dw dx x += # hyper # rule: matrix init_x_states ones zeros_like`.split(
    /[ ]+|\n {2}/,
  )

const pick = <T>(random: Random, list: readonly T[]): T => list[random.below(list.length)]!

/** A source with some places changed, or words in any order. */
function fuzzed(random: Random): string {
  if (random.below(4) === 0) {
    const count = 1 + random.below(60)
    const parts = Array.from({ length: count }, () => pick(random, words))
    const start = pick(random, [
      '',
      'def f(params, states, hyperparams):\n  for p, s in zip(params, states):\n    ',
      '# rule: x\n\n',
    ])
    return start + parts.join(pick(random, [' ', '', '\n    ']))
  }
  let text = pick(random, sources)
  for (let change = random.below(6); change >= 0; change--) {
    const at = random.below(text.length + 1)
    const length = random.below(pick(random, [2, 8, 60]))
    const other = pick(random, sources)
    const from = random.below(other.length)
    const put = pick(random, [
      '',
      pick(random, words),
      other.slice(from, from + random.below(80)),
      String.fromCharCode(random.below(0x300)),
      pick(random, ['(', '[', '-', 'not ', 'if 1: ', '"""', 'p.lerp(', 'x if y else ']).repeat(
        random.below(400),
      ),
    ])
    text = text.slice(0, at) + put + text.slice(at + length)
  }
  return text
}

/** What must hold of any text. @returns whether a rule is in it */
function handle(text: string): boolean {
  const { rules, faults } = openRules(text, 'mine')
  if (rules.length === 0) expect(faults, text).not.toEqual([])
  const lines = text.replace(/\r\n/g, ' \n').split(/[\n\r\u2028\u2029\u0085]/)
  for (const { place, message } of faults) {
    expect(place.line, text).toBeGreaterThanOrEqual(1)
    expect(place.line, text).toBeLessThanOrEqual(lines.length)
    expect(place.column, text).toBeGreaterThanOrEqual(1)
    expect(place.length, text).toBeGreaterThanOrEqual(1)
    for (const sentence of Object.values(message)) {
      expect(sentence, text).toMatch(/[.。]$/)
      expect(sentence, text).not.toContain('undefined')
      expect(sentence.length, text).toBeLessThan(400)
    }
  }
  for (const rule of rules) {
    expect(checkRule(rule), text).toEqual([])
    expect(readRule(writeRule(rule)).rule, text).toEqual(rule)
    const own = ownOptimizer(rule).rules.own!
    const hyper = defaultHyper(own)
    expect(formulaOf(own, hyper).length, text).toBeGreaterThan(0)
    expect(codeOf(own, hyper).length, text).toBeGreaterThan(0)
    const tensors = [
      { offset: 0, rows: 2, columns: 2, matrix: true },
      { offset: 4, rows: 1, columns: 2, matrix: false },
    ]
    for (const compiled of [true, false]) {
      const state = createRuleState(own, hyper, [1, -1, 2, 0, 0.5, 3], { tensors, compiled })
      for (let t = 1; t <= 3; t++) {
        state.gradients.set([1, 0.5, -2, 1e-3, 0, 4])
        state.step(t)
      }
      expect(state.parameters, text).toHaveLength(6)
    }
  }
  return rules.length > 0
}

describe('any text', () => {
  it('holds rules, or is refused with places', () => {
    const random = createRandom(14, 'nudges')
    let held = 0
    const count = cases(120, 10_000)
    for (let index = 0; index < count; index++) if (handle(fuzzed(random))) held++
    // Neither way is the only one.
    expect(held).toBeGreaterThan(count / 20)
    expect(held).toBeLessThan(count)
  })

  it.each([
    ['brackets', '('.repeat(19_000)],
    ['quotes', '"""'.repeat(6000)],
    ['quotes that end nothing', `'\\${'a\\'.repeat(8000)}`],
    ['signs', `w -= ${'-'.repeat(15_000)}g`],
    [
      'a deep paste',
      `def f(params, s): \n for p in params:\n  p -= ${'('.repeat(5000)}p.grad${')'.repeat(5000)}`,
    ],
    [
      'nested calls',
      `def f(params, s): \n for p in params:\n  p -= ${'p.lerp('.repeat(90)}p.grad${', 0.5)'.repeat(90)}`,
    ],
    ['many functions', 'def f(p): return p\n'.repeat(1000)],
    ['many ifs', `def f(params, lr):\n for p in params:\n  ${'if lr: '.repeat(2000)}p -= p.grad`],
    ['many lines', 'def f(params, lr):\n for p in params:\n' + '  p -= p.grad\n'.repeat(1300)],
    ['many names', Array.from({ length: 1500 }, (_, at) => `a${at} = b${at}`).join('\n')],
    ['comments of a lost page', `def f(x): y ${'# a b c '.repeat(2400)}`],
    ['blanks', ' \n'.repeat(10_000)],
    ['definitions that never end', 'def f('.repeat(3000)],
    ['a header', `# rule: x\n${'# hyper a = 1\n'.repeat(1200)}\nw -= a`],
  ])('%s are no matter', (_, text) => {
    expect(() => handle(text)).not.toThrow()
  })
})
