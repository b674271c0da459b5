import { createRandom } from '#shared/math/random.ts'
import { classColumn, numberColumns, tableEndingIn } from './columns.ts'
import { amount, count, pointNoise, rows, seed, text } from './settings.ts'
import { defineGenerator } from './types.ts'

/** Arms of an Archimedean spiral, whose radius grows from 0 to 1 with the angle. */
export const spirals = defineGenerator({
  id: 'spirals',
  name: text('Spirals', '螺旋'),
  description: text(
    'Arms wound around one another: hard for a small network, and slow for a small learning rate.',
    '相互缠绕的螺旋臂：小型网络难以分开，学习率小则收敛慢。',
  ),
  task: 'classification',
  settings: [
    rows(600),
    pointNoise(0.02),
    seed,
    count('arms', text('arms', '螺旋臂数'), 2, 2, 8),
    amount('turns', text('turns', '圈数'), 1.5, 0.25, 5),
  ],
  make(settings) {
    const random = createRandom(settings.seed, 'table')
    const [x, y] = numberColumns(2, settings.rows)
    const names = Array.from({ length: settings.arms }, (_, arm) => `arm ${arm + 1}`)
    const kind = classColumn(settings.rows, names)
    for (let row = 0; row < settings.rows; row++) {
      const arm = row % settings.arms
      // The root spreads the points evenly over the arm's area, not over its angle.
      const radius = Math.sqrt(random.uniform())
      const angle = 2 * Math.PI * (settings.turns * radius + arm / settings.arms)
      x!.values[row] = radius * Math.cos(angle) + settings.noise * random.normal()
      y!.values[row] = radius * Math.sin(angle) + settings.noise * random.normal()
      kind.codes[row] = arm
    }
    return tableEndingIn('Spirals', [x!, y!], kind)
  },
})
