// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { TooltipProvider } from 'reka-ui'
import { expect, it } from 'vitest'
import { h } from 'vue'
import { bridgeKey } from '#renderer/composables/useBridge.ts'
import { i18n } from '#renderer/locales/index.ts'
import DiffTable from '#renderer/views/runs/DiffTable.vue'
import type { ExperimentInput } from '#shared/experiment/spec.ts'
import { choiceOf } from '#shared/own/lane.ts'
import { openRules } from '#shared/own/open.ts'
import { settle } from '#test/unit/renderer/support/app.ts'
import { TestLaboratory } from '#test/unit/renderer/support/laboratory.ts'

const laneOf = (program: string): ExperimentInput['lanes'][number] => ({
  id: 'mine',
  ...choiceOf(openRules(program, 'Mine').rules[0]!),
})

it('shows both texts of a rule that was changed, and marks the lines that only one has', async () => {
  const bridge = new TestLaboratory()
  const programs = ['v = 0.9 * g\nw -= lr * v', 'v = 0.5 * g\nw -= lr * v']
  for (const program of programs) bridge.library.add({}, { lanes: [laneOf(program)] })
  const runs = bridge.library
    .list()
    .runs.toReversed()
    .map((run, at) => ({ run, letter: 'AB'[at]! }))
  const wrapper = mount(() => h(TooltipProvider, () => h(DiffTable, { runs })), {
    global: { plugins: [createPinia(), i18n], provide: { [bridgeKey as symbol]: bridge } },
  })
  await settle()
  const texts = wrapper
    .findAll('pre')
    .map((each) => each.findAll('.line').map((line) => line.text()))
  expect(texts.map((lines) => lines.slice(-2))).toEqual(programs.map((text) => text.split('\n')))
  const own = wrapper.findAll('.line.own').map((line) => line.text())
  expect(own).toEqual(['v = 0.9 * g', 'v = 0.5 * g'])
})
