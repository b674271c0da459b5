// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import { h, onErrorCaptured } from 'vue'
import { bridgeKey } from '#renderer/composables/useBridge.ts'
import { useCommands } from '#renderer/composables/useCommands.ts'
import { TestLaboratory } from '../support/laboratory.ts'

test('what a command of the menu throws or rejects with reaches the boundary around its stage', async () => {
  const bridge = new TestLaboratory()
  const caught: unknown[] = []
  const stage = {
    setup() {
      useCommands({
        run: () => Promise.reject(new Error('late')),
        reset: () => {
          throw new Error('at once')
        },
      })
      return () => null
    },
  }
  const boundary = {
    setup() {
      onErrorCaptured((thrown) => {
        caught.push(thrown.message)
        return false
      })
      return () => h(stage)
    },
  }
  const page = mount(boundary, { global: { provide: { [bridgeKey as symbol]: bridge } } })
  for (const command of ['reset', 'run', 'help'] as const) bridge.tell({ kind: 'command', command })
  await flushPromises()
  expect(caught).toEqual(['at once', 'late'])
  page.unmount()
  bridge.tell({ kind: 'command', command: 'reset' })
  expect(caught).toHaveLength(2)
})
