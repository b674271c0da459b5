// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { TooltipProvider } from 'reka-ui'
import { expect, test } from 'vitest'
import { h } from 'vue'
import { usePresent } from '#renderer/stores/present.ts'
import PresentStrip from '#renderer/ui/PresentStrip.vue'
import { lineStyle } from '#shared/charts/palette.ts'
import { withApp } from '../support/app.ts'

const lanes = ['adam', 'sgd'].map((id) => ({ id, name: id, look: lineStyle(id, 'light') }))

test('a press puts a lane in the light, and again all; what was lit goes with the strip', async () => {
  withApp(() => undefined)
  const props = { caption: 'Watch the bend.', lanes }
  const wrapper = mount({ render: () => h(TooltipProvider, () => h(PresentStrip, props)) })
  const present = usePresent()
  present.toggle()
  expect(wrapper.text()).toContain('Watch the bend.')
  const [adam, sgd] = wrapper.findAll('.lane')
  await adam!.trigger('click')
  expect(present.lit).toBe('adam')
  expect(adam!.attributes('aria-pressed')).toBe('true')
  expect([present.fades('adam'), present.fades('sgd')]).toEqual([false, true])
  await sgd!.trigger('click')
  expect(present.lit).toBe('sgd')
  await sgd!.trigger('click')
  expect(present.lit).toBeUndefined()
  await adam!.trigger('click')
  await wrapper.get('button[aria-label="Leave the presentation"]').trigger('click')
  expect(present.on).toBe(false)
  expect(present.lit).toBeUndefined()
})
