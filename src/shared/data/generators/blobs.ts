import { createRandom } from '#shared/math/random.ts'
import { classColumn, numberColumns, tableEndingIn } from './columns.ts'
import { count, noise, rows, seed, text } from './settings.ts'
import { defineGenerator } from './types.ts'

/** Normal clouds about centres that are uniform in a cube from −10 to 10. */
export const blobs = defineGenerator({
  id: 'blobs',
  name: text('Blobs', '高斯团'),
  description: text(
    'Round clouds of points, one a class: softmax regression parts them as far as they can be parted.',
    '每类一团正态分布的点：softmax 回归即可分到极限。',
  ),
  task: 'classification',
  settings: [
    rows(450),
    noise(1.5, text('spread of a blob (σ)', '团的离散程度 (σ)')),
    seed,
    count('classes', text('classes', '类别数'), 3, 2, 20),
    count('features', text('features', '特征数'), 2, 1, 100),
  ],
  make(settings) {
    const random = createRandom(settings.seed, 'table')
    const features = numberColumns(settings.features, settings.rows)
    const names = Array.from({ length: settings.classes }, (_, index) => `blob ${index + 1}`)
    const kind = classColumn(settings.rows, names)
    const centres = names.map(() => features.map(() => 20 * random.uniform() - 10))
    for (let row = 0; row < settings.rows; row++) {
      const code = row % settings.classes
      features.forEach(({ values }, feature) => {
        values[row] = centres[code]![feature]! + settings.noise * random.normal()
      })
      kind.codes[row] = code
    }
    return tableEndingIn('Blobs', features, kind)
  },
})
