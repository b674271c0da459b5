import { proper, type Surface } from './types.ts'

const turn = 2 * Math.PI

/** The origin is a cusp: its gradient is taken as 0 there, where the true one does not exist. */
export const ackley: Surface = {
  id: 'ackley',
  name: proper('Ackley'),
  formula: '-20\\,e^{-0.2\\sqrt{(x^2 + y^2)/2}} - e^{(\\cos 2\\pi x + \\cos 2\\pi y)/2} + e + 20',
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
  value(x, y) {
    const radius = Math.sqrt(0.5 * (x * x + y * y))
    const ripple = Math.exp(0.5 * (Math.cos(turn * x) + Math.cos(turn * y)))
    return -20 * Math.exp(-0.2 * radius) - ripple + Math.E + 20
  },
  // Multiplied in the order reverse-mode differentiation does; see `power` for why that matters.
  gradient(x, y, into) {
    const radius = Math.sqrt(0.5 * (x * x + y * y))
    const ripple = -Math.exp(0.5 * (Math.cos(turn * x) + Math.cos(turn * y))) * 0.5
    const slope = (-20 * Math.exp(-0.2 * radius) * -0.2) / (2 * radius)
    const funnel = radius === 0 ? 0 : slope * 0.5
    into[0] = ripple * -Math.sin(turn * x) * turn + funnel * (2 * x)
    into[1] = ripple * -Math.sin(turn * y) * turn + funnel * (2 * y)
  },
}
