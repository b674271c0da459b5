import { describe, expect, it } from 'vitest'
import { sliderScale } from '#renderer/views/optimizers/slider-scale.ts'
import { optimizers } from '#shared/optimizers/index.ts'
import { inRange } from '#shared/rules/ranges.ts'

const all = optimizers.flatMap(({ id, rules }) =>
  Object.entries(rules).flatMap(([convention, rule]) =>
    rule.hyper.map((declared) => [`${id} (${convention}): ${declared.key}`, declared] as const),
  ),
)

describe('sliderScale', () => {
  it.each(all)('%s: every place means an allowed value, in order', (_name, declared) => {
    const { last, valueAt, placeOf } = sliderScale(declared)
    const values = Array.from({ length: last + 1 }, (_, place) => valueAt(place))
    for (const value of values) expect(inRange(value, declared.range), String(value)).toBe(true)
    expect(values).toEqual([...values].sort((a, b) => a - b))
    expect(valueAt(placeOf(values[100]!))).toBeCloseTo(values[100]!, 1)
  })

  it('goes over decades for a rate, and over what is forgotten for a share', () => {
    const rate = sliderScale({
      ...{ key: 'lr', symbol: '\\eta', label: { en: '', 'zh-CN': '' }, default: 0.02 },
      range: { minimum: 0, maximum: 1000, exclusive: 'minimum' },
    })
    expect(rate.valueAt(rate.placeOf(0.02))).toBe(0.02)
    expect(rate.valueAt(rate.last) / rate.valueAt(0)).toBeCloseTo(1e6, -4)
    const share = sliderScale({
      ...{ key: 'rho', symbol: '\\rho', label: { en: '', 'zh-CN': '' }, default: 0.9 },
      range: { minimum: 0, maximum: 1, exclusive: 'maximum' },
    })
    expect([share.valueAt(0), share.valueAt(48), share.valueAt(96)]).toEqual([0, 0.9, 0.99])
  })
})
