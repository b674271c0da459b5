// @vitest-environment happy-dom
import { mount, type VueWrapper } from '@vue/test-utils'
import { TooltipProvider } from 'reka-ui'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { h, type Component } from 'vue'
import { bridgeKey } from '#renderer/composables/useBridge.ts'
import { i18n } from '#renderer/locales/index.ts'
import { useSweep } from '#renderer/race/sweep.ts'
import { useTournament } from '#renderer/race/tournament.ts'
import { useCluster } from '#renderer/stores/cluster.ts'
import ClusterFields from '#renderer/views/race/ClusterFields.vue'
import TournamentProgress from '#renderer/views/race/tournament/TournamentProgress.vue'
import SweepProgress from '#renderer/views/race/sweep/SweepProgress.vue'
import { LabError } from '#shared/contract/errors.ts'
import type { SlurmStatus } from '#shared/contract/slurm.ts'
import type { SweepRecord } from '#shared/contract/sweeps.ts'
import { parseSpec } from '#shared/experiment/spec.ts'
import { settle } from '#test/unit/renderer/support/app.ts'
import { TournamentBridge } from '#test/unit/renderer/support/tournaments.ts'

const experiment = parseSpec({
  dataset: { builtin: 'iris' },
  lanes: [{ id: 'sgd', optimizer: 'sgd' }],
  budget: { epochs: 1 },
})

const queued: SlurmStatus = {
  ...{ phase: 'waiting', done: 0, total: 4, running: 0, waiting: 4, reason: 'Priority' },
  ...{ jobs: ['12', '13'], failed: [] },
}

const broken: SlurmStatus = {
  ...{ phase: 'failed', done: 3, total: 4, running: 0, waiting: 0, jobs: ['12', '13'] },
  failed: [
    {
      ...{ shard: 2, what: 'Iris, Adam', tries: 3, state: 'TIMEOUT' },
      ...{ log: '/t1/slurm/log/12_2.log', says: 'DUE TO TIME LIMIT' },
    },
  ],
}

/** A machine from which jobs are submitted to a cluster. */
class ClusterBridge extends TournamentBridge {
  readonly submitted: { work: object; options: string[]; template?: object }[] = []

  constructor() {
    super()
    const take = (asked: (typeof this.submitted)[number]): void => {
      if (this.refusal) throw this.refusal
      this.submitted.push(asked)
    }
    Object.assign(this.laboratory, {
      findSlurm: async () => ({ found: true }),
      submitSweep: async (asked: (typeof this.submitted)[number]) => {
        take(asked)
        const own = { phase: 'running', done: 0, total: 16, share: 0, secondsLeft: null } as const
        const { spec } = asked.work as { spec: SweepRecord['spec'] }
        const created = '2026-01-02T03:04:05.000Z'
        return {
          ...{ id: 's1', folder: '/s1', created, spec, sharded: true, results: [] },
          status: { id: 's1', ...own, slurm: queued },
        }
      },
      submitTournament: async (asked: (typeof this.submitted)[number]) => {
        take(asked)
        return { ...this.begin(), status: this.statusOf({ slurm: queued }) }
      },
      followTournament: async () => ({ status: this.now, cells: [this.cell(0, 0, 0.5)] }),
    })
  }

  /** What a look at the folder finds. */
  now = this.statusOf({ done: 1, share: 0.25, slurm: { ...queued, phase: 'running', done: 1 } })
}

async function show(part: Component) {
  const bridge = new ClusterBridge()
  const pinia = createPinia()
  setActivePinia(pinia)
  const view = mount(
    { render: () => h(TooltipProvider, null, { default: () => h(part) }) },
    { global: { plugins: [pinia, i18n], provide: { [bridgeKey as symbol]: bridge } } },
  )
  const stores = { cluster: useCluster(), sweep: useSweep(), tournament: useTournament() }
  await settle()
  return { bridge, view, ...stores }
}

const labels = (view: VueWrapper): (string | undefined)[] =>
  view.findAll('input[type=text]').map((field) => field.attributes('aria-label'))

afterEach(() => void vi.useRealTimers())

describe('the fields of a cluster', () => {
  it('are there once Slurm is chosen, and go with sweeps and tournaments as they are typed', async () => {
    const { bridge, view, cluster, sweep, tournament } = await show(ClusterFields)
    expect(labels(view)).toEqual([])
    cluster.place = 'slurm'
    await settle()
    expect(labels(view)).toEqual(['Partition', 'Time limit', 'Account', 'Other options'])
    await view.find('[aria-label="Time limit"]').setValue(' 1:00:00 ')
    await view.find('[aria-label="Other options"]').setValue('gres=gpu:1,mem=4G')
    await sweep.start(experiment)
    const options = ['time=1:00:00', 'gres=gpu:1,mem=4G']
    expect(bridge.submitted).toMatchObject([{ options }])
    expect(sweep.status?.slurm).toMatchObject({ waiting: 4, reason: 'Priority' })
    // The cores of this machine are free.
    expect([sweep.running, sweep.runsHere, sweep.stoppable]).toEqual([true, false, true])

    await cluster.takeTemplate(new File(['#!/bin/bash'], 'gpu.sh'))
    await settle()
    expect(view.text()).toContain('gpu.sh')
    await tournament.start('Small')
    expect(bridge.submitted[1]).toMatchObject({ options, template: { file: '/files/gpu.sh' } })
    expect(tournament.status?.slurm?.jobs).toEqual(['12', '13'])
    await view.find('[aria-label="Use no template of mine"]').trigger('click')
    expect(cluster.asked).toEqual({ options })
  })

  it('leave what Slurm refuses to be seen', async () => {
    const { bridge, cluster, tournament } = await show(ClusterFields)
    cluster.place = 'slurm'
    bridge.refusal = new LabError('cluster-refused', 'no', { parameters: { reason: 'no time' } })
    await tournament.start('Small')
    expect(tournament.failure?.code).toBe('cluster-refused')
    expect(tournament.running).toBe(false)
  })

  it('are not there without a cluster', async () => {
    const { view, cluster } = await show(ClusterFields)
    cluster.found = false
    await settle()
    expect(view.text()).toBe('')
    cluster.place = 'slurm'
    expect(cluster.chosen).toBe(false)
  })
})

describe('work on a cluster', () => {
  it('is looked at while it is shown, until it is done', async () => {
    vi.useFakeTimers()
    const { bridge, view, cluster, tournament } = await shown(TournamentProgress)
    cluster.place = 'slurm'
    await tournament.start('Small')
    await vi.advanceTimersByTimeAsync(0)
    const said = (): string => view.get('[data-testid="cluster-status"]').text()
    expect(said()).toBe(
      'Slurm: 0 of 4 shards done. 4 are waiting. Slurm’s reason: Priority. Jobs 12, 13.',
    )
    await vi.advanceTimersByTimeAsync(5000)
    expect(tournament.cells).toHaveLength(1)
    expect(said()).toMatch(/^Slurm: 1 of 4 shards done\./)
    bridge.now = bridge.statusOf({ phase: 'finished', done: 4, share: 1 })
    await vi.advanceTimersByTimeAsync(5000)
    expect(tournament.status?.phase).toBe('finished')
    expect(vi.getTimerCount()).toBe(0)
    view.unmount()
  })

  it('names the shards that failed with their logs, and goes on here or there', async () => {
    const { bridge, view, sweep, cluster } = await show(SweepProgress)
    cluster.place = 'slurm'
    await sweep.start(experiment)
    const error = new LabError('shard-failed', 'no', { parameters: { shard: 2, tries: 3 } })
    bridge.tell({
      kind: 'sweep',
      results: [],
      status: { ...sweep.status!, phase: 'failed', slurm: broken, error: error.toData() },
    })
    await settle()
    const said = view.get('.cluster-status').text()
    expect(said).toContain('1 shard failed')
    expect(said).toContain('shard 2, Iris, Adam: begun 3 times · at last TIMEOUT')
    expect(said).toContain('DUE TO TIME LIMIT')
    expect(said).toContain('/t1/slurm/log/12_2.log')
    const buttons = view.findAll('button').map((button) => button.text())
    expect(buttons).toEqual(['Resume', 'On Slurm'])
    cluster.texts.time = '2:00:00'
    await view.findAll('button')[1]!.trigger('click')
    expect(bridge.submitted.at(-1)).toEqual({ options: ['time=2:00:00'], work: { id: 's1' } })
  })
})

/** The same where time stands still: no frame comes. */
async function shown(part: Component): ReturnType<typeof show> {
  const showing = show(part)
  await vi.advanceTimersByTimeAsync(1000)
  return showing
}
