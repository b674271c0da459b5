// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { i18n } from '#renderer/locales/index.ts'
import HyperFlags from '#renderer/ui/HyperFlags.vue'
import { findRule } from '#shared/optimizers/index.ts'

it('ticks what a rule declares as yes or no', async () => {
  const wrapper = mount(HyperFlags, {
    props: { rule: findRule('adam', 'pytorch'), hyper: { amsgrad: true }, name: 'Adam #2' },
    global: { plugins: [i18n] },
  })
  const tick = wrapper.get('[role="checkbox"]')
  expect(tick.attributes('aria-checked')).toBe('true')
  expect(tick.attributes('aria-label')).toMatch(/^Adam #2: AMSGrad/)
  await tick.trigger('click')
  expect(wrapper.emitted('change')).toEqual([['amsgrad', false]])
  await wrapper.setProps({ rule: findRule('adam', 'tutorial') })
  expect(wrapper.find('[role="checkbox"]').exists()).toBe(false)
})
