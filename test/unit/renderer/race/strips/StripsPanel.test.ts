// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import type { StripLane } from '#renderer/charts/strips.ts'
import { bridgeKey } from '#renderer/composables/useBridge.ts'
import { i18n } from '#renderer/locales/index.ts'
import StripsPanel from '#renderer/race/strips/StripsPanel.vue'
import { TestLaboratory } from '../../support/laboratory.ts'

const steps = Array.from({ length: 10 }, (_, at) => at + 1)
const lane = (name: string, rate: (step: number) => number): StripLane => ({
  ...{ id: name, name, look: { colour: '#117733', dash: [] }, steps, x: steps },
  quantities: [
    {
      ...{ key: 'rate', name: 'effective rate', symbol: '|Δw| / |g|', logarithmic: true },
      values: steps.map(rate),
    },
  ],
})
const adagrad = lane('Adagrad', (step) => 1 / step)
const rmsprop = lane('RMSprop', () => 0.5)

/** As wide as the frame of a curve from 0 to 10: ten pixels a step from pixel 50. */
function panel(lanes: readonly StripLane[], slots = {}) {
  const pinia = createPinia()
  setActivePinia(pinia)
  return mount(StripsPanel, {
    attachTo: document.body,
    global: {
      plugins: [pinia, i18n],
      stubs: { ExportMenu: true },
      provide: { [bridgeKey as symbol]: new TestLaboratory() },
    },
    props: {
      lanes,
      frame: { left: 50, right: 150, x: { min: 0, max: 10 } } as never,
      marked: 10,
      weight: 'median',
      weights: [{ value: 'median', text: 'median over weights' }],
      other: 'none',
      others: [{ value: 'none', text: 'alone' }],
      empty: 'Nothing is recorded.',
      exported: () => undefined,
    },
    slots,
  })
}

describe('StripsPanel', () => {
  it('says in words whose rate sinks and whose holds, and what stands at the step looked at', async () => {
    const wrapper = panel([adagrad, rmsprop])
    const rates = wrapper.get('[data-testid="strip-rates"]')
    expect(rates.text()).toContain('Effective rate, step 1 to 10')
    expect(rates.text()).toContain('Adagrad 1 → 0.1, sinks')
    expect(rates.text()).toContain('RMSprop 0.5 → 0.5, holds')
    const picture = () => wrapper.get('[role="img"]').attributes('aria-label')
    expect(picture()).toContain('Adagrad at step 10: effective rate |Δw| / |g| 0.1.')
    await wrapper.setProps({ marked: 4 })
    expect(picture()).toContain('Adagrad at step 4: effective rate |Δw| / |g| 0.25.')
  })

  it('points at the nearest step, and has it looked at when it is pressed or dragged', async () => {
    const wrapper = panel([adagrad])
    const canvas = wrapper.get('canvas')
    await canvas.trigger('pointermove', { clientX: 84 })
    expect(wrapper.emitted('point')).toEqual([[3]])
    await canvas.trigger('pointerdown', { clientX: 112, button: 0, pointerId: 1 })
    await canvas.trigger('pointermove', { clientX: 121 })
    await canvas.trigger('pointerup', {})
    await canvas.trigger('pointermove', { clientX: 140 })
    expect(wrapper.emitted('scrub')).toEqual([[6], [7]])
    await canvas.trigger('pointerleave')
    await nextTick()
    expect(wrapper.emitted('point')?.at(-1)).toEqual([undefined])
  })

  it('says what to do where nothing is recorded', () => {
    const wrapper = panel([], { empty: '<button>Record it</button>' })
    expect(wrapper.text()).toContain('Nothing is recorded.')
    expect(wrapper.find('button').exists()).toBe(true)
    expect(wrapper.find('canvas').exists()).toBe(false)
  })
})
