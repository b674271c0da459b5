// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { useSweep } from '#renderer/race/sweep.ts'
import { LabError } from '#shared/contract/errors.ts'
import type { SweepRecord, SweepStatus } from '#shared/contract/sweeps.ts'
import { parseSpec } from '#shared/experiment/spec.ts'
import { parseSweep, type SweepSpec, type TrialResult } from '#shared/experiment/sweep/index.ts'
import { settle, withApp } from '../support/app.ts'
import { TestLaboratory } from '../support/laboratory.ts'

const experiment = parseSpec({
  dataset: { builtin: 'iris' },
  lanes: [
    { id: 'sgd', optimizer: 'sgd' },
    { id: 'adam', optimizer: 'adam' },
  ],
  seeds: [8, 9],
  budget: { epochs: 1 },
})

/** 2 contestants × 2 trials on seeds 1 and 2: indices 0 and 2 are sgd's, 1 and 3 adam's. */
const results: readonly TrialResult[] = [
  { index: 0, scores: [0.5, 0.7] },
  { index: 1, scores: [0.3, null] },
  { index: 2, scores: [0.2, 0.4] },
  { index: 3, scores: [null, null] },
]

/** A bridge to a laboratory that says of its one sweep what a test has it say. */
class SweepBridge extends TestLaboratory {
  record: SweepRecord | null = null
  /** Runs before the answer to a start goes out. */
  beforeAnswer = (): void => undefined

  constructor() {
    super()
    Object.assign(this.laboratory, {
      startSweep: async ({ spec }: { spec: unknown }) => {
        if (this.failing.has('startSweep')) throw this.failing.get('startSweep') // oxlint-disable-line typescript/only-throw-error
        const answer = this.begin(parseSweep(spec), [])
        this.beforeAnswer()
        return answer
      },
      resumeSweep: async () => ({ ...this.record!, status: this.status({ phase: 'running' }) }),
      stopSweep: async () => this.status({ phase: 'stopped' }),
      currentSweep: async () => this.record,
    })
  }

  begin(spec: SweepSpec, done: readonly TrialResult[]): SweepRecord {
    const status = this.status({ done: done.length, share: done.length / 4 })
    const created = '2026-01-02T03:04:05.000Z'
    const own = { id: 's1', folder: '/s1', created, spec, sharded: false }
    return (this.record = { ...own, results: [...done], status })
  }

  status(part: Partial<SweepStatus>): SweepStatus {
    return { id: 's1', phase: 'running', done: 0, total: 4, share: 0, secondsLeft: null, ...part }
  }

  report(part: Partial<SweepStatus>, ...fresh: TrialResult[]): void {
    this.tell({ kind: 'sweep', status: this.status(part), results: fresh })
  }
}

function opened() {
  const bridge = new SweepBridge()
  const { value: sweep } = withApp(() => useSweep(), bridge)
  sweep.change({ trials: 2, seeds: 2 })
  return { sweep, bridge }
}

describe('the sweep’s store', () => {
  it('is cancelled also while the page asks what there is, and an answer from before changes nothing', async () => {
    const bridge = new SweepBridge()
    const { value: sweep } = withApp(() => useSweep(), bridge)
    await sweep.start(experiment)
    const stale = { ...bridge.record! }
    let answer = (): void => undefined
    Object.assign(bridge.laboratory, {
      currentSweep: () => new Promise((resolve) => (answer = () => resolve(stale))),
    })
    const asked = sweep.pickUp()
    await sweep.stop()
    expect(sweep.status?.phase).toBe('stopped')
    answer()
    await asked
    expect(sweep.status?.phase).toBe('stopped')
  })

  it('follows a sweep from its start to its end, and hands over the tuned', async () => {
    const { sweep, bridge } = opened()
    await sweep.start(experiment)
    expect(sweep.running).toBe(true)
    expect(sweep.spec?.experiment.seeds).toEqual([1, 2])
    expect(sweep.tuned(10)).toBeUndefined()

    bridge.report({ done: 2, share: 0.5, secondsLeft: 3 }, results[0]!, results[1]!)
    expect(sweep.contestants.map(({ best }) => best?.median)).toEqual([0.6, undefined])
    bridge.report({ phase: 'finished', done: 4, share: 1 }, results[2]!, results[3]!)
    expect(sweep.status).toMatchObject({ phase: 'finished', done: 4 })
    // (0.2 + 0.4) / 2; of adam's trials half or all of the runs diverged.
    expect(sweep.contestants[0]?.best?.median).toBeCloseTo(0.3, 12)
    expect(sweep.tuned(3)).toMatchObject({ spec: { seeds: [3, 4, 5] }, out: ['adam'] })
  })

  it('loses nothing that was told before the answer that names the sweep', async () => {
    const { sweep, bridge } = opened()
    bridge.beforeAnswer = () => bridge.report({ done: 1, share: 0.25 }, results[0]!)
    await sweep.start(experiment)
    expect(sweep.status).toMatchObject({ done: 1, share: 0.25 })
    expect([...sweep.results.keys()]).toEqual([0])
  })

  it('stops, and goes on', async () => {
    const { sweep, bridge } = opened()
    await sweep.start(experiment)
    await sweep.stop()
    expect(sweep.status?.phase).toBe('stopped')
    expect([sweep.running, sweep.resumable]).toEqual([false, true])
    bridge.record = { ...bridge.record!, results: [results[0]!] }
    await sweep.resume()
    expect(sweep.running).toBe(true)
    expect([...sweep.results.keys()]).toEqual([0])
  })

  it('shows why a sweep broke off, until it goes on', async () => {
    const { sweep, bridge } = opened()
    await sweep.start(experiment)
    const error = new LabError('trainer-died', 'The trainer process 7 was ended.').toData()
    bridge.report({ phase: 'failed', error })
    expect(sweep.failure?.code).toBe('trainer-died')
    expect(sweep.resumable).toBe(true)
    await sweep.resume()
    expect(sweep.failure).toBeUndefined()
  })

  it('shows what the laboratory refuses, and keeps what it shows', async () => {
    const { sweep, bridge } = opened()
    await sweep.start(experiment)
    bridge.report({ phase: 'finished', done: 4 }, ...results)
    bridge.failing.set('startSweep', new LabError('log-failed', 'The disk is full.'))
    await sweep.start(experiment)
    expect(sweep.failure?.code).toBe('log-failed')
    expect(sweep.results.size).toBe(4)
    expect(sweep.busy).toBe(false)
  })

  it('finds a sweep again after a reload, a lost connection, and one of another page', async () => {
    const { sweep, bridge } = opened()
    await settle()
    const input = { experiment: { ...experiment, seeds: [1, 2] }, trials: 2 }
    bridge.begin(parseSweep(input), [results[0]!])
    await sweep.pickUp()
    expect([...sweep.results.keys()]).toEqual([0])

    bridge.connect('disconnected')
    bridge.begin(parseSweep(input), [results[0]!, results[1]!])
    bridge.connect('connected')
    await settle()
    expect([...sweep.results.keys()]).toEqual([0, 1])

    const other = { ...bridge.begin(parseSweep(input), [results[2]!]), id: 's2' }
    bridge.record = { ...other, status: { ...other.status, id: 's2' } }
    bridge.report({ id: 's2' })
    await settle()
    expect(sweep.record?.id).toBe('s2')
    expect([...sweep.results.keys()]).toEqual([2])
  })
})
