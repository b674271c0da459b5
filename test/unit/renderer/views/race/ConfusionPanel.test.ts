// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { describe, expect, it } from 'vitest'
import { bridgeKey } from '#renderer/composables/useBridge.ts'
import { i18n } from '#renderer/locales/index.ts'
import ConfusionPanel from '#renderer/views/race/ConfusionPanel.vue'
import { pointAt } from '#renderer/views/race/points.ts'
import { TestLaboratory } from '#test/unit/renderer/support/laboratory.ts'
import { racedLanes, shape, specOf } from '#test/unit/renderer/race/lanes.ts'

function panel(more: Partial<InstanceType<typeof ConfusionPanel>['$props']> = {}) {
  const spec = specOf(2)
  const { lanes } = racedLanes(spec, 'validationLoss', [
    [[1], [1]],
    [[1], [1]],
  ])
  const parameters = new Float64Array(15)
  for (const [step, right] of [
    [10, 8],
    [5, 3],
  ] as const) {
    const confusion = Uint32Array.of(right, 10 - right, 0, 0, 10, 0, 1, 0, 9)
    lanes[0]!.tracks[0]!.paths.set(step, { run: 0, step, parameters, confusion })
  }
  return mount(ConfusionPanel, {
    props: {
      lanes,
      spec,
      shape,
      judged: 'validationLoss' as const,
      target: undefined,
      version: 1,
      ...more,
    },
    global: {
      // Its tooltip wants the app around it.
      stubs: { ExportMenu: true },
      plugins: [createPinia(), i18n],
      provide: { [bridgeKey as symbol]: new TestLaboratory() },
    },
  })
}

describe('the confusion panel', () => {
  it('shows the first seed’s last point: 8 + 10 + 9 = 27 of 30 right', () => {
    const wrapper = panel()
    expect(
      wrapper.findAll('tbody tr').map((row) => row.findAll('td').map((cell) => cell.text())),
    ).toEqual([
      ['8', '2', '0'],
      ['0', '10', '0'],
      ['1', '0', '9'],
    ])
    expect(wrapper.text()).toContain('seed 1 at step 10: 27 of 30')
    expect(wrapper.get('tbody td:nth-of-type(2)').attributes('aria-label')).toBe('2 × x named y')
  })

  it('shows the point looked at, or the last before it', () => {
    const { lanes } = panel().props()
    expect([undefined, 5, 7, 99, 4].map((step) => pointAt(lanes[0]!, step)?.step)).toEqual([
      10,
      5,
      5,
      10,
      undefined,
    ])
    expect(panel({ step: 6 }).text()).toContain('at step 5: 22 of 30')
  })

  it('says of rows without a class that their scores are not finite', () => {
    const wrapper = panel({ shape: { ...shape, validationRows: 34 } })
    expect(wrapper.text()).toContain('4 of them get no class')
  })

  it('says why there is none, and what to do', () => {
    expect(panel({ shape: { ...shape, validationRows: 0 } }).text()).toContain('Hold out a share')
    const off = specOf(2, { record: { metrics: ['validationLoss'] } })
    expect(panel({ spec: off }).text()).toContain('did not record its models')
  })
})
