import { defineSurface, proper } from './define.ts'

/** The origin is a cusp: its gradient is taken as 0 there, where the true one does not exist. */
export const ackley = defineSurface({
  id: 'ackley',
  name: proper('Ackley'),
  text: '-20e^(-0.2sqrt(0.5(x^2 + y^2))) - e^(0.5(cos(2pi x) + cos(2pi y))) + e + 20',
  citation: 'Ackley 1987, A Connectionist Machine for Genetic Hillclimbing',
  domain: { x: [-5, 5], y: [-5, 5] },
  minima: [{ x: 0, y: 0, value: 0 }],
  starts: [
    { x: 2.8, y: -1.8 },
    { x: -4, y: 3.5 },
    { x: 0.6, y: 0.4 },
  ],
  watch: {
    en: 'A dimpled plain with one funnel: steps must be larger than a dimple to find it and smaller to stay.',
    'zh-CN': '布满小坑的平原上有一个漏斗：步子要比坑大才能找到它，又要比坑小才能留下。',
  },
})
