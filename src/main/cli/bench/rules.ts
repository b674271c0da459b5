import {
  createRuleState,
  defaultHyper,
  optimizers,
  type HyperValues,
  type UpdateRule,
} from '#shared/optimizers/index.ts'
import { findSurface } from '#shared/surfaces/index.ts'
import { walk } from '#shared/surfaces/walk.ts'
import { median, type Figure, type Measurement } from './types.ts'

const steps = 2000

/** Long enough for the clock, short enough for every rule to have its turn. */
const walks = 60

/** A rule's steps on two parameters, with gradients that are there already. */
function stepAlone(rule: UpdateRule, hyper: HyperValues): void {
  const state = createRuleState(rule, hyper, [-1.2, 1])
  for (let t = 1; t <= steps; t++) {
    state.gradients[0] = t % 7
    state.gradients[1] = 3 - (t % 5)
    state.step(t)
  }
}

/** What a step of each rule costs with two parameters: alone, and on a surface with gradient and bookkeeping. */
export const rulesMeasurement: Measurement = {
  name: 'rules',
  run(say) {
    say('Every rule on Rosenbrock')
    const surface = findSurface('rosenbrock')
    if (!surface) throw new Error('the surface is gone')
    // As the stage does while a start is dragged, the walks take turns in the same memory.
    const memory = new Float64Array(steps * 100)
    const costs: { name: string; alone: number; whole: number }[] = []
    for (const { id, rules } of optimizers) {
      for (const [convention, rule] of Object.entries(rules)) {
        // A rate at which none leaves the numbers, so that all take every step.
        const options = {
          surface,
          rule,
          hyper: { ...defaultHyper(rule), lr: 1e-5 },
          start: { x: -1.2, y: 1 },
          steps,
          allocate: (length: number) => memory.subarray(0, length),
        }
        costs.push({
          name: `${id} (${convention})`,
          alone: nanoseconds(() => stepAlone(rule, options.hyper)),
          whole: nanoseconds(() => walk(options)),
        })
      }
    }
    const figures = (['alone', 'whole'] as const).flatMap((part): Figure[] => {
      const sorted = [...costs].sort((a, b) => b[part] - a[part])
      const [slowest] = sorted
      const what = part === 'alone' ? 'a rule alone, 2-D' : 'a 2-D step on a surface'
      return [
        {
          key: `rules ${part} median`,
          label: `${what}, median of ${costs.length}`,
          value: median(costs.map((cost) => cost[part])),
          unit: 'ns',
        },
        {
          key: `rules ${part} slowest`,
          label: `${what}, the slowest, ${slowest?.name ?? ''}`,
          value: slowest?.[part] ?? NaN,
          unit: 'ns',
        },
      ]
    })
    return Promise.resolve(figures)
  },
}

/** The median time of a step, of many times so many steps. */
function nanoseconds(run: () => void): number {
  const times = Array.from({ length: walks }, () => {
    const started = performance.now()
    run()
    return ((performance.now() - started) / steps) * 1e6
  })
  return median(times)
}
