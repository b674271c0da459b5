// @vitest-environment happy-dom
import { Play } from '@lucide/vue'
import { expect, it } from 'vitest'
import { h, nextTick } from 'vue'
import Hint from '#renderer/ui/Hint.vue'
import IconButton from '#renderer/ui/IconButton.vue'
import OptimizerAdder from '#renderer/ui/OptimizerAdder.vue'
import RunButton from '#renderer/ui/RunButton.vue'
import TextButton from '#renderer/ui/TextButton.vue'
import { mountPart } from '../support/mount-part.ts'

it('an icon says what it does and by which key; disabled, it does nothing', async () => {
  const pressed: string[] = []
  const make = (disabled: boolean) =>
    mountPart(IconButton, {
      label: 'Play',
      icon: Play,
      keys: 'Space',
      disabled,
      onPress: () => pressed.push('play'),
    }).get('button')
  const off = make(true)
  expect(off.attributes()).toMatchObject({ 'aria-label': 'Play', 'aria-disabled': 'true' })
  await off.trigger('click')
  expect(pressed).toEqual([])
  const on = make(false)
  expect(on.attributes()).toMatchObject({ 'aria-keyshortcuts': 'Space' })
  expect(on.attributes()).not.toHaveProperty('aria-disabled')
  await on.trigger('click')
  expect(pressed).toEqual(['play'])
})

it('words alone are a button too', async () => {
  let presses = 0
  const button = mountPart(TextButton, { text: 'Fit rates', onPress: () => presses++ })
  await button.get('button').trigger('click')
  expect([button.text(), presses]).toEqual(['Fit rates', 1])
})

it('the run button is held while it starts, and its icon tells what it will do', async () => {
  const icon = (state: string) => {
    const button = mountPart(RunButton, { text: 'Run', state }).get('button')
    return [button.get('svg').classes().join(' '), button.attributes('aria-disabled')] as const
  }
  expect(icon('ready')).toEqual([expect.stringContaining('play'), undefined])
  expect(icon('starting')).toEqual([expect.stringContaining('turning'), 'true'])
  expect(icon('running')).toEqual([expect.stringContaining('pause'), undefined])
})

it('a hint comes with the focus, with the key after the sentence', async () => {
  const wrapper = mountPart(Hint, { text: 'Runs the race', keys: 'Space' }, () =>
    h('button', 'Run'),
  )
  await wrapper.get('button').trigger('focus')
  await nextTick()
  const hint = document.querySelector('.hint')
  expect(hint?.textContent).toContain('Runs the race')
  expect(hint?.querySelector('kbd')?.textContent).toBe('Space')
})

it('one more optimizer is added by the key that its button names', async () => {
  const adder = mountPart(OptimizerAdder, { label: 'Add a lane' })
  const button = adder.get('button')
  const key = button.attributes('aria-keyshortcuts') ?? ''
  expect(key).not.toBe('')
  window.dispatchEvent(new KeyboardEvent('keydown', { key: key.toLowerCase() }))
  await nextTick()
  expect(button.attributes('aria-expanded')).toBe('true')
})
