import { describe, expect, it } from 'vitest'
import {
  experimentOf,
  formOf,
  stepsOf,
  tutorialForm,
  tutorialLane,
  tutorialPart,
  withOwn,
} from '#renderer/race/iris.ts'
import { layoutOf } from '#shared/models.ts'
import { weightEnds } from '#renderer/race/weights.ts'
import { weightTables } from '#renderer/views/iris/layers.ts'
import { findPreset } from '#shared/experiment/presets.ts'
import { parseSpec } from '#shared/experiment/spec.ts'

describe('the form', () => {
  it('starts as the tutorial’s preset, to the letter', () => {
    expect(parseSpec(experimentOf(tutorialForm()))).toEqual(parseSpec(findPreset('iris')?.spec))
  })

  it('offers every optimizer, the tutorial’s six taking part', () => {
    const { lanes, off = [] } = tutorialPart('softmax')
    expect(lanes.map(({ id }) => id).filter((id) => !off.includes(id))).toEqual([
      'adagrad',
      'adadelta',
      'rmsprop',
      'sgd',
      'momentum',
      'adam',
    ])
    expect(lanes.at(-1)?.id).toBe('nesterov')
  })

  it('trains the network as the tutorial does: SGD alone, at 0.2', () => {
    const spec = parseSpec(experimentOf({ ...tutorialForm(), ...tutorialPart('network') }))
    expect(spec.model).toEqual({
      hidden: [6],
      activation: 'sigmoid',
      initial: { kind: 'normal', deviation: 0.5 },
    })
    expect(spec.lanes).toMatchObject([{ optimizer: 'sgd', hyper: { lr: 0.2 } }])
    expect(tutorialLane('adam', 'network').hyper.lr).toBe(0.02)
  })

  it.each(['softmax', 'network'] as const)('comes back from the race it described: %s', (model) => {
    const part = tutorialPart(model)
    const form = {
      ...tutorialForm(),
      ...part,
      lanes: part.lanes.map((lane, at) =>
        at === 3 ? { ...lane, hyper: { ...lane.hyper, lr: 0.125 } } : lane,
      ),
      off: part.lanes.map(({ id }) => id).filter((_id, at) => at !== 0 && at !== 3),
      batchSize: 1,
      budget: { epochs: 7 },
      seeds: { first: 99, count: 1 },
    }
    expect(formOf(parseSpec(experimentOf(form)))).toEqual(form)
  })

  it('knows no form for a race of another kind', () => {
    const spec = parseSpec(experimentOf(tutorialForm()))
    expect(formOf({ ...spec, dataset: { builtin: 'wine' } })).toBeUndefined()
    expect(formOf({ ...spec, batchSize: 32 })).toBeUndefined()
    expect(formOf({ ...spec, seeds: [1, 2] })).toBeUndefined()
    expect(formOf({ ...spec, budget: { steps: 20 } })).toBeUndefined()
    expect(formOf({ ...spec, model: { ...spec.model, hidden: [7] } })).toBeUndefined()
  })

  it('counts steps: 120 flowers in batches, epoch by epoch', () => {
    expect(stepsOf(1, 4)).toBe(480)
    expect(stepsOf(24, 4)).toBe(20)
    expect(stepsOf(120, 4)).toBe(4)
  })
})

describe('weight tables', () => {
  const features = ['a', 'b', 'c', 'd']
  const classes = ['x', 'y', 'z']

  it('lays softmax regression out as features by classes, biases below', () => {
    const [table] = weightTables({ hidden: [], activation: 'relu' }, features, classes)
    expect(table?.rows.map(({ cells }) => cells.map(({ parameter }) => parameter))).toEqual([
      [0, 1, 2],
      [3, 4, 5],
      [6, 7, 8],
      [9, 10, 11],
      [12, 13, 14],
    ])
  })

  it('lays the 4-6-3 network out in two tables: 4·6 + 6 parameters, then 6·3 + 3', () => {
    const tables = weightTables({ hidden: [6], activation: 'sigmoid' }, features, classes)
    const flat = tables.flatMap(({ rows }) =>
      rows.flatMap(({ cells }) => cells.map(({ parameter }) => parameter)),
    )
    expect(flat).toEqual(Array.from({ length: 30 + 21 }, (_, index) => index))
    const layout = layoutOf({ hidden: [6], activation: 'sigmoid' }, 4, 3)
    const ends = (parameter: number) => weightEnds(layout, features, classes, parameter)
    expect(ends(30)).toEqual({
      layer: 2,
      from: { kind: 'hidden', index: 1 },
      to: { kind: 'class', name: 'x' },
    })
    expect(ends(29)).toMatchObject({
      from: { kind: 'bias' },
      to: { kind: 'hidden', index: 6 },
    })
    expect(ends(51)).toBeUndefined()
  })
})

describe('rows of own rules', () => {
  const choice = (name: string, rate = 0.1) => ({
    ...{ optimizer: `own:${name}`, convention: 'own' as const },
    rule: `# rule: ${name}\n# hyper lr = ${rate}\n\nw -= lr * g\n`,
  })

  it('sit out after the tutorial’s own, until they are ticked', () => {
    const form = tutorialForm()
    const added = withOwn(form, [choice('mine')])!
    const now = { ...form, ...added }
    expect(now.lanes.findIndex(({ id }) => id === 'own:mine')).toBe(experimentOf(form).lanes.length)
    expect(now.off).toContain('own:mine')
    expect(withOwn(now, [choice('mine')])).toBeUndefined()
    expect(withOwn(now, [])?.lanes).toEqual(form.lanes)
  })

  it('follow their rule, and stay where it is gone while they take part', () => {
    const first = tutorialForm()
    const form = { ...first, ...withOwn(first, [choice('mine')]) }
    const changed = withOwn(form, [choice('mine', 0.5)])!
    expect(changed.lanes.find(({ id }) => id === 'own:mine')?.hyper.lr).toBe(0.5)
    const on = { ...form, off: form.off?.filter((id) => id !== 'own:mine') ?? [] }
    expect(withOwn(on, [])).toBeUndefined()
    const again = formOf(parseSpec(experimentOf(on)))!
    expect(again.lanes.at(-1)).toMatchObject({ id: 'own:mine', rule: choice('mine').rule })
  })
})
