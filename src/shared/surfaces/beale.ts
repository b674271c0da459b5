import { proper, type Surface } from './types.ts'

export const beale: Surface = {
  id: 'beale',
  name: proper('Beale'),
  formula: '(1.5 - x + xy)^2 + (2.25 - x + xy^2)^2 + (2.625 - x + xy^3)^2',
  citation: 'Beale 1958, On an Iterative Method for Finding a Local Minimum of a Function',
  domain: { x: [-4.5, 4.5], y: [-4.5, 4.5] },
  minima: [{ x: 3, y: 0.5, value: 0 }],
  starts: [
    { x: 1, y: 1.5 },
    { x: -1, y: 1 },
    { x: 4, y: -1 },
  ],
  watch: {
    en: 'A plateau walled by cliffs: a rate that survives the cliffs is nearly still on the plateau, unless it adapts.',
    'zh-CN': '平台四周是峭壁：能经受峭壁的学习率在平台上几乎不动，除非步长会自适应。',
  },
  value(x, y) {
    const a = 1.5 - x + x * y
    const b = 2.25 - x + x * y * y
    const c = 2.625 - x + x * y * y * y
    return a * a + b * b + c * c
  },
  gradient(x, y, into) {
    const a = 1.5 - x + x * y
    const b = 2.25 - x + x * y * y
    const c = 2.625 - x + x * y * y * y
    into[0] = 2 * a * (y - 1) + 2 * b * (y * y - 1) + 2 * c * (y * y * y - 1)
    into[1] = 2 * a * x + 4 * b * x * y + 6 * c * x * y * y
  },
}
