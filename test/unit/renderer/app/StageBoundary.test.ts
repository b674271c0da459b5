// @vitest-environment happy-dom
import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick, ref } from 'vue'
import StageBoundary from '#renderer/app/StageBoundary.vue'
import { bridgeKey } from '#renderer/composables/useBridge.ts'
import { useStageMemory } from '#renderer/composables/useStageMemory.ts'
import { i18n, setLanguage } from '#renderer/locales/index.ts'
import { useSettings } from '#renderer/stores/settings.ts'
import { useStages } from '#renderer/stores/stages.ts'
import { TestLaboratory } from '../support/laboratory.ts'

const text = ref('x')
/** Shows the text, unless there is a z in it; and one that begins with ! falls at once. */
const ShownText = defineComponent(() => () => {
  if (text.value.includes('z')) throw new TypeError(`no ${text.value}`)
  return h('p', { onClick: () => void JSON.parse(text.value) }, text.value)
})
const TestStage = defineComponent(() => {
  if (text.value.startsWith('!')) throw new RangeError('it does not even begin')
  useStageMemory({
    state: () => ({ text: text.value }),
    restore: (state) => (text.value = state.text),
    defaults: () => (text.value = 'default'),
  })
  return () => h('section', h(ShownText))
})

let wrapper: VueWrapper
let bridge: TestLaboratory

async function show(): Promise<void> {
  wrapper = mount(
    { render: () => h(StageBoundary, { stage: 'surface' }, { default: () => h(TestStage) }) },
    { attachTo: document.body, global: { plugins: [i18n], provide: { [bridgeKey as symbol]: bridge } } }, // oxfmt-ignore
  )
  await nextTick()
}

const button = (name: string) =>
  wrapper.findAll('button').find((each) => each.text().includes(name))!

beforeEach(() => {
  bridge = new TestLaboratory()
  setActivePinia(createPinia())
  text.value = 'x'
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
})
afterEach(() => {
  setLanguage('en')
  vi.restoreAllMocks()
})

describe('the boundary around a stage', () => {
  it('says what happened in its place, and undoes the change that did it', async () => {
    await show()
    text.value = 'xy'
    await nextTick()
    text.value = 'xyz'
    await nextTick()
    expect(wrapper.get('[role=alert] h1').text()).toBe('The Surface stage stopped')
    expect(wrapper.text()).toContain('no xyz')
    expect(wrapper.find('section').exists()).toBe(false)
    expect(useStages().faults.has('surface')).toBe(true)

    await button('Undo').trigger('click')
    expect(wrapper.get('section').text()).toBe('xy')
    expect(useStages().faults.has('surface')).toBe(false)
    // And further back, when that breaks for another reason.
    text.value = 'z'
    await nextTick()
    await button('Undo').trigger('click')
    expect(wrapper.get('section').text()).toBe('xy')
  })

  it('goes back to defaults, also from a state that nothing came before', async () => {
    text.value = 'z of old'
    await show()
    expect(button('Undo').attributes('disabled')).toBeDefined()
    expect(wrapper.text()).toContain('Nothing has been changed')
    await button('Back to defaults').trigger('click')
    expect(wrapper.get('section').text()).toBe('default')
  })

  it('tries again what may stand now', async () => {
    text.value = 'z'
    await show()
    await button('Try again').trigger('click')
    await nextTick()
    expect(wrapper.find('[role=alert]').exists()).toBe(true)
    text.value = 'y'
    await button('Try again').trigger('click')
    expect(wrapper.get('section').text()).toBe('y')
  })

  it('forgets what was saved of a stage that does not even begin, and only that', async () => {
    const reload = vi.fn()
    vi.spyOn(window, 'location', 'get').mockReturnValue({ ...window.location, reload } as never)
    const settings = useSettingsOf()
    await settings.change({ theme: 'dark', race: { kept: true } })
    text.value = '!'
    await show()
    expect(wrapper.text()).toContain('it does not even begin')
    await button('Back to defaults').trigger('click')
    await vi.waitFor(() => expect(reload).toHaveBeenCalledOnce())
    expect(bridge.settings).toMatchObject({ theme: 'dark', race: { kept: true } })
    expect(bridge.settings.surface).toBeUndefined()
  })

  it('takes what a press and a timer throw, but not what is another program’s', async () => {
    await show()
    text.value = '{'
    await nextTick()
    await wrapper.get('p').trigger('click')
    expect(wrapper.find('[role=alert]').exists()).toBe(true)
    text.value = 'x'
    await button('Try again').trigger('click')

    const late = (filename: string): boolean =>
      window.dispatchEvent(new ErrorEvent('error', { error: new Error('late'), filename }))
    late('chrome-extension://somebody/script.js')
    await nextTick()
    expect(wrapper.find('[role=alert]').exists()).toBe(false)
    late(new URL('assets/index.js', document.baseURI).href)
    await nextTick()
    expect(wrapper.get('[role=alert]').text()).toContain('late')
  })

  it('folds out the details, and copies them', async () => {
    const writeText = vi.fn(() => Promise.resolve())
    vi.spyOn(navigator, 'clipboard', 'get').mockReturnValue({ writeText } as never)
    text.value = 'z'
    await show()
    expect(wrapper.get('details pre').text()).toContain('TypeError: no z')
    await button('Copy').trigger('click')
    expect(writeText).toHaveBeenCalledWith(wrapper.get('details pre').text())
    await nextTick()
    expect(button('Copied').exists()).toBe(true)
  })

  it('speaks Chinese', async () => {
    text.value = 'z'
    await show()
    setLanguage('zh-CN')
    await nextTick()
    expect(wrapper.get('h1').text()).toBe('“曲面”已停止工作')
    expect(button('恢复默认').exists()).toBe(true)
    expect(button('撤销上一步更改').exists()).toBe(true)
  })
})

/** The settings of the page that is shown next. */
function useSettingsOf(): ReturnType<typeof useSettings> {
  let settings: ReturnType<typeof useSettings> | undefined
  mount(
    defineComponent(() => {
      settings = useSettings()
      return () => null
    }),
    { global: { provide: { [bridgeKey as symbol]: bridge } } },
  )
  return settings!
}
