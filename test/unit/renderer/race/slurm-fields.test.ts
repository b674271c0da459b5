// @vitest-environment happy-dom
import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { describe, expect, it } from 'vitest'
import { bridgeKey } from '#renderer/composables/useBridge.ts'
import { i18n } from '#renderer/locales/index.ts'
import { firstForm, slurmOptionsOf } from '#renderer/race/sweep-form.ts'
import { useSweep } from '#renderer/race/sweep.ts'
import SlurmFields from '#renderer/views/race/sweep/SlurmFields.vue'
import { LabError } from '#shared/contract/errors.ts'
import type { SlurmStatus } from '#shared/contract/slurm.ts'
import type { SweepRecord } from '#shared/contract/sweeps.ts'
import { parseSpec } from '#shared/experiment/spec.ts'
import { settle } from '../support/app.ts'
import { TestLaboratory } from '../support/laboratory.ts'

const experiment = parseSpec({
  dataset: { builtin: 'iris' },
  lanes: [{ id: 'sgd', optimizer: 'sgd' }],
  budget: { epochs: 1 },
})

const slurm: SlurmStatus = {
  ...{ phase: 'waiting', done: 0, total: 1, running: 0, waiting: 1, reason: 'Priority' },
  ...{ jobs: ['12', '13'], failed: [] },
}

/** A machine from which jobs are submitted to a cluster. */
class ClusterBridge extends TestLaboratory {
  submitted: unknown[] = []

  constructor() {
    super()
    Object.assign(this.laboratory, {
      findSlurm: async () => ({ found: true }),
      submitSweep: async ({ spec, options }: { spec: SweepRecord['spec']; options: unknown }) => {
        if (this.failing.has('submitSweep')) throw this.failing.get('submitSweep') // oxlint-disable-line typescript/only-throw-error
        this.submitted.push(options)
        const status = {
          id: 's1',
          phase: 'running',
          done: 0,
          total: 16,
          share: 0,
          secondsLeft: null,
        }
        const created = '2026-01-02T03:04:05.000Z'
        return {
          ...{ id: 's1', folder: '/s1', created, spec, results: [] },
          status: { ...status, slurm },
        }
      },
    })
  }
}

function opened() {
  const bridge = new ClusterBridge()
  const pinia = createPinia()
  setActivePinia(pinia)
  const view = mount(SlurmFields, {
    global: { plugins: [pinia, i18n], provide: { [bridgeKey as symbol]: bridge } },
  })
  return { bridge, view, sweep: useSweep() }
}

const labels = (view: VueWrapper): (string | undefined)[] =>
  view.findAll('input[type=text]').map((field) => field.attributes('aria-label'))

describe('the fields of a cluster', () => {
  it('are there once Slurm is chosen, and go with the sweep as they are typed', async () => {
    const { bridge, view, sweep } = opened()
    await settle()
    expect(labels(view)).toEqual([])
    sweep.change({ on: 'slurm' })
    await settle()
    expect(labels(view)).toEqual(['Partition', 'Time limit', 'Account', 'Other options'])
    await view.find('[aria-label="Time limit"]').setValue(' 1:00:00 ')
    await view.find('[aria-label="Other options"]').setValue('gres=gpu:1,mem=4G')
    await sweep.start(experiment)
    expect(bridge.submitted).toEqual([['time=1:00:00', 'gres=gpu:1,mem=4G']])
    expect(sweep.status?.slurm).toMatchObject({ waiting: 1, reason: 'Priority' })
    expect(sweep.running).toBe(true)
  })

  it('leave what Slurm refuses to be seen', async () => {
    const { bridge, sweep } = opened()
    await settle()
    sweep.change({ on: 'slurm' })
    const refusal = new LabError('cluster-refused', 'no', { parameters: { reason: 'no time' } })
    bridge.failing.set('submitSweep', refusal)
    await sweep.start(experiment)
    expect(sweep.failure?.code).toBe('cluster-refused')
    expect(sweep.running).toBe(false)
  })

  it('ask for nothing where they are empty', () => {
    expect(slurmOptionsOf(firstForm)).toEqual([])
  })
})
