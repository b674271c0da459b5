import { defineSurface } from './define.ts'

export const quadratic = defineSurface({
  id: 'quadratic',
  name: { en: 'Ill-conditioned bowl', 'zh-CN': '病态二次碗' },
  text: '0.1x^2 + 2y^2',
  citation: 'Goh 2017, Why Momentum Really Works',
  domain: { x: [-5.5, 5.5], y: [-3.5, 3.5] },
  minima: [{ x: 0, y: 0, value: 0 }],
  starts: [
    { x: -5, y: -2 },
    { x: -5, y: 0.5 },
    { x: 4, y: 3 },
  ],
  curvature: 4,
  watch: {
    en: 'Twenty times steeper in y than in x: plain descent zigzags across the ravine while it crawls along it, and leaves for infinity at rates above 0.5.',
    'zh-CN':
      'y 方向比 x 方向陡二十倍：普通梯度下降横穿峡谷来回震荡，沿谷底却走得很慢；学习率超过 0.5 就会发散。',
  },
})
