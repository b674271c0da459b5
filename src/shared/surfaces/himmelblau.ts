import { defineSurface, proper } from './define.ts'

export const himmelblau = defineSurface({
  id: 'himmelblau',
  name: proper('Himmelblau'),
  text: '(x^2 + y - 11)^2 + (x + y^2 - 7)^2',
  citation: 'Himmelblau 1972, Applied Nonlinear Programming',
  domain: { x: [-5, 5], y: [-5, 5] },
  minima: [
    { x: 3, y: 2, value: 0 },
    { x: -2.805118086952745, y: 3.131312518250573, value: 0 },
    { x: -3.779310253377747, y: -3.283185991286169, value: 0 },
    { x: 3.5844283403304917, y: -1.8481265269644036, value: 0 },
  ],
  starts: [
    { x: -0.5, y: -0.9 },
    { x: 0, y: 4.5 },
    { x: -4.5, y: 0 },
  ],
  watch: {
    en: 'Four equal minima around a hill: from the hilltop each optimizer picks its own.',
    'zh-CN': '小山四周有四个同样低的极小点：从山顶出发，各优化器各走各的。',
  },
})
