// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { TooltipProvider } from 'reka-ui'
import { createPinia } from 'pinia'
import { describe, expect, it } from 'vitest'
import { h } from 'vue'
import LaneRow from '#renderer/ui/LaneRow.vue'
import { bridgeKey } from '#renderer/composables/useBridge.ts'
import { i18n } from '#renderer/locales/index.ts'
import { TestLaboratory } from '../support/laboratory.ts'

/** A row at a place of its list, and what it emitted. */
function row(props: { place: number; on?: boolean }) {
  const emitted: unknown[] = []
  const wrapper = mount(
    () =>
      h(TooltipProvider, () =>
        h(
          LaneRow,
          {
            ...props,
            name: 'Adam',
            optimizer: 'adam',
            selected: false,
            hint: 'Adam: show its rule',
            onLabel: 'Adam: take part',
            onSelect: () => emitted.push('select'),
            'onUpdate:on': (on: boolean) => emitted.push(on),
          },
          { value: () => '0.12', default: () => h('p', 'fields') },
        ),
      ),
    {
      global: {
        plugins: [createPinia(), i18n],
        provide: { [bridgeKey as symbol]: new TestLaboratory() },
      },
    },
  )
  return { wrapper, emitted }
}

describe('a lane’s row', () => {
  it('is selected by its name and by a click anywhere, once each', async () => {
    const { wrapper, emitted } = row({ place: 0 })
    const name = wrapper.get('button.name')
    expect(name.attributes('aria-keyshortcuts')).toBe('1')
    await name.trigger('click')
    await wrapper.get('p').trigger('click')
    expect(emitted).toEqual(['select', 'select'])
    expect(wrapper.text()).toContain('0.12')
  })

  it('has a tick only where a lane can sit out; ticking selects nothing', async () => {
    expect(row({ place: 0 }).wrapper.find('[role=checkbox]').exists()).toBe(false)
    const { wrapper, emitted } = row({ place: 0, on: false })
    const tick = wrapper.get('[role=checkbox]')
    expect(tick.attributes('aria-label')).toBe('Adam: take part')
    await tick.trigger('click')
    expect(emitted).toEqual([true])
  })

  it('has no key from the tenth place on', () => {
    const name = row({ place: 9 }).wrapper.get('button.name')
    expect(name.attributes('aria-keyshortcuts')).toBeUndefined()
  })
})
