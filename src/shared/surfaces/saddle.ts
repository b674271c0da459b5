import { defineSurface } from './define.ts'

export const saddle = defineSurface({
  id: 'saddle',
  name: { en: 'Saddle', 'zh-CN': '鞍面' },
  text: 'x^2 - y^2',
  citation: 'Dauphin et al. 2014, Identifying and Attacking the Saddle Point Problem',
  domain: { x: [-2, 2], y: [-2, 2] },
  minima: [],
  starts: [
    { x: 1.5, y: 0.001 },
    { x: -1.5, y: 0.1 },
    { x: 1, y: -0.00001 },
  ],
  watch: {
    en: 'The start is a hair off the ridge: watch who notices the tiny slope in y and escapes, and who sits down on the saddle.',
    'zh-CN': '起点只偏离山脊一丝：看谁察觉 y 方向的微小坡度而逃离，谁停在鞍点上。',
  },
})
