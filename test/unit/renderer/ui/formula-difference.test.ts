import katex from 'katex'
import { describe, expect, it } from 'vitest'
import { conventions, defaultHyper, formulaOf, optimizers } from '#shared/optimizers/index.ts'
import { markDifferences, readPieces } from '#renderer/ui/formula-difference.ts'

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

  it('opens norms and absolute values, and closes each where it ends', () => {
    const [norm, half] = readPieces(
      '\\left\\lVert a - \\left|b\\right| \\right\\rVert_{\\mathrm{all}} \\left(c\\right]',
    )
    expect(norm?.parts?.[0]?.map(({ tex }) => tex)).toEqual(['a', '-', '\\left|b\\right|'])
    expect(norm?.frame).toEqual(['\\left\\lVert ', ' \\right\\rVert_{\\mathrm{all}}'])
    expect(half?.parts?.[0]?.map(({ tex }) => tex)).toEqual(['c'])
  })

  it('takes a choice within a choice as one', () => {
    const inner = '\\begin{cases} 1 & a \\\\ 2 & b \\end{cases}'
    const outer = `\\begin{cases} ${inner} & c \\\\ 3 & d \\end{cases}`
    expect(texts(`x = ${outer} + y`)).toEqual(['x', '=', outer, '+', 'y'])
  })
})

describe('markDifferences', () => {
  const mark = (text: string): string => `\\htmlClass{differs}{${text}}`

  it('marks nothing in formulas that agree', () => {
    expect(markDifferences([['a = b + c'], ['a = b + c']])).toEqual([['a = b + c'], ['a = b + c']])
  })

  it('tells what is only called otherwise from what differs', () => {
    const meaning = (tex: string): string => tex.replaceAll('\\alpha', '\\gamma')
    const [one, other] = markDifferences(
      [['s = \\frac{\\gamma}{a + b}'], ['s = \\frac{\\alpha}{a + c}']],
      [undefined, meaning],
    )
    expect(one).toEqual([`s = \\frac{\\gamma}{a + ${mark('b')}}`])
    expect(other).toEqual([`s = \\frac{\\htmlClass{spelled}{\\alpha}}{a + ${mark('c')}}`])
  })

  it('marks nothing between formulas that say the same in another arrangement', () => {
    const formulas = [['a = b c'], ['a = c b'], ['a = d']]
    const alike = (one: number, other: number): boolean => one < 2 && other < 2
    const [one, other, third] = markDifferences(formulas, [], alike)
    expect(one).toEqual([`a = ${mark('b')} ${mark('c')}`])
    expect(other).toEqual([`a = ${mark('c')} ${mark('b')}`])
    expect(third).toEqual([`a = ${mark('d')}`])
    expect(markDifferences(formulas.slice(0, 2), [], alike)).toEqual(formulas.slice(0, 2))
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

  it.each(optimizers.map(({ id, rules }) => [id, rules] as const))(
    'gives the formulas of %s back in a form KaTeX sets, unchanged but for marks',
    (_, rules) => {
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
    },
  )
})
