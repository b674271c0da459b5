import type { Bridge, Connection, RaceStream, StreamPort } from '#renderer/bridge/types.ts'
import { readRaceProblem } from '#main/lab/race-problem.ts'
import type { Recorded } from '#renderer/stores/recording.ts'
import type {
  CallOutput,
  LabEvent,
  Laboratory,
  Race,
  RaceStatus,
  Settings,
} from '#shared/contract/calls.ts'
import type { ExportFormat, SavedFile } from '#shared/contract/runs.ts'
import type { Language } from '#shared/text.ts'
import { LabError, type ErrorData } from '#shared/contract/errors.ts'
import type { Job } from '#shared/contract/work.ts'
import type { Phase, RateChange, StreamMessage } from '#shared/contract/stream.ts'
import { describeRace } from '#shared/data/describe.ts'
import type { DatasetSource } from '#shared/experiment/source.ts'
import { freshSeeds } from '#shared/experiment/sweep/index.ts'
import { parseSpec, type ExperimentSpec } from '#shared/experiment/spec.ts'
import { readRule } from '#shared/own/file.ts'
import type { Point, Trainer } from '#shared/training/trainer.ts'
import { irisTable, irisTrainer, recordedOf } from './iris.ts'
import { TestLibrary } from './library.ts'
import { TestTables } from './tables.ts'

interface Shard {
  readonly trainer: Trainer
  readonly points: Point[]
}

/**
 * A laboratory in the test's own process: the real training loop on the reference engine, two
 * shards, stepped by hand, behind the bridge's interface.
 */
export class TestLaboratory implements Bridge {
  readonly shell = 'desktop'
  readonly platform = 'linux'
  connection: Connection = 'connected'
  settings: Settings = { language: 'system', theme: 'system', projector: false }
  /** Sequence numbers acknowledged, in order. */
  readonly acknowledged: number[] = []
  readonly calls: string[] = []
  readonly tables = new TestTables()
  readonly library = new TestLibrary()
  /** Files of rules by name. */
  readonly rules = new Map<string, string>()
  /** Where the person saved something, in order; every file goes where they save everything. */
  readonly saved: string[] = []
  /** The queue, as it was last told. */
  jobs: Job[] = []
  /** The next call of that name fails with this error. */
  readonly failing = new Map<string, LabError>()
  readonly #events = new Set<(event: LabEvent) => void>()
  readonly #streams = new Set<(stream: RaceStream) => void>()
  readonly #connections = new Set<(connection: Connection) => void>()
  #readers: ((message: StreamMessage) => void)[] = []
  #shards: Shard[] = []
  #spec: ExperimentSpec | undefined
  #race: Race | undefined
  #count = 0
  #sequence = 0
  #rates: RateChange[] = []
  readonly #past = new Map<string, CallOutput<'openRace'>>()

  readonly laboratory: Laboratory = {
    describe: () =>
      this.#answer('describe', () => ({
        version: '0',
        tensorflow: { package: '', library: '' },
        node: '20',
        platform: 'linux-x64',
        runsFolder: '/runs',
        shell: 'desktop' as const,
      })),
    readSettings: () => this.#answer('readSettings', () => this.settings),
    writeSettings: (settings) =>
      this.#answer('writeSettings', () => (this.settings = { ...settings })),
    startRace: ({ spec, pace }) =>
      this.#answer('startRace', () => {
        const parsed = parseSpec(spec)
        const half = Math.ceil(parsed.lanes.length / 2)
        this.#putAway()
        this.#spec = parsed
        this.#rates = []
        this.#shards = [
          { trainer: irisTrainer(parsed, [0, half]), points: [] },
          { trainer: irisTrainer(parsed, [half, parsed.lanes.length]), points: [] },
        ]
        const shape = { ...describeRace(parsed, irisTable()), shards: 2 }
        const id = `race-${++this.#count}`
        const status: RaceStatus = { id, phase: 'running', step: 0, steps: shape.steps, pace }
        this.#race = { id, folder: `/runs/${id}`, spec: parsed, shape, status }
        return this.#race
      }),
    pauseRace: () => this.#answer('pauseRace', () => this.phase('paused')),
    resumeRace: () => this.#answer('resumeRace', () => this.phase('running')),
    stopRace: () => this.#answer('stopRace', () => this.phase('stopped')),
    advanceRace: () => this.#answer('advanceRace', () => this.#status()),
    paceRace: ({ pace }) => this.#answer('paceRace', () => ({ ...this.#status(), pace })),
    growRace: ({ more }) =>
      this.#answer('growRace', () => {
        const race = this.#current()
        if ('seeds' in more) {
          const seeds = [...race.spec.seeds, ...freshSeeds(race.spec.seeds, more.seeds)]
          const spec = { ...race.spec, seeds }
          this.#shards = [{ trainer: irisTrainer(spec, [0, spec.lanes.length]), points: [] }]
          const shape = { ...race.shape, seeds: seeds.length, shards: 1 }
          this.#race = { ...race, spec, shape, status: { ...race.status, step: 0 } }
        } else {
          const steps = race.status.steps + more.epochs * race.shape.stepsPerEpoch
          for (const { trainer } of this.#shards) trainer.setSteps(steps)
          race.status = { ...race.status, steps }
        }
        this.phase('running')
        return this.#current()
      }),
    currentRaces: () => this.#answer('currentRaces', () => (this.#race ? [this.#race] : [])),
    watchRace: () =>
      this.#answer('watchRace', () => {
        this.#readers = []
        const race = this.#current()
        for (const shard of this.#shards.keys()) this.#open(race.id, shard)
        const [first, ...rest] = this.#shards.map(({ points }) => recordedOf(points))
        return { first: { ...first!, rates: [...this.#rates] }, rest }
      }).then(({ first, rest }) => {
        for (const [at, more] of rest.entries()) this.#send(at + 1, more)
        return first
      }),
    openRace: ({ id }) =>
      this.#answer('openRace', () => {
        const past = this.#past.get(id) ?? this.library.open(id)
        if (!past) throw new LabError('not-found', 'There is no such race.')
        return past
      }),
    changeRate: ({ lane, rate }) =>
      this.#answer('changeRate', () => {
        const lanes = this.#spec?.lanes ?? []
        const index = lanes.findIndex(({ id }) => id === lane)
        const half = Math.ceil(lanes.length / 2)
        const shard = index < half ? 0 : 1
        const { trainer } = this.#shards[shard]!
        trainer.setRate(index - shard * half, rate)
        const at = new Date(Date.UTC(2026, 0, 1, 0, 0, this.#rates.length)).toISOString()
        const change = { at, lane, rate, step: trainer.step }
        this.#rates.push(change)
        this.#send(shard, { ...recordedOf([]), rates: [change] })
        return this.#status()
      }),
    lessonPage: ({ id }) =>
      this.#answer('lessonPage', () => ({ name: `${id}.html`, html: '<!doctype html>' })),
    listWork: () => this.#answer('listWork', () => [...this.jobs]),
    queueWork: ({ kind }) =>
      this.#answer('queueWork', () => {
        const job = jobOf({
          id: `job-${this.jobs.length + 1}`,
          kind: kind === 'race' || kind === 'run' ? 'race' : 'sweep',
          phase: 'waiting',
        })
        this.work(job)
        return job
      }),
    dropWork: ({ id }) =>
      this.#answer('dropWork', () => {
        this.jobs = this.jobs.filter((job) => job.id !== id)
        this.tell({ kind: 'work', jobs: this.jobs })
        return true
      }),
    listDatasets: () => this.#answer('listDatasets', () => this.tables.list()),
    openTable: ({ source }) => this.#answer('openTable', () => this.tables.open(source)),
    relateColumns: (input) => this.#answer('relateColumns', () => this.tables.relate(input)),
    forgetTable: ({ source }) => this.#answer('forgetTable', () => this.tables.forget(source)),
    cancelTable: () => this.#answer('cancelTable', () => true),
    raceProblem: () =>
      this.#answer('raceProblem', () => parseSpec(this.#current().spec)).then((spec) =>
        readRaceProblem(spec, (source) => Promise.resolve({ table: irisTable(), source })),
      ),
    planSweep: () => this.#answer('planSweep', noSweep),
    startSweep: () => this.#answer('startSweep', noSweep),
    findSlurm: () => this.#answer('findSlurm', () => ({ found: false })),
    submitSweep: () => this.#answer('submitSweep', noSweep),
    stopSweep: () => this.#answer('stopSweep', noSweep),
    resumeSweep: () => this.#answer('resumeSweep', noSweep),
    readSweep: () => this.#answer('readSweep', noSweep),
    currentSweep: () => this.#answer('currentSweep', () => null),
    listSweeps: () => this.#answer('listSweeps', () => []),
    planTournament: () => this.#answer('planTournament', noTournament),
    reportTournament: () => this.#answer('reportTournament', noTournament),
    startTournament: () => this.#answer('startTournament', noTournament),
    pauseTournament: () => this.#answer('pauseTournament', noTournament),
    resumeTournament: () => this.#answer('resumeTournament', noTournament),
    cancelTournament: () => this.#answer('cancelTournament', noTournament),
    currentTournament: () => this.#answer('currentTournament', () => null),
    readTournament: () => this.#answer('readTournament', noTournament),
    followTournament: () => this.#answer('followTournament', noTournament),
    listTournaments: () => this.#answer('listTournaments', () => []),
    submitTournament: () => this.#answer('submitTournament', noTournament),
    openWork: () => this.#answer('openWork', () => null),
    followSweep: () => this.#answer('followSweep', noSweep),
    listRules: () =>
      this.#answer('listRules', () => [...this.rules].map(([file, text]) => ({ file, text }))),
    saveRule: ({ text, was }) =>
      this.#answer('saveRule', () => {
        const { rule } = readRule(text)
        if (!rule) throw new LabError('bad-file', 'This is no rule.')
        const file = `${rule.name}.py`
        if (was !== file && this.rules.has(file)) throw new LabError('not-saved', 'Taken.')
        if (was !== undefined) this.rules.delete(was)
        this.rules.set(file, text)
        this.tell({ kind: 'rules' })
        return { file, text }
      }),
    deleteRule: ({ file }) =>
      this.#answer('deleteRule', () => {
        const there = this.rules.delete(file)
        this.tell({ kind: 'rules' })
        return there
      }),
    listRuns: () => this.#answer('listRuns', () => this.library.list()),
    noteRun: ({ id, notes }) => this.#answer('noteRun', () => this.library.note(id, notes)),
    readRunSpec: ({ id }) => this.#answer('readRunSpec', () => this.library.specOf(id)),
    readRunVersions: ({ id }) => this.#answer('readRunVersions', () => this.library.versions(id)),
    deleteRuns: ({ ids }) => this.#answer('deleteRuns', () => this.library.remove(ids)),
    restoreRuns: ({ ids }) => this.#answer('restoreRuns', () => this.library.restore(ids)),
    emptyDeleted: () => this.#answer('emptyDeleted', () => this.library.empty()),
    importRun: ({ source }) => this.#answer('importRun', () => this.library.take(source)),
    resumeRun: ({ id }) =>
      this.#answer('resumeRun', () => {
        if (this.#race?.id === id) {
          this.phase('running')
          return this.#race
        }
        const spec = this.library.specOf(id)
        this.#putAway()
        this.#spec = spec
        this.#shards = [
          { trainer: irisTrainer(spec, [0, spec.lanes.length]), points: [] },
          { trainer: irisTrainer(spec, [0, 0]), points: [] },
        ]
        const shape = { ...describeRace(spec, irisTable()), shards: 2 }
        const status: RaceStatus = { id, phase: 'running', step: 0, steps: shape.steps, pace: null }
        this.#race = { id, folder: `/runs/${id}`, spec, shape, status }
        return this.#race
      }),
    exportRun: ({ id, format }) =>
      this.#answer('exportRun', () => this.#keep(`${id}.${format}`, format.length)),
    saveFile: ({ name, data }) => this.#answer('saveFile', () => this.#keep(name, data.length)),
    showFile: ({ path }) => this.#answer('showFile', () => this.saved.includes(path)),
    copyImage: () => this.#answer('copyImage', () => true),
    showRunFolder: () => this.#answer('showRunFolder', () => true),
  }

  async saveFile(name: string, data: Blob): Promise<SavedFile | undefined> {
    const bytes = new Uint8Array(await data.arrayBuffer())
    return (await this.laboratory.saveFile({ name, data: bytes })) ?? undefined
  }

  async copyImage(png: Blob): Promise<void> {
    await this.laboratory.copyImage({ png: new Uint8Array(await png.arrayBuffer()) })
  }

  async exportRun(
    id: string,
    format: ExportFormat,
    language: Language,
  ): Promise<SavedFile | undefined> {
    return (await this.laboratory.exportRun({ id, format, language })) ?? undefined
  }

  /** A file lies where its name says; what it holds is in `tables.files`. */
  openFile(file: File): Promise<DatasetSource> {
    return this.#answer('openFile', () => ({ file: `/files/${file.name}`, read: {} }))
  }

  /** Tells the page something unasked. */
  tell(event: LabEvent): void {
    for (const read of this.#events) read(event)
  }

  listening(): void {}

  onEvent(read: (event: LabEvent) => void): () => void {
    this.#events.add(read)
    return () => this.#events.delete(read)
  }

  onStream(read: (stream: RaceStream) => void): () => void {
    this.#streams.add(read)
    return () => this.#streams.delete(read)
  }

  onConnection(changed: (connection: Connection) => void): () => void {
    this.#connections.add(changed)
    return () => this.#connections.delete(changed)
  }

  /** The race is over, and the laboratory closed and opened again: nothing of it runs any more. */
  restart(): void {
    this.#putAway()
    this.#race = undefined
  }

  /** Tells of a job: a new one, or one that has come on. */
  work(job: Job): void {
    this.jobs = [...this.jobs.filter(({ id }) => id !== job.id), job]
    this.tell({ kind: 'work', jobs: this.jobs })
  }

  /** Trains each shard that many steps, each sending what it recorded as one message. */
  train(steps: number): void {
    this.#shards.forEach(({ trainer, points }, shard) => {
      const fresh: Point[] = []
      for (let step = 0; step < steps && trainer.step < trainer.steps && !trainer.over; step++) {
        const point = trainer.advance()
        if (point) fresh.push(point)
      }
      points.push(...fresh)
      this.#send(shard, recordedOf(fresh))
    })
    const race = this.#current()
    const trainers = this.#shards.map(({ trainer }) => trainer)
    const open = trainers.filter((trainer) => !trainer.over)
    const done = open.every((trainer) => trainer.step >= trainer.steps)
    const step = Math.min(...(open.length > 0 ? open : trainers).map((trainer) => trainer.step))
    race.status = { ...race.status, step }
    this.phase(done ? 'finished' : race.status.phase)
  }

  /** Sends the last message of the first shard once more, as a reconnection may. */
  repeat(): void {
    this.#send(0, recordedOf(this.#shards[0]!.points))
  }

  phase(phase: Phase, error?: ErrorData): RaceStatus {
    const race = this.#current()
    race.status = { ...race.status, phase, error }
    for (const read of this.#events) read({ kind: 'race', status: race.status })
    return race.status
  }

  connect(connection: Connection): void {
    this.connection = connection
    for (const changed of this.#connections) changed(connection)
  }

  /** Points each shard has recorded. */
  get points(): readonly (readonly Point[])[] {
    return this.#shards.map(({ points }) => points)
  }

  get spec(): ExperimentSpec | undefined {
    return this.#spec
  }

  #putAway(): void {
    if (!this.#race) return
    const points = this.#shards.flatMap((shard) => shard.points)
    this.#past.set(this.#race.id, {
      race: this.#race,
      recorded: { ...recordedOf(points), rates: [...this.#rates] },
    })
  }

  #keep(name: string, bytes: number): SavedFile {
    const path = `/saved/${name}`
    this.saved.push(path)
    return { kind: 'file', path, bytes }
  }

  #current(): Race {
    if (!this.#race) throw new LabError('not-found', 'There is no race.')
    return this.#race
  }

  #status(): RaceStatus {
    return this.#current().status
  }

  #open(raceId: string, shard: number): void {
    const port: StreamPort = {
      onMessage: (read) => {
        this.#readers[shard] = read
      },
      acknowledge: (sequence) => this.acknowledged.push(sequence),
      onClose: () => undefined,
      close: () => undefined,
    }
    for (const read of this.#streams) read({ raceId, shard, port })
  }

  #send(shard: number, recorded: Recorded): void {
    const { phase, step } = this.#status()
    this.#readers[shard]?.({ sequence: ++this.#sequence, ...recorded, phase, step })
  }

  async #answer<T>(name: string, work: () => T): Promise<T> {
    this.calls.push(name)
    await Promise.resolve()
    const error = this.failing.get(name)
    this.failing.delete(name)
    if (error) throw error
    return work()
  }
}

/** This laboratory trains step by step, at a test's command: it has no sweeps. */
function noSweep(): never {
  throw new LabError('not-found', 'There is no such sweep.')
}

function noTournament(): never {
  throw new LabError('not-found', 'There is no such tournament.')
}

/** A job of the queue, with what a test cares about in its place. */
export function jobOf(part: Partial<Job> = {}): Job {
  const rest = { id: 'job-1', kind: 'race', title: '', table: 'wine', phase: 'running' } as const
  return { ...rest, share: null, secondsLeft: null, ...part }
}
