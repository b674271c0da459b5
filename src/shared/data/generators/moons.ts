import { createRandom } from '#shared/math/random.ts'
import { classColumn, numberColumns, tableEndingIn } from './columns.ts'
import { pointNoise, rows, seed, text } from './settings.ts'
import { defineGenerator } from './types.ts'

/** Half circles of radius 1 about (0, 0) and (1, ½), the second upside down. */
export const moons = defineGenerator({
  id: 'moons',
  name: text('Two moons', '双月'),
  description: text(
    'Two half circles that reach into each other: no straight line parts them, a small network does.',
    '两个互相嵌入的半圆：直线分不开，小型网络可以。',
  ),
  task: 'classification',
  settings: [rows(400), pointNoise(0.1), seed],
  make(settings) {
    const random = createRandom(settings.seed, 'table')
    const [x, y] = numberColumns(2, settings.rows)
    const kind = classColumn(settings.rows, ['upper', 'lower'])
    for (let row = 0; row < settings.rows; row++) {
      const lower = row % 2
      const angle = Math.PI * random.uniform()
      const [across, up] = [Math.cos(angle), Math.sin(angle)]
      x!.values[row] = (lower ? 1 - across : across) + settings.noise * random.normal()
      y!.values[row] = (lower ? 0.5 - up : up) + settings.noise * random.normal()
      kind.codes[row] = lower
    }
    return tableEndingIn('Two moons', [x!, y!], kind)
  },
})
