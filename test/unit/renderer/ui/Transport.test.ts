// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { TooltipProvider } from 'reka-ui'
import { expect, it } from 'vitest'
import { h } from 'vue'
import Transport from '#renderer/ui/Transport.vue'

it('tells where to go, and not where it cannot', async () => {
  const moves: string[] = []
  const wrapper = mount(() =>
    h(TooltipProvider, () =>
      h(
        Transport,
        {
          label: (move: string) => `to ${move}`,
          disabled: (move: string) => move === 'last',
          onMove: (move: string) => moves.push(move),
        },
        { default: () => h('i', 'play') },
      ),
    ),
  )
  const buttons = wrapper.findAll('button')
  expect(buttons.map((each) => each.attributes('aria-label'))).toEqual([
    'to first',
    'to back',
    'to forward',
    'to last',
  ])
  for (const button of buttons) await button.trigger('click')
  expect(moves).toEqual(['first', 'back', 'forward'])
})
