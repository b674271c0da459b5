import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  firstData,
  fromSpec,
  plainTreatment,
  sameTable,
  toSpecPart,
  useExperimentData,
  type ExperimentData,
} from '#renderer/stores/experiment-data.ts'
import { parseSpec } from '#shared/experiment/spec.ts'

const rest = {
  lanes: [{ id: 'a', optimizer: 'sgd', hyper: { lr: 0.1 } }],
  budget: { epochs: 1 },
}

const houses: ExperimentData = {
  source: { file: '/tables/houses.csv', read: { encoding: 'gb18030' }, sha256: 'a'.repeat(64) },
  name: 'houses.csv',
  target: 'price',
  features: ['rooms', 'district'],
  task: 'regression',
  missing: { numbers: 'median', categories: 'own', target: 'drop' },
  scaling: { kind: 'minmax', fit: 'train' },
  split: { validation: 0.25, stratified: false, seed: 3, folds: 5 },
}

describe('the data half of an experiment', () => {
  beforeEach(() => setActivePinia(createPinia()))

  it.each([
    ['what the stage opens with', firstData],
    ['a file with everything decided', houses],
  ])('survives the way through a spec: %s', (_, data) => {
    const spec = parseSpec({ ...rest, ...toSpecPart(data) })
    expect(fromSpec(spec, data.name)).toEqual(data)
  })

  it('leaves alone what the spec says by default', () => {
    const spec = parseSpec({ ...rest, dataset: { builtin: 'wine' } })
    expect(fromSpec(spec)).toMatchObject(plainTreatment)
  })

  it('a task decides the loss', () => {
    expect(toSpecPart(firstData).loss).toBe('crossEntropy')
    expect(toSpecPart(houses).loss).toBe('meanSquaredError')
  })

  it('says whether anybody has chosen', () => {
    const store = useExperimentData()
    expect([store.chosen, store.data.name]).toEqual([false, 'Wine'])
    store.adopt(parseSpec({ ...rest, ...toSpecPart(houses) }))
    expect([store.chosen, store.data.name]).toEqual([true, 'houses.csv'])
    expect(store.part.dataset).toEqual(houses.source)
  })

  it('knows a table again, however it is read', () => {
    const file = { file: '/a.csv', read: {} }
    expect(sameTable(file, { file: '/a.csv', read: { header: false } })).toBe(true)
    expect(sameTable(file, { file: '/b.csv', read: {} })).toBe(false)
    expect(sameTable({ builtin: 'wine' }, { generator: 'wine', settings: {} })).toBe(false)
    const moons = { generator: 'moons', settings: { noise: 1 } }
    expect(sameTable(moons, { generator: 'moons', settings: {} })).toBe(true)
  })
})
