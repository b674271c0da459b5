import { defineSurface, proper } from './define.ts'

export const booth = defineSurface({
  id: 'booth',
  name: proper('Booth'),
  text: '(x + 2y - 7)^2 + (2x + y - 5)^2',
  citation: 'Jamil & Yang 2013, A Literature Survey of Benchmark Functions, no. 17',
  domain: { x: [-10, 10], y: [-10, 10] },
  minima: [{ x: 1, y: 3, value: 0 }],
  starts: [
    { x: -5, y: 5 },
    { x: 8, y: -8 },
    { x: -8, y: -6 },
  ],
  curvature: 18,
  watch: {
    en: 'A bowl turned by 45°: rules that scale each axis by itself cannot straighten it out.',
    'zh-CN': '旋转了 45° 的碗：逐坐标缩放的方法无法把它拉正。',
  },
})
