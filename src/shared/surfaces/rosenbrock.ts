import { defineSurface, proper } from './define.ts'

export const rosenbrock = defineSurface({
  id: 'rosenbrock',
  name: proper('Rosenbrock'),
  text: '(1 - x)^2 + 100(y - x^2)^2',
  citation:
    'Rosenbrock 1960, An Automatic Method for Finding the Greatest or Least Value of a Function',
  domain: { x: [-2, 2], y: [-1, 3] },
  minima: [{ x: 1, y: 1, value: 0 }],
  starts: [
    { x: -1.2, y: 1 },
    { x: -1.5, y: 2.5 },
    { x: 0, y: 2.5 },
  ],
  watch: {
    en: 'Finding the curved valley is easy, following its flat floor to (1, 1) is not: watch who keeps its speed through the bend.',
    'zh-CN': '落入弯曲的谷并不难，难的是沿平坦的谷底走到 (1, 1)：看谁能在弯道里保持速度。',
  },
})
