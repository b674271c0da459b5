// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import SearchField from '#renderer/ui/SearchField.vue'

function field(modelValue: string) {
  const wrapper = mount(SearchField, {
    props: {
      modelValue,
      label: 'Search the runs',
      placeholder: 'Name',
      'onUpdate:modelValue': (text: string) => wrapper.setProps({ modelValue: text }),
    },
  })
  return { wrapper, input: wrapper.get('input') }
}

it('says what is typed', async () => {
  const { wrapper, input } = field('')
  await input.setValue('adam')
  expect(wrapper.props('modelValue')).toBe('adam')
  expect(input.attributes('aria-label')).toBe('Search the runs')
})

it('is emptied by Escape, and left by the next', async () => {
  const { wrapper, input } = field('adam')
  await input.trigger('keydown', { key: 'Escape' })
  expect(wrapper.props('modelValue')).toBe('')
  expect(wrapper.emitted('leave')).toBeUndefined()
  await input.trigger('keydown', { key: 'Escape' })
  expect(wrapper.emitted('leave')).toHaveLength(1)
})

it.each(['Enter', 'ArrowDown'])('is left by %s with its text', async (key) => {
  const { wrapper, input } = field('adam')
  await input.trigger('keydown', { key })
  expect(wrapper.emitted('leave')).toHaveLength(1)
  expect(wrapper.props('modelValue')).toBe('adam')
})
