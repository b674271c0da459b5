import { expect, test } from 'vitest'
import { writeCsv } from '#renderer/export/csv.ts'

test('cells are quoted where they must be, numbers keep every digit', () => {
  const table = {
    columns: ['lane, its name', 'loss [nats]'],
    rows: [
      ['say "Adam"', 0.1 + 0.2],
      ['two\nlines', NaN],
      [' padded', -Infinity],
      ['赛道', null],
      ['', -0],
    ],
  }
  expect(writeCsv(table).split('\r\n')).toEqual([
    '"lane, its name",loss [nats]',
    '"say ""Adam""",0.30000000000000004',
    '"two\nlines",NaN',
    '" padded",-Inf',
    '赛道,',
    ',-0',
    '',
  ])
})

test('a number reads back as the same one', () => {
  const numbers = [1 / 3, 1e-300, Number.MAX_VALUE, Number.MIN_VALUE, 123456789.1234567]
  const [, ...lines] = writeCsv({ columns: ['x'], rows: numbers.map((x) => [x]) })
    .trimEnd()
    .split('\r\n')
  expect(lines.map(Number)).toEqual(numbers)
})
