// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { expect, it } from 'vitest'
import { bridgeKey } from '#renderer/composables/useBridge.ts'
import { i18n } from '#renderer/locales/index.ts'
import { useRules } from '#renderer/stores/rules.ts'
import OwnRuleNote from '#renderer/ui/OwnRuleNote.vue'
import { writeRule } from '#shared/own/file.ts'
import { choiceOf } from '#shared/own/lane.ts'
import { openRules } from '#shared/own/open.ts'
import { settle } from '#test/unit/renderer/support/app.ts'
import { TestLaboratory } from '#test/unit/renderer/support/laboratory.ts'

const ruleOf = (program: string) => openRules(program, 'Mine').rules[0]!
const mine = ruleOf('w -= lr * g')
const { optimizer, rule } = choiceOf(mine)

/** A lane of the rule, while the folder of rules has this one of its name. */
async function note(file?: string) {
  const bridge = new TestLaboratory()
  if (file !== undefined) bridge.rules.set('Mine.py', file)
  const pinia = createPinia()
  const wrapper = mount(OwnRuleNote, {
    props: { optimizer, rule },
    global: { plugins: [pinia, i18n], provide: { [bridgeKey as symbol]: bridge } },
  })
  const before = wrapper.text()
  await settle()
  return { wrapper, before, rules: useRules(pinia) }
}

it('says nothing while the files are read, and of a rule that one of them computes', async () => {
  // Another default is no other rule.
  const { hyper } = mine
  const slower = {
    ...mine,
    note: 'Slower.',
    hyper: hyper.map((each) => ({ ...each, default: 1e-3 })),
  }
  const { wrapper, before } = await note(writeRule(slower))
  expect([before, wrapper.text()]).toEqual(['', ''])
})

it('says that its file holds another rule', async () => {
  const { wrapper } = await note(writeRule(ruleOf('w -= 2 * lr * g')))
  expect(wrapper.text()).toContain('Its file holds another rule by now')
})

it('says that its file is gone, and opens it from the lane', async () => {
  const { wrapper, rules } = await note()
  expect(wrapper.text()).toContain('Its rule has no file any more')
  await wrapper.get('button').trigger('click')
  expect(rules.incoming).toEqual({ name: '', text: rule })
})
