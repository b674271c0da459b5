import { defineSurface, proper } from './define.ts'

export const easom = defineSurface({
  id: 'easom',
  name: proper('Easom'),
  text: '-cos(x) cos(y) e^(-(x - pi)^2 - (y - pi)^2)',
  citation: 'Easom 1990, A Survey of Global Optimization Techniques',
  domain: { x: [-1, 7], y: [-1, 7] },
  minima: [{ x: Math.PI, y: Math.PI, value: -1 }],
  starts: [
    { x: 2, y: 4.1 },
    { x: 1.2, y: 1.4 },
    { x: 5.5, y: 5 },
  ],
  watch: {
    en: 'A needle hole in a flat plain: far away the gradient is nearly nothing, and only rules that rescale it move at all.',
    'zh-CN': '平原上的一个针孔：远处梯度几近于零，只有会重新缩放梯度的方法才走得动。',
  },
})
