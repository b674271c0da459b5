// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import DataTable from '#renderer/ui/DataTable.vue'

const columns = [
  { key: 'name', title: 'Name' },
  { key: 'loss', title: 'Loss', number: true },
]
const rows = [
  { key: 1, name: 'SGD', loss: '0.5' },
  { key: 2, name: 'Adam', loss: '0.2' },
]

it('names its rows by the first column, and marks the current one', async () => {
  const wrapper = mount(DataTable, {
    props: { label: 'Losses', columns, rows, current: 2 },
    slots: { loss: '<template #loss="{ row }"><b>{{ row.loss }} nats</b></template>' },
  })
  expect(wrapper.findAll('thead th').map((each) => each.text())).toEqual(['Name', 'Loss'])
  expect(wrapper.findAll('th[scope=row]').map((each) => each.text())).toEqual(['SGD', 'Adam'])
  expect(wrapper.get('[aria-current]').text()).toBe('Adam0.2 nats')
  await wrapper.findAll('tbody tr')[0]?.trigger('click')
  expect(wrapper.emitted('press')).toEqual([[rows[0]]])
})

it('says what is missing while it has no rows', () => {
  const wrapper = mount(DataTable, {
    props: { label: 'Losses', columns, rows: [], empty: 'None.' },
  })
  expect(wrapper.find('table').exists()).toBe(false)
  expect(wrapper.text()).toBe('None.')
})
