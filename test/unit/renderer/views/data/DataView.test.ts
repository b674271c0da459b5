// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { TooltipProvider } from 'reka-ui'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { h, nextTick } from 'vue'
import { bridgeKey } from '#renderer/composables/useBridge.ts'
import { i18n } from '#renderer/locales/index.ts'
import { useExperimentData } from '#renderer/stores/experiment-data.ts'
import { useTables } from '#renderer/stores/tables.ts'
import { useDataStage } from '#renderer/views/data/store.ts'
import DataView from '#renderer/views/data/DataView.vue'
import { parseSpec } from '#shared/experiment/spec.ts'
import { settle } from '#test/unit/renderer/support/app.ts'
import { TestLaboratory } from '#test/unit/renderer/support/laboratory.ts'
import { column, table } from './fixtures.ts'

/** Happy DOM lays nothing out: everything is as high and wide as a screen. */
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(700)
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(800)
})
afterEach(() => void vi.restoreAllMocks())

async function show(bridge: TestLaboratory) {
  const pinia = createPinia()
  setActivePinia(pinia)
  const wrapper = mount(
    { render: () => h(TooltipProvider, null, { default: () => h(DataView) }) },
    {
      attachTo: document.body,
      global: { plugins: [pinia, i18n], provide: { [bridgeKey as symbol]: bridge } },
    },
  )
  await settle()
  return { wrapper, tables: useTables(), stage: useDataStage() }
}

function wideTable(columns: number) {
  const rows = Array.from({ length: 40 }, (_, row) => row)
  const features = Array.from({ length: columns }, (_, at) =>
    column(
      `f${at}`,
      rows.map((row) => Math.sin(row * (at + 1))),
    ),
  )
  return table(
    ...features,
    column(
      'class',
      rows.map((row) => (row % 2 === 0 ? 'a' : 'b')),
    ),
  )
}

describe('the stage’s page', () => {
  it('draws of hundreds of columns only those in sight, and can choose all of them', async () => {
    const bridge = new TestLaboratory()
    bridge.tables.files.set('/files/wide.csv', { table: wideTable(120), state: 'ready' })
    const { wrapper, tables, stage } = await show(bridge)
    await tables.open({ file: '/files/wide.csv', read: {} })
    await nextTick()
    const lines = wrapper.findAll('.column-row')
    expect(lines.length).toBeGreaterThan(10)
    expect(lines.length).toBeLessThan(60)
    expect(wrapper.findAll('.preview thead th').length).toBeLessThan(40)
    expect(wrapper.get('[role="table"]').attributes('aria-rowcount')).toBe('122')
    expect(stage.draft?.features.size).toBe(120)
    await wrapper.findAll('.choices button').at(-1)!.trigger('click')
    expect(stage.draft?.features.size).toBe(0)
    expect(wrapper.get('.problems').text()).toContain('No column is chosen')
    expect(wrapper.get('.race').attributes('aria-disabled')).toBe('true')
    await wrapper.get('.problems button').trigger('click')
    expect(stage.draft?.features.size).toBe(120)
  })

  it('lists refused rows with line and reason, and says when there are more', async () => {
    const bridge = new TestLaboratory()
    bridge.tables.files.set('/files/ragged.csv', {
      table: wideTable(2),
      state: 'ready',
      extra: {
        rejected: [
          { line: 9, reason: 'The row has 2 values where the table has 3 columns.' },
          { line: 1023, reason: 'The row has 5 values where the table has 3 columns.' },
        ],
        rejectedCount: 70,
        nonFinite: 1,
      },
    })
    const { wrapper, tables } = await show(bridge)
    await tables.open({ file: '/files/ragged.csv', read: {} })
    await nextTick()
    const refused = wrapper.get('details.refused')
    expect(refused.get('summary').text()).toBe('70 rows refused')
    expect(refused.text()).toContain('The first 2 of 70:')
    expect(refused.findAll('dt').map((each) => each.text())).toEqual(['line 9', 'line 1,023'])
    expect(refused.findAll('dd')[1]!.text()).toContain('5 values')
    expect(wrapper.text()).toContain('1 infinite cell refused')
  })

  it('says the shape of every column to those who do not see it', async () => {
    const { wrapper } = await show(new TestLaboratory())
    const labels = wrapper.findAll('svg.histogram').map((each) => each.attributes('aria-label'))
    expect(labels.every((label) => label && label.length > 20)).toBe(true)
    expect(labels).toContain('species: setosa 50, versicolor 50, virginica 50.')
  })

  it('whatever split is chosen, a spec can hold it', async () => {
    const { wrapper, stage } = await show(new TestLaboratory())
    const experiment = useExperimentData()
    const press = (text: string): Promise<void> =>
      wrapper
        .findAll('.setup [role="radio"]')
        .find((each) => each.text() === text)!
        .trigger('click')
    const raced = (): unknown => {
      expect(stage.raceOn()).toBe(true)
      const lanes = [{ id: 'a', optimizer: 'sgd', hyper: { lr: 0.1 } }]
      return parseSpec({ ...experiment.part, lanes, budget: { epochs: 1 } }).split
    }
    await press('One per seed')
    expect(raced()).toEqual({ validation: 0.2, stratified: true, seed: 'run' })
    // The parts of a k-fold split come from one draw.
    await press('k-fold')
    expect(raced()).toEqual({ validation: 0.2, stratified: true, seed: 0, folds: 5 })
    await press('Share')
    expect(raced()).toEqual({ validation: 0.2, stratified: true, seed: 0 })
  })

  it('a column opened shows its numbers, and becomes the target by a button', async () => {
    const { wrapper, stage } = await show(new TestLaboratory())
    const row = wrapper.findAll('.column-row')[0]!
    await row.get('button.name').trigger('click')
    const detail = wrapper.get('.detail')
    expect(detail.text()).toContain('4.3')
    expect(detail.text()).toContain('7.9')
    await detail.get('button').trigger('click')
    expect(stage.draft?.target).toBe('sepal_length')
    expect(stage.draft?.task).toBe('regression')
    expect(stage.draft?.features.has('species')).toBe(true)
  })
})
