import { text } from '../optimizers/hyper.ts'
import { overSteps } from './parameters.ts'
import { defineSchedule } from './types.ts'

/**
 * Up from a fraction of the rate by half a cosine, then down by half a cosine to almost nothing. As
 * PyTorch's `OneCycleLR` anneals, where the lane's rate is `max_lr`, `steps` its `total_steps` and
 * `rise` its `pct_start`: the peak lies at r·T − 1, between two steps unless that is whole.
 *
 * Where PyTorch says nothing: a peak at step 0 (r·T = 1, there a division by zero) starts on the
 * rate itself; a peak before it (r·T < 1) lets step 0 be some way down already; and after the last
 * step, where PyTorch refuses, the rate stays.
 *
 * @see Smith & Topin 2019, Super-Convergence
 */
export const oneCycle = defineSchedule({
  kind: 'oneCycle',
  name: text('one-cycle', '单周期'),
  parameters: [
    overSteps,
    {
      key: 'rise',
      symbol: 'r',
      label: text('share that rises', '上升占比'),
      default: 0.3,
      range: { minimum: 0, maximum: 1, exclusive: 'both' },
    },
    {
      key: 'startFactor',
      symbol: 'a',
      label: text('starts at 1/a of the rate', '起始为学习率的 1/a'),
      default: 25,
      range: { minimum: 1, maximum: 1e9 },
    },
    {
      key: 'endFactor',
      symbol: 'b',
      label: text('ends at 1/b of the start', '终止为起始的 1/b'),
      default: 1e4,
      range: { minimum: 1, maximum: 1e12 },
    },
  ],
  formula:
    '\\eta_t = \\begin{cases} c\\left(\\tfrac{\\eta_0}{a}, \\eta_0, \\tfrac{t}{rT - 1}\\right) & t \\le rT - 1 \\\\ c\\left(\\eta_0, \\tfrac{\\eta_0}{ab}, \\tfrac{t - rT + 1}{T - rT}\\right) & t > rT - 1 \\end{cases} \\qquad c(u, v, f) = v + \\tfrac{1}{2}(u - v)(1 + \\cos \\pi f)',
  code: `peak, last = rise * steps - 1, max(0, steps - 1)
at, first = min(t, last), rate / startFactor
if at <= peak:
    share, begin, end = at / peak if peak != 0 else 1, first, rate
else:
    share, begin, end = (at - peak) / (last - peak), rate, first / endFactor
rate = end + (begin - end) * (1 + cos(pi * share)) / 2`,
  rate: (rate, t, { steps, rise, startFactor, endFactor }) => {
    const first = rate / startFactor
    const last = Math.max(0, steps - 1)
    const peak = rise * steps - 1
    const at = Math.min(t, last)
    if (at <= peak) return peak === 0 ? rate : halfCosine(first, rate, at / peak)
    return halfCosine(rate, first / endFactor, (at - peak) / (last - peak))
  },
})

function halfCosine(from: number, to: number, share: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * share))) / 2
}
