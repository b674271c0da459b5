import { proper, type Surface } from './types.ts'

export const goldsteinPrice: Surface = {
  id: 'goldstein-price',
  name: proper('Goldstein–Price'),
  formula:
    '\\begin{aligned}&\\left[1 + (x + y + 1)^2(19 - 14x + 3x^2 - 14y + 6xy + 3y^2)\\right]\\\\ &\\cdot\\left[30 + (2x - 3y)^2(18 - 32x + 12x^2 + 48y - 36xy + 27y^2)\\right]\\end{aligned}',
  citation: 'Goldstein & Price 1971, On Descent from Local Minima',
  domain: { x: [-2, 2], y: [-2, 2] },
  minima: [
    { x: 0, y: -1, value: 3 },
    { x: -0.6, y: -0.4, value: 30 },
    { x: 1.8, y: 0.2, value: 84 },
    { x: 1.2, y: 0.8, value: 840 },
  ],
  starts: [
    { x: 0.6, y: -0.15 },
    { x: -1.5, y: 0.5 },
    { x: 1.5, y: -0.5 },
  ],
  watch: {
    en: 'Values run from 3 to a million: only rules that forget the size of the gradient move sensibly at one rate.',
    'zh-CN': '函数值从 3 到百万：只有不理会梯度大小的方法，才能用一个学习率走得合理。',
  },
  value(x, y) {
    const a = x + y + 1
    const b = 19 - 14 * x + 3 * x * x - 14 * y + 6 * x * y + 3 * y * y
    const c = 2 * x - 3 * y
    const d = 18 - 32 * x + 12 * x * x + 48 * y - 36 * x * y + 27 * y * y
    return (1 + a * a * b) * (30 + c * c * d)
  },
  gradient(x, y, into) {
    const a = x + y + 1
    const b = 19 - 14 * x + 3 * x * x - 14 * y + 6 * x * y + 3 * y * y
    const c = 2 * x - 3 * y
    const d = 18 - 32 * x + 12 * x * x + 48 * y - 36 * x * y + 27 * y * y
    const left = 1 + a * a * b
    const right = 30 + c * c * d
    const bSlope = -14 + 6 * x + 6 * y
    const leftSlope = 2 * a * b + a * a * bSlope
    into[0] = leftSlope * right + left * (4 * c * d + c * c * (-32 + 24 * x - 36 * y))
    into[1] = leftSlope * right + left * (-6 * c * d + c * c * (48 - 36 * x + 54 * y))
  },
}
