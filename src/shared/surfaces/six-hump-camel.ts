import { power } from '../math/power.ts'
import type { Surface } from './types.ts'

export const sixHumpCamel: Surface = {
  id: 'six-hump-camel',
  name: { en: 'Six-hump camel', 'zh-CN': '六峰驼' },
  formula: '\\left(4 - 2.1x^2 + \\tfrac{x^4}{3}\\right)x^2 + xy + (4y^2 - 4)\\,y^2',
  citation: 'Dixon & Szegő 1978, Towards Global Optimisation 2',
  domain: { x: [-2.2, 2.2], y: [-1.3, 1.3] },
  minima: [
    { x: 0.08984201310031807, y: -0.7126564030207396, value: -1.031628453489877 },
    { x: -0.08984201310031807, y: 0.7126564030207396, value: -1.031628453489877 },
    { x: 1.7036067149699807, y: -0.7960835686726251, value: -0.21546382438371808 },
    { x: -1.7036067149699807, y: 0.7960835686726251, value: -0.21546382438371808 },
    { x: 1.6071047529201976, y: 0.5686514548841313, value: 2.104250310311174 },
    { x: -1.6071047529201976, y: -0.5686514548841313, value: 2.104250310311174 },
  ],
  starts: [
    { x: 1.33, y: 0.46 },
    { x: -2, y: -1.1 },
    { x: 0, y: 0.05 },
  ],
  watch: {
    en: 'Six minima at three heights: where you start matters more than who walks, until the step is large.',
    'zh-CN': '六个极小点，三种高度：起点比优化器更重要，除非步子很大。',
  },
  value(x, y) {
    const x2 = x * x
    const y2 = y * y
    return (4 - 2.1 * x2 + power(x, 4) / 3) * x2 + x * y + (4 * y2 - 4) * y2
  },
  // Added in the order reverse-mode differentiation adds them; see `power` for why that matters.
  gradient(x, y, into) {
    const x2 = x * x
    const y2 = y * y
    const a = 4 - 2.1 * x2 + power(x, 4) / 3
    const b = 4 * y2 - 4
    into[0] = y + a * (2 * x) + (x2 / 3) * (4 * (x * x * x)) - x2 * 2.1 * (2 * x)
    into[1] = b * (2 * y) + 4 * y2 * (2 * y) + x
  },
}
