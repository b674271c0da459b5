// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import HeatMap from '#renderer/ui/HeatMap.vue'

const paint = { background: '#ffffff', ink: '#000000' }
const rows = [
  ['a', 0],
  ['b', 2],
] as const

function map(chosen: number) {
  const wrapper = mount(HeatMap, {
    attachTo: document.body,
    props: {
      label: 'weights',
      columns: ['x', 'y'],
      rows: rows.map(([name, first]) => ({
        name,
        cells: [first, first + 1].map((key) => ({
          key,
          text: String(key),
          label: `${key}`,
          paint,
        })),
      })),
      choosable: true,
      chosen,
      onChoose: (key: number) => wrapper.setProps({ chosen: key }),
    },
  })
  return wrapper
}

const reachable = (wrapper: ReturnType<typeof map>): string[] =>
  wrapper.findAll('[tabindex="0"]').map((cell) => cell.text())

describe('HeatMap', () => {
  it('lets Tab reach the chosen cell alone', async () => {
    const wrapper = map(2)
    expect(reachable(wrapper)).toEqual(['2'])
    await wrapper.setProps({ chosen: 99 })
    expect(reachable(wrapper)).toEqual(['0'])
  })

  it('walks by arrow keys, focus and choice together, and stops at the edge', async () => {
    const wrapper = map(0)
    const press = async (key: string): Promise<void> => {
      await wrapper.get('[tabindex="0"]').trigger('keydown', { key })
      await nextTick()
    }
    await press('ArrowRight')
    expect(wrapper.props('chosen')).toBe(1)
    expect(document.activeElement?.textContent?.trim()).toBe('1')
    await press('ArrowRight')
    expect(wrapper.props('chosen')).toBe(1)
    await press('ArrowDown')
    expect(wrapper.props('chosen')).toBe(3)
    await press('ArrowLeft')
    expect(wrapper.props('chosen')).toBe(2)
    await press('ArrowDown')
    expect(wrapper.props('chosen')).toBe(2)
  })

  it('chooses by a click', async () => {
    const wrapper = map(0)
    await wrapper.get('[data-cell="3"]').trigger('click')
    expect(wrapper.props('chosen')).toBe(3)
    expect(wrapper.get('[aria-selected="true"]').text()).toBe('3')
  })
})
