import katex from 'katex'
import { describe, expect, it } from 'vitest'
import {
  conventions,
  defaultHyper,
  formulaOf,
  optimizers,
} from '../../../../../src/shared/optimizers/index.ts'
import {
  markDifferences,
  readPieces,
} from '../../../../../src/renderer/views/conventions/difference.ts'

const texts = (tex: string): string[] => readPieces(tex).map((piece) => piece.tex)

describe('readPieces', () => {
  it('keeps scripts with what they belong to', () => {
    expect(texts('s_t = \\gamma \\cdot s_{t-1} + (1 - \\gamma) \\cdot g_t^2')).toEqual([
      's_t',
      '=',
      '\\gamma',
      '\\cdot',
      's_{t-1}',
      '+',
      '(',
      '1',
      '-',
      '\\gamma',
      ')',
      '\\cdot',
      'g_t^2',
    ])
  })

  it('opens fractions, roots and brackets', () => {
    const [fraction] = readPieces('\\frac{g_t}{\\sqrt{s_t + 10^{-6}}}')
    expect(fraction?.parts?.[0]?.map(({ tex }) => tex)).toEqual(['g_t'])
    expect(fraction?.parts?.[1]?.[0]?.parts?.[0]?.map(({ tex }) => tex)).toEqual([
      's_t',
      '+',
      '10^{-6}',
    ])
  })
})

describe('markDifferences', () => {
  const mark = (text: string): string => `\\htmlClass{differs}{${text}}`

  it('marks nothing in formulas that agree', () => {
    expect(markDifferences([['a = b + c'], ['a = b + c']])).toEqual([['a = b + c'], ['a = b + c']])
  })

  it('marks only the term that differs, inside its fraction', () => {
    expect(
      markDifferences([
        ['w = \\frac{g}{\\sqrt{s} + \\epsilon}'],
        ['w = \\frac{g}{\\sqrt{s + \\epsilon}}'],
      ]),
    ).toEqual([
      [`w = \\frac{g}{\\sqrt{s} \\mathbin{${mark('+')}} ${mark('\\epsilon')}}`],
      [`w = \\frac{g}{\\sqrt{s \\mathbin{${mark('+')}} ${mark('\\epsilon')}}}`],
    ])
  })

  it('marks a whole line that the others lack', () => {
    const [first, second] = markDifferences([['u = 1', 'w = u'], ['w = u']])
    expect(first?.[0]).toBe(`${mark('u')} ${mark('=')} ${mark('1')}`)
    expect(second).toEqual(['w = u'])
  })

  it(
    'gives every optimizer’s formulas back in a form KaTeX sets, unchanged but for marks',
    { timeout: 60_000 },
    () => {
      for (const { rules } of optimizers) {
        const formulas = conventions.flatMap((convention) => {
          const rule = rules[convention]
          return rule ? [formulaOf(rule, defaultHyper(rule))] : []
        })
        markDifferences(formulas).forEach((lines, index) =>
          lines.forEach((line, at) => {
            const settings = { throwOnError: true, trust: true, strict: false }
            expect(() => katex.renderToString(line, settings)).not.toThrow()
            const plain = (html: string): string => html.replace(/<[^>]*>/g, '').replace(/\s/g, '')
            const mathml = (tex: string): string =>
              plain(
                katex
                  .renderToString(tex, { ...settings, output: 'mathml' })
                  .split('<annotation')[0] ?? '',
              )
            expect(mathml(line)).toBe(mathml(formulas[index]?.[at] ?? ''))
          }),
        )
      }
    },
  )
})
