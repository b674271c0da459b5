// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import StartQuestion from '#renderer/ui/StartQuestion.vue'
import { mountPart } from '../support/mount-part.ts'

it.each([
  [true, ['Beside it', 'After it', 'Instead of it']],
  [false, ['After it', 'Instead of it']],
])('offers to run beside only where cores are left: %s', (beside, choices) => {
  const question = mountPart(StartQuestion, { busy: { title: '', table: 'digits', beside } })
  expect(question.text()).toContain('“Digits” is running')
  expect(question.findAll('button.button').map((button) => button.text())).toEqual(choices)
})

it('says what was chosen, or that nothing was', async () => {
  const answers: unknown[][] = []
  const question = mountPart(StartQuestion, {
    busy: { title: 'Mine', table: 'digits', beside: false },
    onAnswer: (...choice: unknown[]) => answers.push(choice),
  })
  for (const button of question.findAll('button')) await button.trigger('click')
  expect(answers).toEqual([['after'], ['instead'], []])
})
