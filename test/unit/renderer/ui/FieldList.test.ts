// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { i18n } from '#renderer/locales/index.ts'
import FieldList from '#renderer/ui/FieldList.vue'

const range = { minimum: 0, maximum: 10 }
const fields = [
  { key: 'rows', name: 'Rows', label: 'Rows of the table', range, value: 3 },
  { key: 'seed', name: 'Seed', label: 'Seed', range, value: 4, whole: true },
]

it.each([false, true])('tells which of the numbers has changed (in lines: %s)', async (lines) => {
  const wrapper = mount(FieldList, {
    props: { fields, lines },
    slots: { seed: '<button>new</button>' },
    global: { plugins: [i18n] },
  })
  expect(wrapper.text()).toBe('RowsSeednew')
  const [rows, seed] = wrapper.findAll('input')
  expect(rows?.attributes('aria-label')).toBe('Rows of the table')
  await rows?.setValue('7')
  await seed?.setValue('1.5')
  expect(wrapper.emitted('change')).toEqual([['rows', 7]])
})
