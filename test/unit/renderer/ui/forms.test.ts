// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { h, nextTick } from 'vue'
import FormGroup from '#renderer/ui/FormGroup.vue'
import FormRow from '#renderer/ui/FormRow.vue'
import HyperFields from '#renderer/ui/HyperFields.vue'
import SelectField from '#renderer/ui/SelectField.vue'
import SmallSlider from '#renderer/ui/SmallSlider.vue'
import SpeedSlider from '#renderer/ui/SpeedSlider.vue'
import { mountPart } from '../support/mount-part.ts'

it('a group and a row of fields say what they are about', () => {
  const group = mountPart(FormGroup, { title: 'Budget' }, () => h('input'))
  expect(group.get('fieldset legend').text()).toBe('Budget')
  const row = mountPart(FormRow, { label: 'Epochs' }, () => h('input'))
  expect((row.get('label').element as HTMLLabelElement).control).toBe(row.get('input').element)
  // Without words it labels nothing.
  expect(
    mountPart(FormRow, {}, () => h('input'))
      .find('label')
      .exists(),
  ).toBe(false)
})

it('a list behind a button shows what is chosen and tells the next choice', async () => {
  const chosen: string[] = []
  const field = mountPart(SelectField, {
    modelValue: 'mlp',
    label: 'Model',
    options: [
      { value: 'linear', text: 'Linear' },
      { value: 'mlp', text: 'Perceptron', about: 'one hidden layer' },
    ],
    'onUpdate:modelValue': (value: string) => chosen.push(value),
  })
  const button = field.get('button')
  expect(button.attributes('aria-label')).toBe('Model')
  expect(button.text()).toBe('Perceptron')
  await button.trigger('keydown', { key: 'Enter' })
  await nextTick()
  const options = [...document.querySelectorAll<HTMLElement>('[role=option]')]
  expect(options.map((option) => option.getAttribute('data-state'))).toEqual([
    'unchecked',
    'checked',
  ])
  options[0]?.dispatchEvent(new Event('pointerup', { bubbles: true }))
  await nextTick()
  await nextTick()
  expect(chosen).toEqual(['linear'])
})

it('a hyper-parameter that was changed is marked, and says what it was', async () => {
  const changes: unknown[] = []
  const fields = mountPart(HyperFields, {
    name: 'Adam #2',
    optimizer: 'adam',
    convention: 'pytorch',
    hyper: { lr: 0.02, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
    base: { lr: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
    baseText: (value: string) => `default ${value}`,
    width: 6,
    onChange: (...change: unknown[]) => changes.push(change),
  })
  const inputs = fields.findAll('input')
  expect(inputs).toHaveLength(5)
  expect(fields.findAll('.marked')).toHaveLength(1)
  const [rate] = inputs
  expect(rate?.attributes('aria-label')).toContain('Adam #2: ')
  await rate?.setValue('0.5')
  await rate?.trigger('change')
  expect(changes).toEqual([['lr', 0.5]])
})

it('a short slider stands between its name and its value; the last place paces nothing', async () => {
  const moved: unknown[] = []
  const small = mountPart(SmallSlider, {
    modelValue: 2,
    last: 5,
    label: 'Size',
    text: '2×',
    'onUpdate:modelValue': (position: number) => moved.push(position),
  })
  expect(small.get('[role=slider]').attributes()).toMatchObject({
    'aria-label': 'Size',
    'aria-valuetext': '2×',
  })
  const speed = mountPart(SpeedSlider, {
    modelValue: 60,
    'onUpdate:modelValue': (pace: number | null) => moved.push(pace),
  })
  const thumb = speed.get('[role=slider]')
  expect(thumb.attributes('aria-valuetext')).toBe('60 steps/s')
  await thumb.trigger('keydown', { key: 'End' })
  expect(moved).toEqual([null])
})
