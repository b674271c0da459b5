import type { CallOutput } from '#shared/contract/calls.ts'
import { LabError } from '#shared/contract/errors.ts'
import type { RunList, RunNotes, RunSummary, RunVersions } from '#shared/contract/runs.ts'
import { describeRace } from '#shared/data/describe.ts'
import type { DatasetSource } from '#shared/experiment/source.ts'
import { parseSpec, type ExperimentInput, type ExperimentSpec } from '#shared/experiment/spec.ts'
import { judgedBy } from '#shared/metrics/index.ts'
import { irisTable, recordedOf, trainIris } from './iris.ts'

const short: ExperimentInput = {
  dataset: { builtin: 'iris' },
  lanes: [
    { id: 'sgd', optimizer: 'sgd', hyper: { lr: 0.1 } },
    { id: 'adam', optimizer: 'adam', hyper: { lr: 0.05 } },
  ],
  budget: { epochs: 2 },
}

interface Kept {
  run: RunSummary
  readonly spec: ExperimentSpec
}

/** Runs in the test's own process: kept, noted on, put aside and brought back as the laboratory does it. */
export class TestLibrary {
  /** The newest first. */
  #kept: Kept[] = []
  #deleted: Kept[] = []
  #count = 0
  /** Bundles by the path they lie at: what taking them in brings. */
  readonly bundles = new Map<string, Partial<RunSummary>>()

  /** @returns the id of a run that is newer than all others */
  add(change: Partial<RunSummary> = {}, input: Partial<ExperimentInput> = {}): string {
    const spec = parseSpec({ ...short, ...input })
    const id = change.id ?? `run-${++this.#count}`
    const { steps } = describeRace(spec, irisTable())
    const run: RunSummary = {
      id,
      name: id,
      created: new Date(Date.UTC(2026, 0, 1, 0, this.#count)).toISOString(),
      state: 'finished',
      step: steps,
      steps,
      dataset: 'Iris',
      lanes: spec.lanes.map((lane) => ({
        id: lane.id,
        optimizer: lane.optimizer,
        convention: lane.convention,
      })),
      seeds: spec.seeds.length,
      metric: judgedBy(spec.record.metrics) ?? null,
      best: { lane: spec.lanes[0]?.id ?? '', value: 0.5 },
      sparks: spec.lanes.map((lane) => ({ lane: lane.id, values: [1, 0.7, 0.5] })),
      seconds: 1.5,
      bytes: 1000,
      resumable: false,
      damaged: 0,
      ...change,
      notes: { title: '', tags: [], note: '', ...change.notes },
    }
    this.#kept.unshift({ run, spec })
    return id
  }

  list(): RunList {
    const sum = (kept: readonly Kept[]): number =>
      kept.reduce((bytes, { run }) => bytes + run.bytes, 0)
    return {
      runs: this.#kept.map(({ run }) => run),
      bytes: sum(this.#kept),
      deleted: {
        runs: this.#deleted.length,
        bytes: sum(this.#deleted),
        ids: this.#deleted.map(({ run }) => run.id),
      },
    }
  }

  change(id: string, part: Partial<RunSummary>): void {
    const kept = this.#find(id)
    kept.run = { ...kept.run, ...part }
  }

  note(id: string, notes: Partial<RunNotes>): RunSummary {
    const kept = this.#find(id)
    kept.run = { ...kept.run, notes: { ...kept.run.notes, ...notes } }
    if (notes.title !== undefined) kept.run = { ...kept.run, name: notes.title || id }
    return kept.run
  }

  specOf(id: string): ExperimentSpec {
    return this.#find(id).spec
  }

  versions(id: string): RunVersions {
    this.#find(id)
    const tensorflow = { package: '4.22.0', library: '1.15.0' }
    return { app: '0.1.0', tensorflow, node: '20.19.0', platform: 'linux-x64' }
  }

  /** @returns the run's record, trained on the reference engine; undefined where there is no such run */
  open(id: string): CallOutput<'openRace'> | undefined {
    const kept = this.#kept.find(({ run }) => run.id === id)
    if (!kept) return undefined
    const { spec } = kept
    const { points } = trainIris(spec)
    const shape = { ...describeRace(spec, irisTable()), shards: 1 }
    const { steps } = shape
    const status = { id, phase: 'finished', step: steps, steps, pace: null } as const
    return {
      race: { id, folder: `/runs/${id}`, spec, shape, status },
      recorded: recordedOf(points),
    }
  }

  remove(ids: readonly string[]): RunList {
    const gone = ids.map((id) => this.#find(id))
    const busy = gone.find(({ run }) => run.state === 'running')
    if (busy) throw new LabError('run-busy', `The run '${busy.run.id}' is being written.`)
    this.#kept = this.#kept.filter((kept) => !gone.includes(kept))
    this.#deleted.unshift(...gone)
    return this.list()
  }

  restore(ids: readonly string[]): RunList {
    const back = this.#deleted.filter(({ run }) => ids.includes(run.id))
    this.#deleted = this.#deleted.filter((kept) => !back.includes(kept))
    this.#kept = [...this.#kept, ...back].sort((a, b) => (a.run.created < b.run.created ? 1 : -1))
    return this.list()
  }

  empty(): RunList {
    this.#deleted = []
    return this.list()
  }

  take(source: DatasetSource): RunSummary {
    const bundle = 'file' in source ? this.bundles.get(source.file) : undefined
    if (!bundle) throw new LabError('bad-bundle', 'There is no bundle.', { parameters: {} })
    const known = this.#kept.find(({ run }) => run.id === bundle.id)
    return known?.run ?? this.#find(this.add(bundle)).run
  }

  #find(id: string): Kept {
    const kept = this.#kept.find(({ run }) => run.id === id)
    if (!kept) throw new LabError('not-found', `There is no run '${id}'.`)
    return kept
  }
}
