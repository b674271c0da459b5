import { text } from '../optimizers/hyper.ts'
import { shrinkFactor } from './parameters.ts'
import { defineSchedule } from './types.ts'

export const step = defineSchedule({
  kind: 'step',
  name: text('step', '阶梯'),
  parameters: [
    shrinkFactor(0.5),
    {
      key: 'every',
      symbol: 'k',
      label: text('every so many steps', '每隔步数'),
      default: 100,
      whole: true,
      range: { minimum: 1, maximum: 1e9 },
    },
  ],
  formula: '\\eta_t = \\eta_0\\,\\gamma^{\\lfloor t/k \\rfloor}',
  code: 'rate *= gamma**floor(t / every)',
  rate: (rate, t, { gamma, every }) => rate * gamma ** Math.floor(t / every),
})
