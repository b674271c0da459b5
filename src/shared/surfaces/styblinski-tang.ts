import { defineSurface, proper } from './define.ts'

const low = -2.903534027771177
const high = 2.746802770990837

export const styblinskiTang = defineSurface({
  id: 'styblinski-tang',
  name: proper('Styblinski–Tang'),
  text: '1/2 (x^4 - 16x^2 + 5x + y^4 - 16y^2 + 5y)',
  citation: 'Styblinski & Tang 1990, Experiments in Nonconvex Optimization',
  domain: { x: [-5, 5], y: [-5, 5] },
  minima: [
    { x: low, y: low, value: -78.33233140754282 },
    { x: high, y: low, value: -64.19561235905536 },
    { x: low, y: high, value: -64.19561235905536 },
    { x: high, y: high, value: -50.05889331056788 },
  ],
  starts: [
    { x: 0.5, y: 3.5 },
    { x: 0.2, y: 0.2 },
    { x: 4.5, y: -0.5 },
  ],
  watch: {
    en: 'Four wells, one per quadrant and each deeper than the last: the start decides, and speed can undo its choice.',
    'zh-CN': '每个象限一口井，深浅不同：起点决定去向，而速度可以改变它。',
  },
})
