// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { nextTick } from 'vue'
import { LabError } from '#shared/contract/errors.ts'
import ErrorCard from '#renderer/ui/ErrorCard.vue'
import { mountPart } from '../support/mount-part.ts'

it('says the sentence, folds the details out, copies them and offers another try', async () => {
  let tries = 0
  const error = new LabError('trainer-died', 'The process ended with signal SIGKILL.', {
    details: ['exit code 137'],
  }).toData()
  const card = mountPart(ErrorCard, { error, onRetry: () => tries++ })
  expect(card.get('[role=alert] p').text().length).toBeGreaterThan(10)
  const lines = ['trainer-died', error.message, 'exit code 137'].join('\n')
  expect(card.get('details pre').text()).toBe(lines)

  const copied: string[] = []
  Object.defineProperty(navigator, 'clipboard', {
    configurable: true,
    value: { writeText: async (text: string) => void copied.push(text) },
  })
  const [copy, retry] = card.findAll('button')
  await copy?.trigger('click')
  await nextTick()
  expect(copied).toEqual([lines])
  expect(copy?.text()).toBe('Copied')
  await retry?.trigger('click')
  expect(tries).toBe(1)
})
