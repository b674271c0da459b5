// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import FactList from '#renderer/ui/FactList.vue'

it('lists names and values in their order', () => {
  const facts = [
    ['Node', '24.1'],
    ['Electron', '45.4'],
  ] as const
  const wrapper = mount(FactList, { props: { facts } })
  const texts = (tag: string): string[] => wrapper.findAll(tag).map((each) => each.text())
  expect(texts('dt')).toEqual(['Node', 'Electron'])
  expect(texts('dd')).toEqual(['24.1', '45.4'])
})
