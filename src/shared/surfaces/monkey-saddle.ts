import type { Surface } from './types.ts'

export const monkeySaddle: Surface = {
  id: 'monkey-saddle',
  name: { en: 'Monkey saddle', 'zh-CN': '猴鞍面' },
  formula: 'x^3 - 3xy^2',
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
  value: (x, y) => x * x * x - 3 * x * y * y,
  gradient(x, y, into) {
    into[0] = 3 * x * x - 3 * y * y
    into[1] = -6 * x * y
  },
}
