// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { useExperimentData } from '#renderer/stores/experiment-data.ts'
import { useTables } from '#renderer/stores/tables.ts'
import { useDataStage } from '#renderer/views/data/store.ts'
import { settle, withApp } from '#test/unit/renderer/support/app.ts'
import { TestLaboratory } from '#test/unit/renderer/support/laboratory.ts'
import { everything } from './fixtures.ts'

const file = { file: '/files/small.csv', read: {} }

async function start() {
  const bridge = new TestLaboratory()
  bridge.tables.files.set(file.file, { table: everything(), state: 'ready' })
  const { value } = withApp(
    () => ({ stage: useDataStage(), tables: useTables(), experiment: useExperimentData() }),
    bridge,
  )
  return { bridge, ...value }
}

describe('the Data stage', () => {
  it('opens with what the next race learns from', async () => {
    const { bridge, stage, experiment } = await start()
    await stage.enter()
    expect(bridge.tables.opened).toEqual([experiment.data.source])
    await stage.enter()
    expect(bridge.tables.opened).toHaveLength(1)
  })

  it('hands table, target, features and treatment to the race', async () => {
    const { stage, tables, experiment } = await start()
    await stage.open(file)
    stage.use('size', false)
    stage.change({ scaling: { kind: 'minmax', fit: 'train' } })
    expect(stage.raceOn()).toBe(true)
    expect(experiment.chosen).toBe(true)
    expect(experiment.part).toEqual({
      dataset: tables.summary?.source,
      target: 'class',
      features: ['colour', 'lift', 'sold'],
      missing: { numbers: 'median', categories: 'mode', target: 'drop' },
      scaling: { kind: 'minmax', fit: 'train' },
      split: { validation: 0.2, stratified: true, seed: 0 },
      loss: 'crossEntropy',
    })
  })

  it('hands over nothing that cannot be trained on, nor a file that is no longer the same', async () => {
    const { bridge, stage, tables, experiment } = await start()
    await stage.open(file)
    stage.useSome('none')
    expect([stage.ready, stage.raceOn()]).toEqual([false, false])
    stage.useSome('useful')
    expect(stage.ready).toBe(true)
    bridge.tables.files.get(file.file)!.state = 'changed'
    await tables.list()
    expect([stage.ready, stage.raceOn()]).toEqual([false, false])
    expect(experiment.chosen).toBe(false)
  })

  it('a table read another way keeps what was chosen of it', async () => {
    const { stage, tables } = await start()
    await stage.open(file)
    stage.setTarget('lift')
    stage.use('sold', false)
    await tables.change(file, { encoding: 'latin1' })
    await nextTick()
    expect(stage.draft?.target).toBe('lift')
    expect(stage.draft?.features.has('sold')).toBe(false)
  })

  it('a table left and opened again too', async () => {
    const { stage } = await start()
    await stage.open(file)
    stage.setTarget('lift')
    await stage.open({ builtin: 'iris' })
    expect(stage.draft?.target).toBe('species')
    await stage.open(file)
    expect(stage.draft?.target).toBe('lift')
  })

  it('a generator opens as it was last set', async () => {
    const { bridge, stage, tables } = await start()
    await tables.open({ generator: 'moons', settings: { rows: 50 } })
    await stage.open(file)
    await stage.open({ generator: 'moons', settings: {} })
    expect(bridge.tables.opened.at(-1)).toEqual({ generator: 'moons', settings: { rows: 50 } })
    expect(tables.summary?.rows).toBe(50)
  })

  it('what the Race stage chooses of the open table holds here', async () => {
    const { stage, tables, experiment } = await start()
    await stage.open(file)
    stage.raceOn()
    experiment.choose({ ...experiment.data, target: 'lift', features: ['size'] })
    await nextTick()
    expect(stage.draft?.target).toBe('lift')
    expect([...(stage.draft?.features ?? [])]).toEqual(['size'])
    expect(tables.summary?.name).toBe('small.csv')
  })

  it('lists columns in the file’s order, or the strongest relation first', async () => {
    const { stage } = await start()
    await stage.open(file)
    await settle()
    const names = (): string[] => stage.listed.map(({ name }) => name)
    expect(names()).toEqual(everything().columns.map(({ name }) => name))
    stage.order = 'relation'
    const strength = (name: string): number => Math.abs(stage.relations?.get(name)?.value ?? -1)
    const [first, ...rest] = names()
    expect(first).toBe('class')
    const known = rest
      .filter((name) => stage.relations?.get(name)?.value !== null && stage.relations?.has(name))
      .map(strength)
    expect(known.length).toBeGreaterThan(3)
    expect(known).toEqual([...known].sort((a, b) => b - a))
    // What has no relation comes last.
    expect(rest.slice(known.length).sort()).toEqual(['country', 'note', 'nothing'])
    stage.order = 'missing'
    expect(names()[0]).toBe('nothing')
    stage.search = ' LI'
    expect(names()).toEqual(['lift'])
  })
})
