import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldRows, foldSize, splitRows, validationCount } from '#shared/data/split.ts'
import { createRandom } from '#shared/math/random.ts'

const countOf = (codes: Int32Array, rows: Int32Array, code: number): number =>
  rows.filter((row) => codes[row] === code).length

describe('splitRows', () => {
  it('holds out exactly the share, each row in one part', () => {
    fc.assert(
      fc.property(
        fc.nat(0xffffffff),
        fc.array(fc.nat(4), { minLength: 1, maxLength: 200 }),
        fc.double({ min: 0, max: 0.9, noNaN: true }),
        fc.boolean(),
        (seed, classes, share, stratified) => {
          const codes = Int32Array.from(classes)
          const random = createRandom(seed, 'split')
          const split = splitRows(random, codes.length, share, stratified ? codes : undefined)
          expect(split.validation).toHaveLength(validationCount(codes.length, share))
          const all = [...split.train, ...split.validation].sort((a, b) => a - b)
          expect(all).toEqual(Array.from(codes, (_, row) => row))
        },
      ),
    )
  })

  it('leaves a row to train on', () => {
    expect(validationCount(1, 0.9)).toBe(0)
    expect(validationCount(2, 0.9)).toBe(1)
  })

  it('keeps the classes’ shares: 50, 50 and 50 flowers give 10, 10 and 10', () => {
    const codes = Int32Array.from({ length: 150 }, (_, row) => Math.floor(row / 50))
    for (let seed = 0; seed < 20; seed++) {
      const { validation } = splitRows(createRandom(seed, 'split'), 150, 0.2, codes)
      expect([0, 1, 2].map((code) => countOf(codes, validation, code))).toEqual([10, 10, 10])
    }
  })

  it('is never off a class’s exact share by a whole row', () => {
    fc.assert(
      fc.property(
        fc.nat(0xffffffff),
        fc.array(fc.nat(3), { minLength: 2, maxLength: 120 }),
        (seed, classes) => {
          const codes = Int32Array.from(classes)
          const { validation } = splitRows(createRandom(seed, 'split'), codes.length, 0.3, codes)
          for (const code of new Set(classes)) {
            const all = classes.filter((each) => each === code).length
            const exact = (all * validation.length) / codes.length
            expect(Math.abs(countOf(codes, validation, code) - exact)).toBeLessThan(1)
          }
        },
      ),
    )
  })

  it('draws another split from another seed, and the same from the same', () => {
    const split = (seed: number): Int32Array =>
      splitRows(createRandom(seed, 'split'), 150, 0.2).validation
    expect(split(1)).toEqual(split(1))
    expect(split(1)).not.toEqual(split(2))
  })
})

describe('foldRows', () => {
  const split = fc
    .record({
      seed: fc.nat(0xffffffff),
      classes: fc.array(fc.nat(4), { minLength: 2, maxLength: 200 }),
      stratified: fc.boolean(),
    })
    .chain((drawn) =>
      fc.integer({ min: 2, max: drawn.classes.length }).map((folds) => ({ ...drawn, folds })),
    )

  it('holds out every row exactly once, over all folds', () => {
    fc.assert(
      fc.property(split, ({ seed, classes, stratified, folds }) => {
        const codes = Int32Array.from(classes)
        const rows = codes.length
        const parts = Array.from({ length: folds }, (_, fold) =>
          foldRows(createRandom(seed, 'split'), rows, folds, fold, stratified ? codes : undefined),
        )
        const held = parts.flatMap(({ validation }) => [...validation]).sort((a, b) => a - b)
        expect(held).toEqual(Array.from(codes, (_, row) => row))
        for (const { train, validation } of parts) {
          expect(train).toHaveLength(rows - foldSize(rows, folds))
          expect(foldSize(rows, folds) - validation.length).toBeLessThanOrEqual(1)
          const out = new Set(validation)
          expect(train.some((row) => out.has(row))).toBe(false)
          expect(new Set(train).size).toBe(train.length)
        }
      }),
    )
  })

  it('gives each part its share of every class, to a row', () => {
    fc.assert(
      fc.property(split, ({ seed, classes, folds }) => {
        const codes = Int32Array.from(classes)
        for (const code of new Set(codes)) {
          const counts = Array.from({ length: folds }, (_, fold) => {
            const random = createRandom(seed, 'split')
            const { validation } = foldRows(random, codes.length, folds, fold, codes)
            return countOf(codes, validation, code)
          })
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
        }
      }),
    )
  })
})
