import { defineSurface } from './define.ts'

export const threeHumpCamel = defineSurface({
  id: 'three-hump-camel',
  name: { en: 'Three-hump camel', 'zh-CN': '三峰驼' },
  text: '2x^2 - 1.05x^4 + x^6/6 + x y + y^2',
  citation: 'Dixon & Szegő 1978, Towards Global Optimisation 2',
  domain: { x: [-2.5, 2.5], y: [-2.5, 2.5] },
  minima: [
    { x: 0, y: 0, value: 0 },
    { x: 1.747552345830289, y: -0.8737761729151445, value: 0.2986384422368599 },
    { x: -1.747552345830289, y: 0.8737761729151445, value: 0.2986384422368599 },
  ],
  starts: [
    { x: -1.7, y: 1.6 },
    { x: 2.2, y: 1.5 },
    { x: -2.2, y: -2 },
  ],
  watch: {
    en: 'Two side valleys hold whoever arrives slowly; momentum can carry an optimizer over the ridge into the middle.',
    'zh-CN': '两侧的谷会留住来得慢的；动量能带着选手越过山脊，进入中间的谷。',
  },
})
