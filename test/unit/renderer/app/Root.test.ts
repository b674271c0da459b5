// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import { loaded } from '#renderer/app/loaded.ts'
import Root from '#renderer/app/Root.vue'
import { lookOf } from '#renderer/stores/look.ts'
import { startOf } from '#shared/contract/start.ts'

const broken = ref(false)
const First = defineComponent(() => () => {
  if (broken.value) throw new Error('no ravine')
  return h('main', 'the first minute')
})
const Whole = defineComponent(() => () => h('nav', 'the rail'))

beforeEach(() => {
  broken.value = false
  loaded.look = lookOf(startOf(undefined), false, 'en')
  loaded.first = First
  loaded.whole = undefined
})
afterEach(() => {
  loaded.first = undefined
  loaded.whole = undefined
  vi.restoreAllMocks()
})

it('shows the first minute before all else, and leaves it where it is while the rest comes', async () => {
  const root = mount(Root)
  const { element } = root.get('main')
  expect(root.text()).toBe('the first minute')
  loaded.whole = Whole
  await flushPromises()
  expect(root.text()).toContain('the rail')
  expect(root.get('main').element).toBe(element)
})

it('does without a first minute that cannot be drawn', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  const root = mount(Root)
  broken.value = true
  await flushPromises()
  expect(loaded.first).toBeUndefined()
  expect(String(said.mock.calls[0])).toContain('no ravine')
  loaded.whole = Whole
  await flushPromises()
  expect(root.text()).toBe('the rail')
})
