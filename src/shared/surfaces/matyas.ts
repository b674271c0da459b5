import { defineSurface, proper } from './define.ts'

export const matyas = defineSurface({
  id: 'matyas',
  name: proper('Matyas'),
  text: '0.26(x^2 + y^2) - 0.48x y',
  citation: 'Matyas 1965, Random Optimization',
  domain: { x: [-10, 10], y: [-10, 10] },
  minima: [{ x: 0, y: 0, value: 0 }],
  starts: [
    { x: -7, y: 6 },
    { x: 8, y: 2 },
    { x: 5, y: 9 },
  ],
  curvature: 1,
  watch: {
    en: 'A diagonal trough twenty-five times flatter along than across: all find it, few hurry down it.',
    'zh-CN': '对角线方向的浅槽，沿槽比横穿平缓二十五倍：谁都找得到它，却少有谁走得快。',
  },
})
