// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { defineComponent, h, nextTick, ref } from 'vue'
import { i18n } from '#renderer/locales/index.ts'
import NumberField from '#renderer/ui/NumberField.vue'
import { provideWrongFields } from '#renderer/ui/wrong-fields.ts'

function field(modelValue: number, extra: Record<string, unknown> = {}) {
  const range = { minimum: -10, maximum: 10 }
  const wrapper = mount(NumberField, {
    props: { modelValue, label: 'rate', range, ...extra },
    global: { plugins: [i18n] },
  })
  const input = wrapper.get('input')
  return { wrapper, input, value: () => wrapper.emitted('update:modelValue')?.at(-1)?.[0] }
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
    expect(value()).toBeUndefined()
    expect(input.element.value).toBe(typed)
    expect(input.attributes('aria-invalid')).toBe('true')
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

  it('goes no further before the typing is done, where that is wanted', async () => {
    const { input, value } = field(1, { lazy: true })
    await input.setValue('2')
    expect(value()).toBeUndefined()
    await input.trigger('keydown', { key: 'Enter' })
    expect(value()).toBe(2)
  })

  it('stands after its name', () => {
    expect(field(1, { name: 'Steps' }).wrapper.get('label').text()).toBe('Steps')
  })

  it('says what is wrong, where a screen reader finds it', () => {
    const { wrapper, input } = field(NaN)
    expect(input.attributes('aria-invalid')).toBe('true')
    const described = input.attributes('aria-describedby')
    expect(wrapper.get(`[id="${described}"]`).text()).toBe('Enter a number.')
  })
})

/** A form with one field, which lists what is wrong below it. */
function form(props: { unused?: boolean } = {}) {
  const wrong = new Map<string, string>()
  const value = ref(0.9)
  const shown = ref(true)
  const range = { minimum: 0, maximum: 1, exclusive: 'maximum' } as const
  const wrapper = mount(
    defineComponent(() => {
      provideWrongFields(wrong)
      return () =>
        shown.value
          ? h(NumberField, {
              ...props,
              modelValue: value.value,
              label: 'decay',
              range,
              'onUpdate:modelValue': (next: number) => (value.value = next),
            })
          : null
    }),
    { global: { plugins: [i18n] } },
  )
  return { wrong, value, shown, wrapper, input: () => wrapper.find('input') }
}

describe('a number in a form', () => {
  it('keeps a wrong text to itself, says what is wrong, and is listed until it is right', async () => {
    const { wrong, value, wrapper, input } = form()
    for (const text of ['1', 'x', '']) {
      await input().setValue(text)
      expect(value.value).toBe(0.9)
      expect([...wrong.values()]).toEqual(['decay'])
      expect(wrapper.find('.field-fault').exists()).toBe(true)
    }
    await input().setValue('0.5')
    expect(value.value).toBe(0.5)
    expect(wrong.size).toBe(0)
  })

  it('is listed no more when it goes', async () => {
    const { wrong, shown, input } = form()
    await input().setValue('2')
    expect(wrong.size).toBe(1)
    shown.value = false
    await nextTick()
    expect(wrong.size).toBe(0)
  })

  it('stands in nobody’s way where nothing depends on it', async () => {
    const { wrong, wrapper, input } = form({ unused: true })
    await input().setValue('2')
    expect(wrapper.find('.field-fault').exists()).toBe(true)
    expect(wrong.size).toBe(0)
  })
})
