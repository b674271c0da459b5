// @vitest-environment happy-dom
import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import type { RunEvent } from '#shared/contract/stream.ts'
import { i18n, setLanguage } from '#renderer/locales/index.ts'
import { bridgeKey } from '#renderer/composables/useBridge.ts'
import { firstEvents } from '#renderer/race/standings/events.ts'
import { StandingsReader } from '#renderer/race/standings/reader.ts'
import StandingsPanel from '#renderer/race/standings/StandingsPanel.vue'
import { metricWriter } from '#renderer/race/standings/words.ts'
import { standingsOf } from '#shared/statistics/index.ts'
import { TestLaboratory } from '#test/unit/renderer/support/laboratory.ts'
import { racedLanes, shape, specOf, type RunValues } from '../lanes.ts'

const runs = (count: number, make: (seed: number) => RunValues): RunValues[] =>
  Array.from({ length: count }, (_, seed) => make(seed))
const slow = runs(8, (seed) => [3, 2, 1 + seed / 100])
const fast = runs(8, (seed) => [3, 0.4, 0.3 + seed / 100])

function panel(more: Partial<InstanceType<typeof StandingsPanel>['$props']> = {}) {
  const spec = specOf(8)
  const { lanes } = racedLanes(spec, 'validationLoss', [slow, fast])
  const pinia = createPinia()
  setActivePinia(pinia)
  return mount(StandingsPanel, {
    props: {
      lanes,
      spec,
      shape,
      judged: 'validationLoss' as const,
      target: undefined,
      version: 1,
      ...more,
    },
    global: {
      plugins: [pinia, i18n],
      provide: { [bridgeKey as symbol]: new TestLaboratory() },
      // The menu's tooltip wants the app around it.
      stubs: { ExportMenu: true },
    },
  })
}

const textOf = (wrapper: VueWrapper, selector: string): string[] =>
  wrapper.findAll(selector).map((each) => each.text())

beforeEach(() => vi.useFakeTimers())
afterEach(() => {
  setLanguage('en')
  vi.useRealTimers()
})

describe('reading standings as they grow', () => {
  it('is the same point by point as at once, also when a lane is added after the others', () => {
    const spec = specOf(8)
    const growing = racedLanes(spec, 'validationLoss', [runs(8, () => []), runs(8, () => [])])
    const reader = new StandingsReader()
    const read = () =>
      reader.read(
        { lanes: growing.lanes, judged: 'validationLoss', target: 0.5 },
        'steps',
        undefined,
      )
    for (const point of [0, 1, 2]) {
      fast.forEach((values, seed) => growing.add(1, seed, [values[point]!]))
      read()
    }
    expect(read()?.step).toBe(15)
    // The other lane begins: everything is counted at its first point now.
    slow.forEach((values, seed) => growing.add(0, seed, values.slice(0, 1)))
    expect(read()?.step).toBe(5)
    slow.forEach((values, seed) => growing.add(0, seed, values.slice(1)))
    const curves = [slow, fast].map((lane) =>
      lane.map((values) => ({
        steps: [5, 10, 15],
        samples: [50, 100, 150],
        seconds: [0.1, 0.2, 0.3],
        values,
      })),
    )
    const whole = standingsOf(curves, { higherIsBetter: false, target: 0.5 })
    expect(read()).toMatchObject({ ...whole, metric: 'validationLoss', target: 0.5 })
  })

  it('sorts by the last value where there is no target, and has none where nothing counts', () => {
    const { lanes } = racedLanes(specOf(8), 'validationLoss', [slow, fast])
    const reader = new StandingsReader()
    const props = { lanes, judged: 'validationLoss', target: undefined } as const
    expect(reader.read(props, 'steps', undefined)?.orderBy).toBe('final')
    expect(reader.read({ ...props, judged: undefined }, 'final', undefined)).toBeUndefined()
  })
})

describe('the standings panel', () => {
  it('ranks the lanes and says what the seeds show: 2/256 = 0.008', () => {
    const wrapper = panel()
    expect(textOf(wrapper, '.name')).toEqual(['fast', 'slow'])
    expect(textOf(wrapper, '.rank')).toEqual(['1', '2'])
    expect(textOf(wrapper, '.verdict')).toEqual([
      'leads',
      'behind fast in 8 of 8 seeds (p = 0.008)',
    ])
    // The last values are 0.30 … 0.37 and 1.00 … 1.07.
    expect(textOf(wrapper, '.cell.ordered')[0]).toMatch(/^0\.3350\.30–0\.37$/)
    expect(wrapper.find('.so-far').text()).toBe('')
  })

  it('folds out how a verdict came about, by a button: the last values differ by 0.7 in every seed', async () => {
    const wrapper = panel()
    const why = wrapper.get('.verdict button')
    expect(wrapper.findAll('.verdict button')).toHaveLength(1)
    expect(why.attributes('aria-expanded')).toBe('false')
    expect(wrapper.find('.evidence').exists()).toBe(false)
    await why.trigger('click')
    expect(why.attributes('aria-expanded')).toBe('true')
    expect(wrapper.get('.evidence').attributes('id')).toBe(why.attributes('aria-controls'))
    expect(textOf(wrapper, '.evidence p')).toEqual([
      'Better in 0 seeds, worse in 8, equal in 0.',
      'Median difference within a seed: 0.700.',
      'Signed-rank test over paired seeds: p = 0.0078.',
    ])
    setLanguage('zh-CN')
    await nextTick()
    expect(textOf(wrapper, '.evidence p')[0]).toBe('0 个种子更优，8 个更劣，0 个相等。')
    await why.trigger('click')
    expect(wrapper.find('.evidence').exists()).toBe(false)
  })

  it('says of seconds, and of them alone, whose clock they are', () => {
    const clock = 'Seconds run on the clock of a training process'
    expect(panel({ target: 0.5, axis: 'seconds' }).get('.note').text()).toContain(clock)
    expect(panel({ target: 0.5, axis: 'step' }).get('.note').text()).not.toContain(clock)
  })

  it('shows time to the target in epochs, and who never came there', () => {
    const wrapper = panel({ target: 0.5 })
    expect(textOf(wrapper, '.cell').filter((_, at) => at % 4 === 0)).toEqual(['2', 'never'])
    expect(wrapper.get('[role="columnheader"] button').text()).toContain('epoch')
    // The first three seeds end at 1.00 … 1.02.
    expect(panel({ target: 1.02 }).text()).toContain('3 of 8 reached it')
  })

  it('goes by the last value, whatever the target, and lets the metric that counts be chosen', () => {
    const wrapper = panel({
      target: 2,
      spec: specOf(8, { record: { metrics: ['validationLoss', 'trainLoss', 'rate'] } }),
    })
    expect(wrapper.get('[aria-sort="ascending"]').text()).toBe('last')
    const select = wrapper.getComponent({ name: 'SelectField' })
    expect(select.props('options')).toEqual([
      { value: 'validationLoss', text: 'Validation loss' },
      { value: 'trainLoss', text: 'Training loss' },
    ])
    select.vm.$emit('update:modelValue', 'trainLoss')
    expect(wrapper.emitted('judge')).toEqual([['trainLoss']])
  })

  it('sorts by the column that is pressed, and shows ranks in their own order alone', async () => {
    const early = runs(8, (seed) => [0.01, 2, 2 + seed])
    const spec = specOf(8)
    const { lanes } = racedLanes(spec, 'validationLoss', [early, fast])
    const wrapper = panel({ lanes, spec })
    expect(textOf(wrapper, '.name')).toEqual(['fast', 'slow'])
    await wrapper.findAll('.head button')[1]!.trigger('click')
    expect(textOf(wrapper, '.name')).toEqual(['slow', 'fast'])
    expect(textOf(wrapper, '.rank')).toEqual(['·', '·'])
    await wrapper.findAll('.head button')[0]!.trigger('click')
    expect(textOf(wrapper, '.rank')).toEqual(['1', '2'])
  })

  it('folds out the numbers of a lane by its name', async () => {
    const wrapper = panel()
    const [name] = wrapper.findAll('.name button')
    expect(name?.attributes('aria-expanded')).toBe('false')
    await name?.trigger('click')
    expect(name?.attributes('aria-expanded')).toBe('true')
    expect(wrapper.findAll('.lane.open')).toHaveLength(1)
  })

  it('says of one seed, once, that it shows nothing', () => {
    const spec = specOf(1)
    const { lanes } = racedLanes(spec, 'validationLoss', [[slow[0]!], [fast[0]!]])
    const wrapper = panel({ lanes, spec })
    expect(wrapper.text().match(/one seed shows nothing beyond itself/g)).toHaveLength(1)
    expect(wrapper.text()).not.toContain('behind')
  })

  it('says of too few how many it takes', () => {
    const spec = specOf(4)
    const { lanes } = racedLanes(spec, 'validationLoss', [slow.slice(4), fast.slice(4)])
    expect(panel({ lanes, spec }).text()).toContain(
      'worse than fast in all 4 seeds, by a factor of 3; it takes at least 6 to rule out chance',
    )
  })

  it('is marked while runs go on, and follows at most a few times a second', async () => {
    const spec = specOf(8)
    const growing = racedLanes(spec, 'validationLoss', [
      slow.map((values) => values.slice(0, 1)),
      fast.map((values) => values.slice(0, 1)),
    ])
    const wrapper = panel({ lanes: growing.lanes, spec })
    expect(wrapper.get('.so-far').text()).toBe('so far, at epoch 1.0')
    const grow = async (point: number): Promise<void> => {
      slow.forEach((values, seed) => growing.add(0, seed, [values[point]!]))
      fast.forEach((values, seed) => growing.add(1, seed, [values[point]!]))
      await wrapper.setProps({ version: point + 1 })
    }
    await grow(1)
    expect(wrapper.get('.so-far').text()).toBe('so far, at epoch 2.0')
    await grow(2)
    expect(wrapper.get('.so-far').text()).toBe('so far, at epoch 2.0')
    vi.advanceTimersByTime(500)
    await nextTick()
    expect(wrapper.get('.so-far').text()).toBe('')
  })

  it('speaks Chinese', async () => {
    const wrapper = panel()
    setLanguage('zh-CN')
    await nextTick()
    expect(wrapper.text()).toContain('8 个种子中有 8 个劣于 fast（p = 0.008）')
  })

  it('tells of each lane the first run that diverged, and how many more', () => {
    const diverged = (run: number, step: number): RunEvent => ({
      run,
      step,
      kind: 'diverged',
      ends: true,
      divergence: { first: 'gradient', index: 2, parameters: 1e9, gradient: 1e12, rate: 0.5 },
    })
    const events = [diverged(3, 12), diverged(1, 7), diverged(2, 9)]
    expect(firstEvents(events)).toEqual([{ event: diverged(1, 7), others: 2 }])
    const spec = specOf(8)
    const { lanes } = racedLanes(spec, 'validationLoss', [slow, fast], [events])
    const text = panel({ lanes, spec }).get('.events').text()
    expect(text).toContain('seed 2')
    expect(text).toContain('2 more runs')
    expect(text).toContain('0.5')
  })
})

describe('numbers of a column', () => {
  it('have the decimals that three digits of the smallest need', () => {
    const write = metricWriter('validationLoss', [0.0123, 0.5, 0.04], 'diverged')
    expect([0.0123, 0.5, Infinity, NaN].map(write)).toEqual(['0.0123', '0.5000', 'diverged', '–'])
    expect(metricWriter('validationLoss', [250, 300], 'x')(251.4)).toBe('251')
    expect(metricWriter('validationLoss', [1e-9], 'x')(1.234e-9)).toBe('1.23e−9')
    expect(metricWriter('trainAccuracy', [0.9], 'x')(0.912)).toBe('91.2%')
    expect(metricWriter('trainAccuracy', [0.9], 'x', 2)(0.912)).toBe('91%')
  })
})

describe('the answer above', () => {
  it('says who to take, and offers a sweep for rates that nobody tuned', async () => {
    const wrapper = panel({ unchanged: true })
    const card = wrapper.get('.answer')
    expect(card.text()).toContain('Take fast: it is ahead of every other lane')
    expect(card.findAll('button').map((each) => each.text())).toEqual(['Tune by a sweep'])
    await card.get('button').trigger('click')
    expect(wrapper.emitted('sweep')).toHaveLength(1)
    expect(panel().findAll('.answer button')).toHaveLength(0)
  })

  it('offers the seeds that are missing, by racing all anew', async () => {
    const spec = specOf(4, { tuned: true })
    const { lanes } = racedLanes(spec, 'validationLoss', [slow.slice(4), fast.slice(4)])
    const wrapper = panel({ lanes, spec, unchanged: true })
    const button = wrapper.get('.answer button')
    expect(button.text()).toBe('Race all anew with 9 seeds')
    await button.trigger('click')
    expect(wrapper.emitted('seeds')).toEqual([[5]])
    // A race that is over can have them itself, also where the form is another.
    const own = panel({ lanes, spec, grows: true }).findAll('.answer button')
    expect(own.map((each) => each.text())).toEqual(['Run 5 more seeds'])
  })

  it('waits for the end', () => {
    const spec = specOf(8)
    const early = [slow, fast].map((lane) => lane.map((values) => values.slice(0, 2)))
    const { lanes } = racedLanes(spec, 'validationLoss', early)
    expect(panel({ lanes, spec }).find('.answer').exists()).toBe(false)
  })
})
