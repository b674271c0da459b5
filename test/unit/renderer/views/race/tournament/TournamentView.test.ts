// @vitest-environment happy-dom
import { mount, type VueWrapper } from '@vue/test-utils'
import { TooltipProvider } from 'reka-ui'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { h } from 'vue'
import { bridgeKey } from '#renderer/composables/useBridge.ts'
import { i18n } from '#renderer/locales/index.ts'
import { useTournament } from '#renderer/race/tournament.ts'
import TournamentView from '#renderer/views/race/tournament/TournamentView.vue'
import { LabError } from '#shared/contract/errors.ts'
import { cellsWith, tournamentOf } from '#test/support/tournaments.ts'
import { settle } from '#test/unit/renderer/support/app.ts'
import { column, table } from '#test/unit/renderer/views/data/fixtures.ts'
import { TournamentBridge } from '#test/unit/renderer/support/tournaments.ts'

/** Happy DOM lays nothing out: everything is as high and wide as a screen. */
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(700)
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(800)
})
afterEach(() => void vi.restoreAllMocks())

async function show(bridge: TournamentBridge) {
  const pinia = createPinia()
  setActivePinia(pinia)
  const wrapper = mount(
    { render: () => h(TooltipProvider, null, { default: () => h(TournamentView) }) },
    {
      attachTo: document.body,
      global: { plugins: [pinia, i18n], provide: { [bridgeKey as symbol]: bridge } },
    },
  )
  await settle()
  return { wrapper, tournament: useTournament() }
}

const plan = (wrapper: VueWrapper): string => wrapper.get('[data-testid="tournament-plan"]').text()

const tick = (wrapper: VueWrapper, label: string) => wrapper.get(`[aria-label="${label}"]`)

describe('the form of a tournament', () => {
  it('says how much work it is, and what is missing', async () => {
    const { wrapper, tournament } = await show(new TournamentBridge())
    await vi.waitFor(() => expect(plan(wrapper)).toContain('Up to 2,816 runs in 32 cells.'))
    expect(plan(wrapper)).toContain('About 20 s to 80 s')
    for (const name of ['Iris, softmax', 'Wine, 16', 'Moons, 16', 'Linear with outliers']) {
      await tick(wrapper, name).trigger('click')
    }
    expect(plan(wrapper)).toBe('Tick at least one task.')
    await tick(wrapper, 'Wine, 16').trigger('click')
    for (const budget of ['untuned', '1 trial', '4 trials', '16 trials']) {
      await tick(wrapper, budget).trigger('click')
    }
    expect(tournament.form.budgets).toEqual([])
    expect(plan(wrapper)).toBe('Tick at least one tuning budget.')
    const start = wrapper.get('button.run')
    expect(start.attributes('aria-disabled')).toBe('true')
    wrapper.unmount()
  })

  it('says why its tasks cannot be run, and starts when they can', async () => {
    const bridge = new TournamentBridge()
    bridge.unfit = new LabError('bad-spec', 'No.', { parameters: { first: 'Iris: target' } })
    const { wrapper, tournament } = await show(bridge)
    await vi.waitFor(() => expect(plan(wrapper)).toContain('Iris: target'))
    bridge.unfit = undefined
    tournament.change({ tuning: 2 })
    await vi.waitFor(() => expect(plan(wrapper)).toContain('Up to'))
    await wrapper.get('button.run').trigger('click')
    await settle()
    expect(bridge.started?.seeds.tuning).toEqual([1, 2])
    expect(wrapper.get('button.run').text()).toBe('Pause')
    wrapper.unmount()
  })

  it('takes in an opened table as it is proposed, and lists who meets on it', async () => {
    const bridge = new TournamentBridge()
    const rows = Array.from({ length: 40 }, (_, row) => row)
    const flowers = table(
      column(
        'width',
        rows.map((row) => Math.sin(row)),
      ),
      column(
        'class',
        rows.map((row) => (row % 2 === 0 ? 'a' : 'b')),
      ),
    )
    bridge.tables.files.set('/files/flowers.csv', { table: flowers, state: 'ready' })
    const { wrapper, tournament } = await show(bridge)
    expect(wrapper.findAll('.contestants li').length).toBe(8)
    await wrapper.get('button[role="radio"][value="tables"]').trigger('click')
    await settle()
    expect(plan(wrapper)).toBe('Tick at least one task.')
    await tick(wrapper, 'small.csv').trigger('click')
    await settle()
    expect(tournament.form.tables).toMatchObject([
      { name: 'small.csv', target: 'class', loss: 'crossEntropy', scaling: { fit: 'train' } },
    ])
    await tick(wrapper, 'small.csv').trigger('click')
    expect(tournament.form.tables).toEqual([])
    wrapper.unmount()
  })
})

describe('the matrix', () => {
  it('fills as cells are done, and says what each is', async () => {
    const bridge = new TournamentBridge()
    bridge.begin()
    const { wrapper } = await show(bridge)
    const cells = (): (string | undefined)[] =>
      wrapper.findAll('td[data-cell]').map((cell) => cell.attributes('aria-label'))
    expect(cells()).toEqual([
      'task 1, Adam: not done yet',
      'task 1, SGD: not done yet',
      'task 2, Adam: not done yet',
      'task 2, SGD: not done yet',
    ])
    bridge.report({ done: 0, running: [{ shard: 1, share: 0.4 }] })
    await settle()
    expect(cells()[1]).toBe('task 1, SGD: running, 40%')
    bridge.report({ done: 1 }, bridge.cell(0, 0, 0.5))
    await settle()
    expect(cells()[0]).toBe('task 1, Adam: rank 1 so far, score 0.5000')
    bridge.report({ done: 2 }, bridge.cell(0, 1, null))
    await settle()
    expect(cells().slice(0, 2)).toEqual([
      'task 1, Adam: rank 1, score 0.5000',
      'task 1, SGD: rank 2, diverged',
    ])
    expect(wrapper.get('[data-testid="tournament-answer"]').text()).toBe(
      '1 of 2 tasks done by all contestants so far: what they show comes when more are.',
    )
    expect(wrapper.get('[data-testid="tournament-status"]').text()).toBe('2 of 4 cells')
    wrapper.unmount()
  })
})

describe('the results', () => {
  it('begin with the plain sentence, mean ranks below the matrix', async () => {
    const names = ['Adam', 'NAdam', 'RMSprop']
    const spec = tournamentOf(10, names)
    const bridge = new TournamentBridge(spec)
    bridge.record = {
      ...bridge.recordOf(
        't1',
        cellsWith(spec, (task, contestant) => ((contestant + task) % 3) + 1),
      ),
      status: bridge.statusOf({ phase: 'finished', done: 30, total: 30, share: 1 }),
    }
    const { wrapper } = await show(bridge)
    expect(wrapper.get('[data-testid="tournament-answer"] .first').text()).toBe(
      'On these 10 tasks no difference that they can show between Adam, NAdam and RMSprop (p = 0.914).',
    )
    expect(wrapper.findAll('tfoot td').map((cell) => cell.text())).toEqual(['1.90', '2.00', '2.10'])
    wrapper.unmount()
  })

  it('say what is missing where there is no figure', async () => {
    const bridge = new TournamentBridge()
    bridge.record = {
      ...bridge.recordOf('t1', []),
      status: bridge.statusOf({ phase: 'stopped' }),
    }
    const { wrapper } = await show(bridge)
    const tab = wrapper.findAll('[role="tab"]').find((each) => each.text() === 'Where it fails')
    await tab!.trigger('mousedown')
    await settle()
    expect(wrapper.text()).toContain('Nothing was tuned: take budgets of 1 trial or more.')
    expect(wrapper.text()).toContain('Go on')
    wrapper.unmount()
  })
})
