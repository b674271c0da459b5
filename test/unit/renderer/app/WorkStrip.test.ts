// @vitest-environment happy-dom
import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { TooltipProvider } from 'reka-ui'
import { describe, expect, it } from 'vitest'
import { h, type Component } from 'vue'
import WorkStrip from '#renderer/app/WorkStrip.vue'
import { bridgeKey } from '#renderer/composables/useBridge.ts'
import { i18n } from '#renderer/locales/index.ts'
import { settle } from '../support/app.ts'
import { jobOf, TestLaboratory } from '../support/laboratory.ts'

function show(part: Component, props: Record<string, unknown> = {}, bridge = new TestLaboratory()) {
  const pinia = createPinia()
  setActivePinia(pinia)
  const whole = mount(TooltipProvider, {
    slots: { default: () => h(part, props) },
    global: { plugins: [pinia, i18n], provide: { [bridgeKey as symbol]: bridge } },
  })
  return { bridge, wrapper: whole.findComponent(part) as VueWrapper }
}

describe('the strip at the foot', () => {
  it('is not there before there is work', async () => {
    const { wrapper } = show(WorkStrip)
    await settle()
    expect(wrapper.text()).toBe('')
  })

  it('shows what is under way first, then what waits, then what is over', async () => {
    const { wrapper, bridge } = show(WorkStrip)
    await settle()
    bridge.work(jobOf({ id: '1', phase: 'finished', share: 1, of: 'r1' }))
    bridge.work(jobOf({ id: '2', title: 'Mine', phase: 'waiting' }))
    bridge.work(jobOf({ id: '3', share: 0.43, secondsLeft: 90, of: 'r3', table: 'digits' }))
    await settle()
    const texts = wrapper.findAll('li').map((item) => item.text())
    expect(texts).toEqual([
      expect.stringMatching(/^Digits running · 43\s?% · 2 minutes left$/),
      'Mine waits for its turn',
      'Wine done',
    ])
    expect(wrapper.get('[role="progressbar"]').attributes('aria-valuenow')).toBe('43')
  })

  it('offers what can be done with each', async () => {
    const { wrapper, bridge } = show(WorkStrip)
    const offered = async (part: Parameters<typeof jobOf>[0]): Promise<string[]> => {
      bridge.work(jobOf({ of: 'r1', share: 0.5, ...part }))
      await settle()
      return wrapper.findAll('[aria-label]').flatMap((button) => {
        const label = button.attributes('aria-label') ?? ''
        return button.element.tagName === 'BUTTON' ? [label.split(/ “?Wine| with|;/)[0] ?? ''] : []
      })
    }
    expect(await offered({ phase: 'running' })).toEqual(['Pause', 'Stop'])
    expect(await offered({ phase: 'paused' })).toEqual(['Go on', 'Stop'])
    expect(await offered({ phase: 'stopped' })).toEqual(['Go on', 'Take'])
    expect(await offered({ phase: 'finished', share: 1 })).toEqual(['Take'])
    expect(await offered({ phase: 'waiting', of: undefined })).toEqual(['Take'])
    expect(await offered({ phase: 'running', kind: 'export', of: undefined })).toEqual([])
    expect(await offered({ phase: 'running', kind: 'import', of: undefined })).toEqual(['Stop'])
  })
})
