// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { defineComponent, h, nextTick, ref } from 'vue'
import CheckedNumber from '../../../../src/renderer/ui/CheckedNumber.vue'
import { provideWrongFields } from '../../../../src/renderer/ui/wrong-fields.ts'
import { i18n } from '../../../../src/renderer/locales/index.ts'

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
          ? h(CheckedNumber, {
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

describe('a checked number', () => {
  it('keeps a wrong text to itself, says what is wrong, and is listed until it is right', async () => {
    const { wrong, value, wrapper, input } = form()
    for (const text of ['1', 'x', '']) {
      await input().setValue(text)
      expect(value.value).toBe(0.9)
      expect([...wrong.values()]).toEqual(['decay'])
      expect(wrapper.find('.fault').exists()).toBe(true)
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
    expect(wrapper.find('.fault').exists()).toBe(true)
    expect(wrong.size).toBe(0)
  })
})
