import { defineSurface, proper } from './define.ts'

export const goldsteinPrice = defineSurface({
  id: 'goldstein-price',
  name: proper('Goldstein–Price'),
  text: '(1 + (x + y + 1)^2 (19 - 14x + 3x^2 - 14y + 6x y + 3y^2)) (30 + (2x - 3y)^2 (18 - 32x + 12x^2 + 48y - 36x y + 27y^2))',
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
})
