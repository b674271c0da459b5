import { defineSurface } from './define.ts'

export const sixHumpCamel = defineSurface({
  id: 'six-hump-camel',
  name: { en: 'Six-hump camel', 'zh-CN': '六峰驼' },
  text: '(4 - 2.1x^2 + x^4/3) x^2 + x y + (4y^2 - 4) y^2',
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
})
