import { describe, expect, it } from 'vitest'
import { findShape } from '#main/tables/json-shape.ts'

const whole = { listed: false, all: true }
const list = { listed: true, all: true }
const records = [
  { a: 1, b: 'x' },
  { a: 2, b: 'y' },
]

describe('a file of JSON that is no list of records', () => {
  it('has them inside an object, however deep', () => {
    const inside: readonly [unknown, string][] = [
      [{ meta: { n: 2 }, data: records }, '.data'],
      [{ response: { page: 1, docs: records } }, '.response.docs'],
      [{ 'odd key': records }, '.["odd key"]'],
      [{ type: 'FeatureCollection', features: records }, '.features'],
      [{ schema: { fields: [{ name: 'a' }] }, data: records }, '.data'],
      [{ ok: true, values: [3, 1, 2], n: 3 }, '.values'],
      [
        {
          n: 2,
          rows: [
            [1, 2],
            [3, 4],
          ],
        },
        '.rows',
      ],
    ]
    for (const [value, where] of inside) {
      const shape = findShape([value], whole)
      expect(shape).toMatchObject({ reason: 'json-wrapped', parameters: { where } })
      expect(shape!.sentence).toContain(`jq '${where}'`)
    }
  })

  it('has them inside a list', () => {
    expect(findShape([{ page: 1 }, records], list)).toMatchObject({ parameters: { where: '.[1]' } })
    expect(findShape([records, records], list)).toMatchObject({ parameters: { where: '.[][]' } })
    expect(findShape([{ items: records }], list)).toMatchObject({
      parameters: { where: '.[0].items' },
    })
  })

  it('has them inside each of several answers, or has none', () => {
    const answers = [1, 2].map((page) => ({ page, results: records }))
    expect(findShape(answers, whole)).toMatchObject({ parameters: { where: '.results[]' } })
    expect(findShape(answers, list)).toMatchObject({ parameters: { where: '.[].results[]' } })
    expect(findShape([{ total: 0, data: [] }], whole)).toMatchObject({
      parameters: { where: '.data' },
    })
  })

  it('has a list for each column', () => {
    for (const value of [
      { a: [1, 2], b: ['x', 'y'] },
      { a: [1, 2] },
      { n: 2, a: [1, 2], b: [3, 4] },
    ]) {
      expect(findShape([value], whole)).toMatchObject({ reason: 'json-columns' })
    }
  })

  it('has names and rows apart', () => {
    const value = {
      columns: ['a', 'b'],
      index: [0, 1],
      data: [
        [1, 'x'],
        [2, 'y'],
      ],
    }
    expect(findShape([value], whole)).toMatchObject({ reason: 'json-split' })
  })

  it('has an object for each column or row', () => {
    const columns = { a: { 0: 1, 1: 2 }, b: { 0: 'x', 1: 'y' } }
    const index = { 0: records[0], 1: records[1] }
    const named = { anna: records[0], bert: records[1] }
    for (const [value, orient] of [
      [columns, 'columns'],
      [index, 'index'],
      [named, 'index'],
    ]) {
      expect(findShape([value], whole)).toMatchObject({
        reason: 'json-keyed',
        parameters: { orient },
      })
    }
  })

  it('has values without names', () => {
    expect(findShape([1, 2, null], list)).toMatchObject({ reason: 'json-values' })
    expect(findShape(['a', 'b'], list)).toMatchObject({ reason: 'json-values' })
  })
})

describe('a file of JSON that is one', () => {
  it.each([
    [records, list],
    [records, whole],
    [
      [
        [1, 2],
        [3, 4],
      ],
      list,
    ],
    [
      [
        { a: 1, tags: ['p', 'q'] },
        { a: 2, tags: [] },
      ],
      list,
    ],
    [
      [
        { a: 1, items: records },
        { a: 2, items: records },
      ],
      whole,
    ],
    [[{ a: 1, pos: { x: 1, y: 2 } }], whole],
    [[{ a: 1 }], whole],
    [[{}], list],
    [[], list],
  ])('%j', (values, form) => {
    expect(findShape(values, form)).toBeUndefined()
  })
})
