import { describe, expect, it } from 'vitest'
import { judgedMetric } from '#shared/experiment/judged.ts'
import { parseSpec, type ExperimentInput } from '#shared/experiment/spec.ts'

const spec = (more: Partial<ExperimentInput> = {}) =>
  parseSpec({
    dataset: { builtin: 'iris' },
    lanes: [{ id: 'a', optimizer: 'sgd' }],
    budget: { steps: 1 },
    ...more,
  })

describe('the metric that counts', () => {
  it('is held-out loss, or where nothing is held out training loss', () => {
    expect(judgedMetric(spec())).toBe('validationLoss')
    expect(judgedMetric(spec({ split: { validation: 0 } }))).toBe('trainLoss')
    expect(judgedMetric(spec({ record: { metrics: ['rate'] } }))).toBeUndefined()
  })

  it('is what the experiment says, which it has to record; a target to end at changes nothing', () => {
    const record = { metrics: ['trainLoss', 'validationLoss', 'trainAccuracy'] } as const
    const metrics = { record: { metrics: [...record.metrics] } }
    expect(judgedMetric(spec({ ...metrics, judged: 'trainAccuracy' }))).toBe('trainAccuracy')
    const stop = { target: { metric: 'trainLoss', value: 0.1 } } as const
    expect(judgedMetric(spec({ ...metrics, stop }))).toBe('validationLoss')
    expect(() => spec({ judged: 'trainAccuracy' })).toThrow(/judged/)
  })
})
