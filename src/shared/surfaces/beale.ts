import { defineSurface, proper } from './define.ts'

export const beale = defineSurface({
  id: 'beale',
  name: proper('Beale'),
  text: '(1.5 - x + x y)^2 + (2.25 - x + x y^2)^2 + (2.625 - x + x y^3)^2',
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
})
