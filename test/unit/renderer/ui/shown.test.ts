// @vitest-environment happy-dom
import { TabsRoot } from 'reka-ui'
import { expect, it } from 'vitest'
import { h, nextTick } from 'vue'
import ConfusionTable from '#renderer/ui/ConfusionTable.vue'
import LineSwatch from '#renderer/ui/LineSwatch.vue'
import Sheet from '#renderer/ui/Sheet.vue'
import TabStrip from '#renderer/ui/TabStrip.vue'
import TeX from '#renderer/ui/TeX.vue'
import { mountPart } from '../support/mount-part.ts'

it('a confusion table has the true class by row and the predicted one by column', () => {
  const table = mountPart(ConfusionTable, {
    label: 'Confusion',
    corner: 'true \\ predicted',
    classes: ['cat', 'dog'],
    counts: [7, 1, 2, 5],
    cellText: (count: string, actual: string, predicted: string) =>
      `${count} of ${actual} taken for ${predicted}`,
  })
  const rows = table.findAll('tbody tr').map((row) => row.findAll('td').map((cell) => cell.text()))
  expect(rows).toEqual([
    ['7', '1'],
    ['2', '5'],
  ])
  expect(table.html()).toContain('2 of dog taken for cat')
})

it('a swatch is the line as charts draw it, and the second of one optimizer differs', () => {
  const line = (props: Record<string, unknown>) =>
    mountPart(LineSwatch, props).get('line').attributes()
  const [first, second] = [line({ optimizer: 'adam' }), line({ optimizer: 'adam', rank: 1 })]
  expect([second['stroke'], second['stroke-dasharray']]).not.toEqual([
    first['stroke'],
    first['stroke-dasharray'],
  ])
  expect(line({ look: { colour: '#123456', dash: [4, 2] } })).toMatchObject({
    stroke: '#123456',
    'stroke-dasharray': '4 2',
  })
})

it('a formula is typeset, with MathML for who hears it; a broken one stays as it was typed', () => {
  const formula = mountPart(TeX, { source: String.raw`w - \eta\, \htmlClass{differs}{g}` })
  expect(formula.find('math').exists()).toBe(true)
  expect(formula.find('.differs').text()).toBe('g')
  expect(mountPart(TeX, { source: String.raw`\frac{1` }).text()).toContain(String.raw`\frac{1`)
})

it('heads of tabs say which one is open, and tell that one was pressed', async () => {
  const pressed: string[] = []
  const tabs = [
    { value: 'loss', text: 'Loss' },
    { value: 'paths', text: 'Paths' },
  ]
  const strip = mountPart(TabsRoot, { modelValue: 'loss' }, () =>
    h(TabStrip, { tabs, label: 'Pictures', onPress: (tab: string) => pressed.push(tab) }),
  )
  expect(strip.get('[role=tablist]').attributes('aria-label')).toBe('Pictures')
  const heads = strip.findAll('[role=tab]')
  expect(heads.map((head) => head.attributes('aria-selected'))).toEqual(['true', 'false'])
  await heads[1]?.trigger('click')
  expect(pressed).toEqual(['paths'])
})

it('a sheet takes the focus when it opens, and is closed by its button and by Escape', async () => {
  const told: boolean[] = []
  mountPart(
    Sheet,
    { open: true, title: 'Settings', 'onUpdate:open': (open: boolean) => told.push(open) },
    () => h('input'),
  )
  await nextTick()
  const sheet = document.querySelector<HTMLElement>('[role=dialog]')!
  expect(sheet.querySelector('h2')?.textContent).toBe('Settings')
  expect(document.activeElement).toBe(sheet)
  sheet.querySelector('button')?.click()
  document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
  expect(told).toEqual([false, false])
})
