// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { h, nextTick, ref } from 'vue'
import ErrorDetails from '#renderer/ui/ErrorDetails.vue'
import { mountPart } from '../support/mount-part.ts'

it('says that its lines were copied, until there are others', async () => {
  const copied: string[] = []
  Object.defineProperty(navigator, 'clipboard', {
    configurable: true,
    value: { writeText: async (text: string) => void copied.push(text) },
  })
  const text = ref('exit code 137')
  const details = mountPart({ setup: () => () => h(ErrorDetails, { text: text.value }) }, {})
  const button = details.get('button')
  await button.trigger('click')
  await nextTick()
  expect([copied, button.text()]).toEqual([['exit code 137'], 'Copied'])
  text.value = 'exit code 1'
  await nextTick()
  expect([details.get('pre').text(), button.text()]).toEqual(['exit code 1', 'Copy'])
})
