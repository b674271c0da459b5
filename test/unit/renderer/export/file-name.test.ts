import { expect, it } from 'vitest'
import { fileName } from '#renderer/export/file-name.ts'

const day = new Date(2026, 10, 3)

it.each([
  ['wine: validation loss', 'png', 'wine-validation-loss-2026-11-03.png'],
  ['RMSprop on Rosenbrock’s valley', '@2x.png', 'rmsprop-on-rosenbrocks-valley-2026-11-03@2x.png'],
  ['../../my table.csv: a/b against c\\d', 'csv', 'my-table-csv-a-b-against-c-d-2026-11-03.csv'],
  ['葡萄酒：验证损失', 'svg', '葡萄酒-验证损失-2026-11-03.svg'],
  ['…', 'csv', 'chart-2026-11-03.csv'],
])('calls “%s” as %s %s', (title, ending, name) => {
  expect(fileName(title, day, ending)).toBe(name)
})

it('cuts a name that is too long for a disk, and ends in no hyphen', () => {
  const name = fileName(`${'x'.repeat(79)} y`, day, 'png')
  expect(name).toBe(`${'x'.repeat(79)}-2026-11-03.png`)
})
