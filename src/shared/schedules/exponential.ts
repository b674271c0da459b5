import { text } from '../optimizers/hyper.ts'
import { shrinkFactor } from './parameters.ts'
import { defineSchedule } from './types.ts'

export const exponential = defineSchedule({
  kind: 'exponential',
  name: text('exponential', '指数'),
  parameters: [shrinkFactor(0.99)],
  formula: '\\eta_t = \\eta_0\\,\\gamma^{t}',
  code: 'rate *= gamma**t',
  rate: (rate, t, { gamma }) => rate * gamma ** t,
})
