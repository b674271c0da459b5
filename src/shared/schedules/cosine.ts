import { text } from '../optimizers/hyper.ts'
import { endRate, overSteps } from './parameters.ts'
import { defineSchedule } from './types.ts'

/** @see Loshchilov & Hutter 2017, SGDR; one cycle of it, without restarts */
export const cosine = defineSchedule({
  kind: 'cosine',
  name: text('cosine', '余弦'),
  parameters: [overSteps, endRate],
  formula:
    '\\eta_t = \\eta_T + \\tfrac{1}{2}(\\eta_0 - \\eta_T)\\left(1 + \\cos\\tfrac{\\pi \\min(t, T)}{T}\\right)',
  code: 'rate = end + (rate - end) * (1 + cos(pi * min(t, steps) / steps)) / 2',
  rate: (rate, t, { steps, end }) =>
    end + ((rate - end) * (1 + Math.cos((Math.PI * Math.min(t, steps)) / steps))) / 2,
})
