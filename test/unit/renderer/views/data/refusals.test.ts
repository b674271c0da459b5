import { afterEach, describe, expect, it } from 'vitest'
import { setLanguage } from '#renderer/locales/index.ts'
import { refusalText } from '#renderer/views/data/refusals.ts'

/* The left ones are the reader's own sentences, as `src/main/tables` builds them. */
const sentences: readonly [string, string][] = [
  ['The row has 1 value where the table has 3 columns.', '该行有 1 个值，而表格有 3 列。'],
  ['The row has 4 values where the table has 3 columns.', '该行有 4 个值，而表格有 3 列。'],
  [
    'The row does not have 3 values, as the table has columns.',
    '该行的值不是 3 个，与表格的列数不符。',
  ],
  [
    'A quotation mark in the row is not closed where its value ends, and has taken 2 more lines with it.',
    '该行有引号没有在值的末尾闭合，连带吞掉了后面 2 行。',
  ],
  ['The row is longer than 128 MB.', '该行长度超过 128 MB。'],
  ['In column "长度", "abc" is not a number.', '“长度”列中，"abc" 不是数值。'],
  ['The record is neither an object nor a list.', '该记录既不是对象也不是数组。'],
  ['The record is nested deeper than 64 levels.', '该记录的嵌套超过 64 层。'],
  [
    'In column "outlook", "foggy" is none of the values that the file declares.',
    '“outlook”列中，"foggy" 不在文件声明的取值之内。',
  ],
  [
    'The sparse row is not made of places and values in braces.',
    '该稀疏行不是花括号中的位置和值。',
  ],
  [
    'The sparse row has a value at place 7 where the table has 4 columns.',
    '该稀疏行在位置 7 有值，而表格有 4 列。',
  ],
]

describe('why a row was refused', () => {
  afterEach(() => setLanguage('en'))

  it.each(sentences)('%s', (english, chinese) => {
    expect(refusalText(english).replace(/[“”]/g, '"')).toBe(english)
    setLanguage('zh-CN')
    expect(refusalText(english)).toBe(chinese)
  })

  it('a sentence that the page does not know is shown as it came', () => {
    setLanguage('zh-CN')
    expect(refusalText('Something new.')).toBe('Something new.')
  })
})
