import { proper, type Surface } from './types.ts'

const turn = 2 * Math.PI

export const rastrigin: Surface = {
  id: 'rastrigin',
  name: proper('Rastrigin'),
  formula: '20 + x^2 - 10\\cos 2\\pi x + y^2 - 10\\cos 2\\pi y',
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
  value: (x, y) => 20 + x * x - 10 * Math.cos(turn * x) + y * y - 10 * Math.cos(turn * y),
  gradient(x, y, into) {
    into[0] = 2 * x + 10 * turn * Math.sin(turn * x)
    into[1] = 2 * y + 10 * turn * Math.sin(turn * y)
  },
}
