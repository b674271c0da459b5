// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { TooltipProvider } from 'reka-ui'
import { expect, it } from 'vitest'
import { h } from 'vue'
import PlainSelect from '#renderer/ui/PlainSelect.vue'
import ProgressLine from '#renderer/ui/ProgressLine.vue'
import Segmented from '#renderer/ui/Segmented.vue'
import Slider from '#renderer/ui/Slider.vue'
import TickBox from '#renderer/ui/TickBox.vue'
import ToggleButton from '#renderer/ui/ToggleButton.vue'

const options = [
  { value: 'step', text: 'Step' },
  { value: 'epoch', text: 'Epoch' },
]

it('a system list and a row of choices tell the value that was chosen', async () => {
  const select = mount(PlainSelect, { props: { modelValue: 'step', label: 'Axis', options } })
  await select.get('select').setValue('epoch')
  expect(select.emitted('update:modelValue')).toEqual([['epoch']])
  const row = mount(Segmented, { props: { modelValue: 'step', label: 'Axis', options } })
  expect(row.get('[role=radiogroup]').attributes('aria-label')).toBe('Axis')
  await row.findAll('[role=radio]')[1]?.trigger('click')
  expect(row.emitted('update:modelValue')).toEqual([['epoch']])
})

it('a tick and a toggle say what they are and turn over', async () => {
  const tick = mount(TickBox, { props: { modelValue: false, label: 'Stratified' } })
  await tick.get('[role=checkbox]').trigger('click')
  expect(tick.emitted('update:modelValue')).toEqual([[true]])
  const turned: boolean[] = []
  const toggle = mount(() =>
    h(TooltipProvider, () =>
      h(ToggleButton, {
        modelValue: true,
        text: 'Seeds',
        hint: 'A line for each seed',
        'onUpdate:modelValue': (value: boolean) => turned.push(value),
      }),
    ),
  )
  expect(toggle.get('button').attributes('aria-pressed')).toBe('true')
  await toggle.get('button').trigger('click')
  expect(turned).toEqual([false])
})

it('a slider and a progress line say in words where they stand', async () => {
  const props = { modelValue: 3, last: 10, label: 'Step', text: 'step 3 of 10' }
  const slider = mount(Slider, { props, attachTo: document.body })
  const thumb = slider.get('[role=slider]')
  expect(thumb.attributes('aria-valuetext')).toBe('step 3 of 10')
  await thumb.trigger('keydown', { key: 'ArrowRight' })
  expect(slider.emitted('update:modelValue')).toEqual([[4]])
  const line = mount(ProgressLine, { props: { share: 0.256, label: 'Progress' } })
  expect(line.get('[role=progressbar]').attributes('aria-valuenow')).toBe('26')
})
