// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import NumberField from '../../../../src/renderer/ui/NumberField.vue'

function field(modelValue: number, extra: Record<string, unknown> = {}) {
  const wrapper = mount(NumberField, {
    props: {
      modelValue,
      label: 'rate',
      'onUpdate:modelValue': (value: number) => wrapper.setProps({ modelValue: value }),
      ...extra,
    },
  })
  const input = wrapper.get('input')
  return { wrapper, input, value: () => wrapper.props('modelValue') as number }
}

describe('NumberField', () => {
  it.each([
    ['0.5', 0.5],
    [' 1e-3 ', 0.001],
    ['0,25', 0.25],
    ['−3', -3],
  ])('reads %s', async (typed, value) => {
    const { input, value: now } = field(1)
    await input.setValue(typed)
    expect(now()).toBe(value)
    // What was typed stays as it was typed.
    expect(input.element.value).toBe(typed)
  })

  it.each(['', 'abc', '1.2.3', '0x'])('%s is no number', async (typed) => {
    const { input, value } = field(1)
    await input.setValue(typed)
    expect(value()).toBeNaN()
    expect(input.element.value).toBe(typed)
  })

  it('leaves a number that is being typed alone', async () => {
    const { input, value } = field(1)
    await input.setValue('0.')
    expect(value()).toBe(0)
    expect(input.element.value).toBe('0.')
  })

  it('shows a value set from outside', async () => {
    const { wrapper, input } = field(1)
    await input.setValue('abc')
    await wrapper.setProps({ modelValue: 0.02 })
    expect(input.element.value).toBe('0.02')
  })

  it('changes its last digit by arrow keys', async () => {
    const { input, value } = field(0.02)
    await input.trigger('keydown', { key: 'ArrowUp' })
    expect(value()).toBe(0.03)
    await input.setValue('1e-3')
    await input.trigger('keydown', { key: 'ArrowDown' })
    expect(value()).toBe(0)
    await input.setValue('0.90')
    await input.trigger('keydown', { key: 'ArrowUp' })
    expect(value()).toBe(0.91)
  })

  it('says what is wrong, where a screen reader finds it', () => {
    const { wrapper, input } = field(NaN, { fault: 'Enter a number.' })
    expect(input.attributes('aria-invalid')).toBe('true')
    const described = input.attributes('aria-describedby')
    expect(wrapper.get(`[id="${described}"]`).text()).toBe('Enter a number.')
  })
})
