import { defineSurface } from './define.ts'

export const monkeySaddle = defineSurface({
  id: 'monkey-saddle',
  name: { en: 'Monkey saddle', 'zh-CN': '猴鞍面' },
  text: 'x^3 - 3x y^2',
  citation: 'Hilbert & Cohn-Vossen 1932, Anschauliche Geometrie',
  domain: { x: [-2, 2], y: [-2, 2] },
  minima: [],
  starts: [
    { x: 1.3, y: 0.3 },
    { x: 1.5, y: 0.001 },
    { x: 0.4, y: 0.1 },
  ],
  watch: {
    en: 'Slope and curvature both vanish in the middle: leaving it takes patience or momentum.',
    'zh-CN': '中心处坡度与曲率同时为零：离开它要靠耐心，或者动量。',
  },
})
