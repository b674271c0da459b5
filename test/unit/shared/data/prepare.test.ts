import { describe, expect, it } from 'vitest'
import { prepareProblems } from '#shared/data/prepare.ts'
import { specOf } from '#test/support/specs.ts'
import { readTable, tableOf } from '#test/support/tables.ts'

const table = tableOf({
  size: [1, 2, 3, 4, 5, 6],
  colour: ['red', 'blue', 'red', 'green', 'blue', 'red'],
  same: [7, 7, 7, 7, 7, 7],
  kind: ['a', 'b', 'a', 'b', 'a', 'b'],
})

const start = (train: number[], validation: number[]) => ({
  train,
  validation,
  parameters: new Array<number>(12).fill(0),
  batches: [train.map((_, index) => index)],
})

describe('prepareProblems', () => {
  it('makes one column of each category, and leaves those 0 and 1', () => {
    const [problem] = prepareProblems(
      specOf({ scaling: { kind: 'none' }, start: start([0, 1, 3], []) }),
      table,
    )
    expect(problem!.featureNames).toEqual([
      'size',
      'colour=red',
      'colour=blue',
      'colour=green',
      'same',
    ])
    expect([...problem!.train.features]).toEqual([1, 1, 0, 0, 7, 2, 0, 1, 0, 7, 4, 0, 0, 1, 7])
    expect(problem!.classNames).toEqual(['a', 'b'])
    expect([...problem!.train.targets]).toEqual([1, 0, 0, 1, 0, 1])
  })

  it('fits the scale on training rows alone, unless configured otherwise', () => {
    const scaled = (fit: 'train' | 'all'): number[] => {
      const [problem] = prepareProblems(
        specOf({
          features: ['size'],
          scaling: { kind: 'minmax', fit },
          start: start([1, 3], [0, 5]),
        }),
        table,
      )
      return [...problem!.train.features, ...problem!.validation.features]
    }
    // Training sizes 2 and 4: (x − 2) / 2. All sizes 1 … 6: (x − 1) / 5.
    expect(scaled('train')).toEqual([0, 1, -0.5, 2])
    expect(scaled('all')).toEqual([0.2, 0.6, 0, 1])
  })

  it('standardises by mean and deviation, divided by n', () => {
    const [problem] = prepareProblems(
      specOf({ features: ['size'], scaling: { kind: 'standard' }, start: start([0, 2], [3]) }),
      table,
    )
    // Sizes 1 and 3: mean 2, deviation √((1 + 1) / 2) = 1.
    expect([...problem!.train.features]).toEqual([-1, 1])
    expect([...problem!.validation.features]).toEqual([2])
  })

  it.each([1e200, 1e-200, 5e-324, 8e307])(
    'scales a column of scale %d as one of scale 1, where double precision holds its range',
    (unit) => {
      const values = [1, 2, 2, 1, 2, 1].map((value) => value * unit)
      const column = tableOf({ size: values, kind: ['a', 'b', 'a', 'b', 'a', 'b'] })
      for (const kind of ['minmax', 'standard'] as const) {
        const [problem] = prepareProblems(
          specOf({ scaling: { kind }, start: start([0, 1, 2, 3], [4, 5]) }),
          column,
        )
        const { train, validation, featureScales } = problem!
        const [low, high] = kind === 'minmax' ? [0, 1] : [-1, 1]
        if (unit > 5e-324) {
          const close = (values: (number | undefined)[]): unknown[] =>
            values.map((value) => expect.closeTo(value!, 12) as unknown)
          expect([...train.features]).toEqual(close([low, high, high, low]))
          expect([...validation.features]).toEqual(close([high, low]))
        }
        expect([...train.features].every(Number.isFinite)).toBe(true)
        expect(featureScales[0]!.width).toBeGreaterThan(0)
      }
    },
  )

  it.each<[string, number[], 'none' | 'minmax' | 'standard', RegExp]>([
    [
      'unscaled',
      [1, 1e200, 3, 4],
      'none',
      /^scaling\.kind: 'size' holds 1e\+200, .*scale the features$/,
    ],
    [
      'of a range beyond all numbers',
      [-1.7e308, 1.7e308, 0, 1],
      'standard',
      /^features: 'size' holds -?1\.7e\+308/,
    ],
    ['likewise', [-1.7e308, 1.7e308, 0, 1], 'minmax', /^features: 'size' holds/],
    ['far beyond its training rows', [1, 2, 1, 1e300], 'minmax', /^features: 'size' holds 1e\+300/],
  ])('refuses a column %s with its name', (_, size, kind, message) => {
    const column = tableOf({ size, kind: ['a', 'b', 'a', 'b'] })
    const spec = specOf({ scaling: { kind }, start: start([0, 1, 2], [3]) })
    expect(() => prepareProblems(spec, column)).toThrow(
      expect.objectContaining({ code: 'bad-spec', details: [expect.stringMatching(message)] }),
    )
  })

  it('refuses a target of such a range likewise', () => {
    const column = tableOf({ size: [1, 2, 3, 4], goal: [-1.7e308, 1.7e308, 0, 1] })
    const spec = specOf({ loss: 'meanSquaredError', target: 'goal', start: start([0, 1, 2], [3]) })
    expect(() => prepareProblems(spec, column)).toThrow(/target: 'goal' holds -?1\.7e\+308/)
  })

  it.each(['minmax', 'standard'] as const)('scales a constant column to 0 (%s)', (kind) => {
    const [problem] = prepareProblems(
      specOf({ features: ['same'], scaling: { kind }, start: start([0, 1, 2], [3]) }),
      table,
    )
    expect([...problem!.train.features, ...problem!.validation.features]).toEqual([0, 0, 0, 0])
  })

  it.each(['minmax', 'standard'] as const)(
    'leaves a held-out row its distance from a column that training rows have constant (%s)',
    (kind) => {
      const pixels = tableOf({ pixel: [3, 3, 5, 2], kind: ['a', 'b', 'a', 'b'] })
      const [problem] = prepareProblems(
        specOf({ scaling: { kind }, start: start([0, 1], [2, 3]) }),
        pixels,
      )
      expect([...problem!.train.features]).toEqual([0, 0])
      expect([...problem!.validation.features]).toEqual([2, -1])
    },
  )

  it('does not mistake the rounding of a mean for a spread', () => {
    // 0.1 + 0.1 + 0.1 is not 0.3, so the mean of three times 0.1 is not 0.1.
    const constant = tableOf({ x: [0.1, 0.1, 0.1], kind: ['a', 'b', 'a'] })
    const [problem] = prepareProblems(specOf({ start: start([0, 1, 2], []) }), constant)
    expect([...problem!.train.features]).toEqual([0, 0, 0])
  })

  it('standardises a regression’s target by its training rows, whatever the scaling', () => {
    const [problem] = prepareProblems(
      specOf({
        target: 'size',
        features: ['same'],
        loss: 'meanSquaredError',
        scaling: { kind: 'none', fit: 'all' },
        start: start([0, 2], [5]),
      }),
      table,
    )
    // Training targets 1 and 3: mean 2, deviation 1.
    expect(problem).toMatchObject({
      outputs: 1,
      classNames: [],
      targetScale: { offset: 2, width: 1 },
    })
    expect([...problem!.train.targets, ...problem!.validation.targets]).toEqual([-1, 1, 4])
  })

  it('takes numbers as classes, in ascending order', () => {
    const digits = tableOf({ x: [1, 2, 3, 4], digit: [10, 2, 2, 1] })
    const [problem] = prepareProblems(specOf({ start: start([0, 1, 2, 3], []) }), digits)
    expect(problem!.classNames).toEqual(['1', '2', '10'])
    expect([...problem!.train.targets]).toEqual([0, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0])
  })

  it('gives seeds one split, or each its own', async () => {
    const iris = await readTable('iris')
    const shared = prepareProblems(specOf({ seeds: [1, 2] }), iris)
    expect(shared[0]).toBe(shared[1])
    const own = prepareProblems(
      specOf({ seeds: [1, 2], split: { validation: 0.2, seed: 'run' } }),
      iris,
    )
    expect(own[0]!.train.features).not.toEqual(own[1]!.train.features)
  })

  it('gives a seed the same split, whichever seeds it is prepared with', async () => {
    const iris = await readTable('iris')
    const spec = specOf({ seeds: [4, 5, 6], split: { validation: 0.2, seed: 'run' } })
    const [, , together] = prepareProblems(spec, iris)
    const [alone] = prepareProblems(spec, iris, [6])
    expect(alone).toEqual(together)
  })
})
