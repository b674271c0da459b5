import { defaultHyper, optimizers } from '../../../shared/optimizers/index.ts'
import { findSurface } from '../../../shared/surfaces/index.ts'
import { walk } from '../../../shared/surfaces/walk.ts'
import { median, type Figure, type Measurement } from './types.ts'

const steps = 2000

/** Long enough for the clock, short enough for every rule to have its turn. */
const walks = 60

/** What a step of each rule costs on a surface of two parameters, gradient and bookkeeping included. */
export const rulesMeasurement: Measurement = {
  name: 'rules',
  run(say) {
    say('Every rule on Rosenbrock')
    const surface = findSurface('rosenbrock')
    if (!surface) throw new Error('the surface is gone')
    const costs: { name: string; nanoseconds: number }[] = []
    for (const { id, rules } of optimizers) {
      for (const [convention, rule] of Object.entries(rules)) {
        // A rate at which none leaves the numbers, so that all take every step.
        const options = {
          surface,
          rule,
          hyper: { ...defaultHyper(rule), lr: 1e-5 },
          start: { x: -1.2, y: 1 },
          steps,
        }
        const times = Array.from({ length: walks }, () => {
          const started = performance.now()
          walk(options)
          return ((performance.now() - started) / steps) * 1e6
        })
        costs.push({ name: `${id} (${convention})`, nanoseconds: median(times) })
      }
    }
    costs.sort((a, b) => b.nanoseconds - a.nanoseconds)
    const slowest = costs[0]
    const figures: Figure[] = [
      {
        key: 'rules median',
        label: `a 2-D step, median of ${costs.length} rules`,
        value: median(costs.map(({ nanoseconds }) => nanoseconds)),
        unit: 'ns',
      },
      {
        key: 'rules slowest',
        label: `a 2-D step, the slowest rule, ${slowest?.name ?? ''}`,
        value: slowest?.nanoseconds ?? NaN,
        unit: 'ns',
      },
    ]
    return Promise.resolve(figures)
  },
}
