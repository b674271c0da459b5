import { createRandom } from '#shared/math/random.ts'
import { classColumn, numberColumns, tableEndingIn } from './columns.ts'
import { pointNoise, rows, seed, text } from './settings.ts'
import { defineGenerator } from './types.ts'

/** Points uniform in a square; the class says whether their signs differ. */
export const xor = defineGenerator({
  id: 'xor',
  name: text('XOR', '异或'),
  description: text(
    'Opposite quarters of a square share a class: either coordinate alone says nothing.',
    '正方形中对角的两块同类：单看任一坐标都得不到信息。',
  ),
  task: 'classification',
  settings: [rows(400), pointNoise(0.05), seed],
  make(settings) {
    const random = createRandom(settings.seed, 'table')
    const [x, y] = numberColumns(2, settings.rows)
    const kind = classColumn(settings.rows, ['same', 'different'])
    for (let row = 0; row < settings.rows; row++) {
      // One quarter after the other, so that all four hold as many.
      const [right, upper] = [row % 2, Math.floor(row / 2) % 2]
      const [across, up] = [random.uniform(), random.uniform()]
      x!.values[row] = (right ? across : -across) + settings.noise * random.normal()
      y!.values[row] = (upper ? up : -up) + settings.noise * random.normal()
      kind.codes[row] = right ^ upper
    }
    return tableEndingIn('XOR', [x!, y!], kind)
  },
})
