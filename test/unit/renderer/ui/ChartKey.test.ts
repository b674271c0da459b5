// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import ChartKey from '#renderer/ui/ChartKey.vue'
import { withApp } from '../support/app.ts'

test('each sign stands beside what it stands for', () => {
  withApp(() => undefined)
  const wrapper = mount(ChartKey, {
    props: {
      entries: [
        { sign: { dot: '#112233', hollow: true }, text: 'trained on' },
        { sign: { field: '#445566' }, text: 'band' },
        { sign: { ramp: ['#000000', '#ffffff'], from: '0', to: '9' }, text: 'steps' },
        { sign: { sign: '✕', colour: '#778899' }, text: 'diverged' },
      ],
    },
    slots: { default: '<li>more</li>' },
  })
  const items = wrapper.findAll('li')
  expect(items.map((item) => item.text())).toEqual([
    'trained on',
    'band',
    '09steps',
    '✕diverged',
    'more',
  ])
  expect(items[0]!.find('i').classes()).toContain('hollow')
  expect(items[2]!.find('i').attributes('style')).toContain('linear-gradient')
})
