// @vitest-environment happy-dom
import { mount, type DOMWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import OptimizerPicker from '#renderer/ui/OptimizerPicker.vue'
import { optimizerMenu } from '#renderer/ui/optimizer-menu.ts'
import { bridgeKey } from '#renderer/composables/useBridge.ts'
import { i18n, setLanguage } from '#renderer/locales/index.ts'
import { optimizerGroups, optimizers } from '#shared/optimizers/index.ts'
import { TestLaboratory } from '../support/laboratory.ts'

afterEach(() => setLanguage('en'))

/** Lets the list be built, placed, and told what is highlighted. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) {
    await nextTick()
    await new Promise((resolve) => setTimeout(resolve))
  }
}

function picker(props: Record<string, unknown> = {}) {
  const pinia = createPinia()
  setActivePinia(pinia)
  const wrapper = mount(OptimizerPicker, {
    props: { label: 'Optimizer', ...props },
    global: { plugins: [pinia, i18n], provide: { [bridgeKey as symbol]: new TestLaboratory() } },
    attachTo: document.body,
  })
  const trigger = wrapper.get('button') as DOMWrapper<HTMLButtonElement>
  const find = <E extends HTMLElement>(selector: string): E[] => [
    ...document.querySelectorAll<E>(selector),
  ]
  const field = (): HTMLInputElement => find<HTMLInputElement>('.optimizer-menu input')[0]!
  return {
    wrapper,
    trigger,
    field,
    isOpen: () => find('.optimizer-menu').length > 0,
    names: () => find('[role="option"]').map((option) => option.textContent.trim()),
    groups: () => find('[role="group"]'),
    highlighted: () => {
      const id = field().getAttribute('aria-activedescendant')
      return id ? document.getElementById(id)?.textContent.trim() : undefined
    },
    status: () => find('[role="status"]')[0]?.textContent.trim(),
    async open() {
      await trigger.trigger('click')
      await settle()
    },
    async type(text: string) {
      field().value = text
      field().dispatchEvent(new Event('input', { bubbles: true }))
      await settle()
    },
    async press(key: string) {
      field().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
      await settle()
    },
    chosen: () => wrapper.emitted('update:modelValue')?.map(([id]) => id),
  }
}

describe('the menu', () => {
  it('lists every optimizer once, in its group', () => {
    const menu = optimizerMenu()
    expect(menu.map(({ group }) => group)).toEqual([...optimizerGroups])
    for (const { group, entries } of menu) {
      const own = optimizers.filter((each) => each.group === group)
      expect(entries).toEqual(own.map(({ id, name }) => ({ id, name })))
    }
    expect(menu.flatMap(({ entries }) => entries)).toHaveLength(optimizers.length)
  })

  it.each([
    ['sgd', 'sign', ['sign-sgd']],
    ['  Sign SGD ', 'sign', ['sign-sgd']],
    ['signsgd', 'sign', ['sign-sgd']],
    ['ＭＵＯＮ', 'matrix', ['muon']],
    // By id: the name has other words.
    ['nesterov-ahead', 'momentum', ['nesterov-ahead']],
  ] as const)('finds %j', (search, group, ids) => {
    const found = optimizerMenu(search).find((each) => each.group === group)
    expect(found?.entries.map(({ id }) => id)).toEqual(ids)
  })

  it('finds nothing where there is nothing, and has no empty group', () => {
    expect(optimizerMenu('adam sgd')).toEqual([])
    expect(optimizerMenu('.*')).toHaveLength(optimizerGroups.length)
    for (const { entries } of optimizerMenu('ada')) expect(entries).not.toEqual([])
  })

  it('has a group for what a person wrote', () => {
    expect(optimizerMenu('', ['own:My rule', 'sgd'])).toEqual([
      { group: 'firstOrder', entries: [{ id: 'sgd', name: 'SGD' }] },
      { group: 'own', entries: [{ id: 'own:My rule', name: 'My rule' }] },
    ])
  })

  it('offers what there is to choose from, known or not', () => {
    expect(optimizerMenu('', ['newer', 'lion', 'sgd'])).toEqual([
      { group: 'firstOrder', entries: [{ id: 'sgd', name: 'SGD' }] },
      { group: 'sign', entries: [{ id: 'lion', name: 'Lion' }] },
      { group: undefined, entries: [{ id: 'newer', name: 'newer' }] },
    ])
  })
})

describe('OptimizerPicker', () => {
  it('is a button that says what is chosen, and opens a list with names and headings', async () => {
    const { trigger, isOpen, open, groups, names, field } = picker({ modelValue: 'adam' })
    expect(trigger.attributes()).toMatchObject({ role: 'combobox', 'aria-label': 'Optimizer' })
    expect(trigger.attributes('aria-expanded')).toBe('false')
    expect(trigger.text()).toBe('Adam')
    expect(isOpen()).toBe(false)
    await open()
    expect(trigger.attributes('aria-expanded')).toBe('true')
    expect(names()).toHaveLength(optimizers.length)
    const headings = groups().map((group) => {
      const id = group.getAttribute('aria-labelledby') ?? ''
      return document.getElementById(id)?.textContent.trim()
    })
    expect(headings).toEqual([
      'First order',
      'Momentum',
      'Adaptive',
      'Sign',
      'Layer-wise',
      'Parameter-free',
      'Matrix',
    ])
    expect(document.querySelector('[role="listbox"]')?.getAttribute('aria-label')).toBe('Optimizer')
    expect(field().getAttribute('aria-label')).toBe('Search by name')
    expect(field().getAttribute('aria-controls')).toBe(
      document.querySelector('[role="listbox"]')?.id,
    )
    expect(document.activeElement).toBe(field())
  })

  it('speaks Chinese', async () => {
    const { open, groups, type, status } = picker()
    await open()
    setLanguage('zh-CN')
    await settle()
    expect(groups().map((group) => group.textContent.trim().slice(0, 2))).toEqual([
      '一阶',
      '动量',
      '自适',
      '符号',
      '逐层',
      '无参',
      '矩阵',
    ])
    await type('newton')
    expect(status()).toBe('这里没有名为“newton”的优化器。')
  })

  it('begins at what is chosen and moves by arrows, Home and End', async () => {
    const { open, press, highlighted, chosen, isOpen, trigger } = picker({ modelValue: 'adam' })
    await open()
    expect(highlighted()).toBe('Adam')
    await press('ArrowDown')
    expect(highlighted()).toBe('AdamW')
    await press('ArrowUp')
    await press('ArrowUp')
    expect(highlighted()).toBe('RMSprop')
    await press('End')
    const last = optimizers.filter(({ group }) => group === optimizerGroups.at(-1)).at(-1)
    expect(highlighted()).toBe(last?.name)
    await press('Home')
    expect(highlighted()).toBe('SGD')
    await press('Enter')
    expect(chosen()).toEqual(['sgd'])
    expect(isOpen()).toBe(false)
    expect(document.activeElement).toBe(trigger.element)
  })

  it('chooses the first that was found by Enter', async () => {
    const { open, type, names, press, chosen, highlighted } = picker({ modelValue: 'sgd' })
    await open()
    await type('adamw')
    expect(names()).toEqual(['AdamW', 'Cautious AdamW'])
    expect(highlighted()).toBe('AdamW')
    await press('Enter')
    expect(chosen()).toEqual(['adamw'])
  })

  it('says so where nothing is found, and chooses nothing', async () => {
    const { open, type, names, press, chosen, status, isOpen } = picker({ modelValue: 'sgd' })
    await open()
    await type('newton')
    expect(names()).toEqual([])
    expect(status()).toBe('No optimizer here is called “newton”.')
    await press('Enter')
    expect(chosen()).toBeUndefined()
    expect(isOpen()).toBe(true)
  })

  it.each(['Escape', 'Tab'])(
    '%s closes it, chooses nothing and gives the focus back',
    async (key) => {
      const { open, type, press, chosen, isOpen, trigger, names } = picker({ modelValue: 'sgd' })
      await open()
      await type('lion')
      await press(key)
      expect(isOpen()).toBe(false)
      expect(chosen()).toBeUndefined()
      expect(document.activeElement).toBe(trigger.element)
      // The next time it begins anew.
      await open()
      expect(names()).toHaveLength(optimizers.length)
    },
  )

  it.each(['ArrowDown', 'ArrowUp'])('%s opens it', async (key) => {
    const { trigger, isOpen } = picker()
    await trigger.trigger('keydown', { key })
    await settle()
    expect(isOpen()).toBe(true)
  })

  it('lists some, and none of them where that is offered', async () => {
    const { trigger, open, names, type, press, chosen, wrapper } = picker({
      modelValue: 'lion',
      choices: ['lion', 'adam'],
      none: 'Any optimizer',
    })
    await open()
    expect(names()).toEqual(['Any optimizer', 'Adam', 'Lion'])
    await type('l')
    expect(names()).toEqual(['Lion'])
    await type('')
    await press('Home')
    await press('Enter')
    expect(chosen()).toEqual([''])
    await wrapper.setProps({ modelValue: '' })
    expect(trigger.text()).toBe('Any optimizer')
  })

  it('adds as often as it is asked', async () => {
    const { trigger, open, type, press, chosen } = picker({ look: 'adder' })
    expect(trigger.text()).toBe('Optimizer')
    for (let time = 0; time < 2; time++) {
      await open()
      await type('muon')
      await press('Enter')
    }
    expect(chosen()).toEqual(['muon', 'muon'])
    expect(trigger.text()).toBe('Optimizer')
  })
})
