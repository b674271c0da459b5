import { describe, expect, it } from 'vitest'
import { displayWidth } from '#main/cli/display-width.ts'
import { textTable } from '#main/cli/table.ts'

describe('the width of a text on a terminal', () => {
  it.each([
    ['petal length', 12, 'a column each'],
    ['花萼长度', 8, '4 characters of two columns'],
    ['长度 (cm)', 9, '2 × 2 + 5'],
    ['ｶﾅ', 2, 'halfwidth katakana'],
    ['カナ', 4, 'katakana'],
    ['한글', 4, 'composed syllables'],
    ['\u1112\u1161\u11ab', 2, 'the same out of three letters: one syllable'],
    ['（）', 4, 'fullwidth brackets'],
    ['naïve', 5, 'a letter with its mark'],
    ['nai\u0308ve', 5, 'the mark by itself takes nothing'],
    ['R² ± σ', 6, 'what is narrow unless a terminal says otherwise'],
    ['─', 1, 'the line under a head'],
    ['👩‍🔬', 2, 'three code points, one picture'],
    ['𠮷', 2, 'beyond the basic plane'],
    ['a\u200bb', 2, 'a space of no width'],
  ])('%s takes %i: %s', (text, width) => {
    expect(displayWidth(text)).toBe(width)
  })
})

describe('a text table', () => {
  it('pads by what is seen: 品种 takes as much as four letters', () => {
    expect(
      textTable(
        [{ title: 'column' }, { title: 'type' }, { title: 'n', align: 'right' }],
        [
          ['花萼长度', 'number', '149'],
          ['品种', '类别', '3'],
        ],
      ),
    ).toEqual([
      'column    type      n',
      '────────  ──────  ───',
      '花萼长度  number  149',
      '品种      类别      3',
    ])
  })

  it('keeps a name with a line break, or with a terminal’s command in it, on its line', () => {
    expect(textTable([{ title: 'column' }], [['two\nlines'], ['\u001b[2Jx']])).toEqual([
      'column',
      '─────────',
      'two lines',
      ' [2Jx',
    ])
  })
})
