import { defineSurface, proper } from './define.ts'

export const mccormick = defineSurface({
  id: 'mccormick',
  name: proper('McCormick'),
  text: 'sin(x + y) + (x - y)^2 - 1.5x + 2.5y + 1',
  citation: 'McCormick 1976, Computability of Global Solutions to Factorable Nonconvex Programs',
  domain: { x: [-1.5, 4], y: [-3, 4] },
  minima: [
    { x: -0.5471975511965976, y: -1.5471975511965976, value: -1.913222954981036 },
    { x: 2.5943951023931953, y: 1.5943951023931953, value: 1.228369698608757 },
  ],
  starts: [
    { x: 1.9, y: -0.9 },
    { x: 3.5, y: 3.5 },
    { x: 0, y: 3 },
  ],
  watch: {
    en: 'A tilted trough with two resting places: a quick optimizer slides past the upper one.',
    'zh-CN': '倾斜的槽里有两处可停：快的选手会滑过上面那一处。',
  },
})
