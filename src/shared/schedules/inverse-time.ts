import { text } from '../optimizers/hyper.ts'
import { defineSchedule } from './types.ts'

export const inverseTime = defineSchedule({
  kind: 'inverseTime',
  name: text('inverse time', '反时间'),
  parameters: [
    {
      key: 'decay',
      symbol: '\\delta',
      label: text('decay', '衰减'),
      default: 0.01,
      range: { minimum: 0, maximum: 1e6 },
    },
  ],
  formula: '\\eta_t = \\frac{\\eta_0}{1 + \\delta t}',
  code: 'rate /= 1 + decay * t',
  rate: (rate, t, { decay }) => rate / (1 + decay * t),
})
