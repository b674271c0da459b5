import { text } from '../optimizers/hyper.ts'
import { defineSchedule } from './types.ts'

export const constant = defineSchedule({
  kind: 'constant',
  name: text('constant', '恒定'),
  parameters: [],
  formula: '\\eta_t = \\eta_0',
  code: 'pass',
  rate: (rate) => rate,
})
