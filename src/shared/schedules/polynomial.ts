import { text } from '../optimizers/hyper.ts'
import { endRate, overSteps } from './parameters.ts'
import { defineSchedule } from './types.ts'

export const polynomial = defineSchedule({
  kind: 'polynomial',
  name: text('polynomial', '多项式'),
  parameters: [
    overSteps,
    {
      key: 'power',
      symbol: 'q',
      label: text('power', '幂'),
      default: 2,
      range: { minimum: 0, maximum: 100, exclusive: 'minimum' },
    },
    endRate,
  ],
  formula: '\\eta_t = \\eta_T + (\\eta_0 - \\eta_T)\\left(1 - \\tfrac{\\min(t, T)}{T}\\right)^{q}',
  code: 'rate = end + (rate - end) * (1 - min(t, steps) / steps)**power',
  rate: (rate, t, { steps, power, end }) =>
    end + (rate - end) * (1 - Math.min(t, steps) / steps) ** power,
})
