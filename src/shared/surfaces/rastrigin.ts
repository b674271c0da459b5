import { defineSurface, proper } from './define.ts'

export const rastrigin = defineSurface({
  id: 'rastrigin',
  name: proper('Rastrigin'),
  text: '20 + x^2 - 10cos(2pi x) + y^2 - 10cos(2pi y)',
  citation: 'Rastrigin 1974, Systems of Extremal Control',
  domain: { x: [-5.12, 5.12], y: [-5.12, 5.12] },
  minima: [
    { x: 0, y: 0, value: 0 },
    { x: 0.9949586376523348, y: 0, value: 0.9949590570932898 },
    { x: -0.9949586376523348, y: 0, value: 0.9949590570932898 },
    { x: 0, y: 0.9949586376523348, value: 0.9949590570932898 },
    { x: 0, y: -0.9949586376523348, value: 0.9949590570932898 },
  ],
  starts: [
    { x: 2.1, y: -1.3 },
    { x: 0.4, y: 0.3 },
    { x: -3.6, y: 4.4 },
  ],
  watch: {
    en: 'A minimum at nearly every whole number: the gradient knows only the nearest dimple, so all but the fastest stop there.',
    'zh-CN': '几乎每个整数点都是极小点：梯度只看得见最近的小坑，除了最快的，都停在那里。',
  },
})
