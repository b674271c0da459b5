import { existsSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import type { Laboratory, LabEvent, Race, RaceStatus, Settings } from '#shared/contract/calls.ts'
import type { SubmissionAsked } from '#shared/contract/slurm.ts'
import type { SweepRecord } from '#shared/contract/sweeps.ts'
import type { TournamentRecord } from '#shared/contract/tournaments.ts'
import type { Job, More, Waiting } from '#shared/contract/work.ts'
import { sourceName, type DatasetSource } from '#shared/experiment/source.ts'
import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import { freshSeeds, type SweepSpec } from '#shared/experiment/sweep/index.ts'
import type { TournamentSpec } from '#shared/tournament/index.ts'
import { isQuick } from '#shared/training/quick.ts'
import type { TableReader } from '../tables/types.ts'
import type { StreamPort, TrainerPool, TrainingRace } from '../trainer/types.ts'
import { savingCalls, type SavingCalls } from './exports/calls.ts'
import { noKeeper } from './exports/keep.ts'
import { readRaceProblem } from './race-problem.ts'
import { pastRaceFolder, readPastRace } from './past-race.ts'
import { Library } from './library/index.ts'
import { hasEnded, type LiveRace } from './live-race.ts'
import { Races } from './races.ts'
import type { OpenFile } from './run-log.ts'
import { readRunFolder } from './run-reader.ts'
import type { FileKeeper } from './saving.ts'
import { readText, sweepDrafts } from './files.ts'
import { kindOfWorkFile, readTemplate, sentAlone } from './opened-work.ts'
import { openRuleFolder } from './rule-files.ts'
import { createSettingsStore } from './settings.ts'
import { hasSlurm, parseSlurmOptions, type Submission } from './slurm/index.ts'
import { Sweeps } from './sweeps/index.ts'
import { readRunTable } from './tables/of-run.ts'
import type { ReadTable } from './tables/types.ts'
import { createTables } from './tables.ts'
import { Tournaments } from './tournaments/index.ts'
import { tournamentReport } from './tournaments/report/index.ts'
import { Work, type Ask } from './work.ts'

export interface LabOptions {
  readonly shell: 'desktop' | 'served'
  readonly version: string
  readonly electron?: string
  /** Starts the command line elsewhere: a program and its first arguments; none where it cannot. */
  readonly command?: readonly string[] | undefined
  readonly pool: TrainerPool
  /** Reads people's files. */
  readonly reader: TableReader
  /** Holds the settings the list of opened tables and, in `runs`, every run. */
  readonly dataFolder: string
  /** Holds `datasets/`. @default found above the code */
  readonly resources?: string
  /** Opens a folder in the system's file manager; left out where there is none. */
  readonly showFolder?: (folder: string) => Promise<boolean>
  /** How a log is opened. @default to append to */
  readonly openFile?: OpenFile
}

/** How one page gets the streams that it asked for by `watchRace`. */
export type StreamDelivery =
  | {
      readonly kind: 'transfer'
      /** Makes a channel, gives one end to the page. @returns the other, for the trainer process */
      readonly open: (raceId: string, shard: number) => unknown
    }
  | {
      readonly kind: 'tunnel'
      readonly open: (raceId: string, shard: number, port: StreamPort) => void
    }

/** The laboratory, whatever its shell. */
export interface Lab {
  /**
   * The calls of one page; several pages share the races and settings.
   *
   * @param keeper keeps files for whoever sits before it; left out, nothing can be saved
   */
  connect(delivery: StreamDelivery, keeper?: FileKeeper): Laboratory
  /** Everything the laboratory says unasked. @returns stop listening */
  onEvent(read: (event: LabEvent) => void): () => void
  /** What a person chose, for the shell's own sake. */
  readSettings(): Promise<Settings>
  /** Absolute paths of the tables that were opened, the newest first. */
  openedFiles(): Promise<string[]>
  /**
   * Lets the page open a file that a person gave it.
   *
   * @param path absolute, and come by a way on which the page cannot make one up
   */
  admitFile(path: string): DatasetSource
  /**
   * Takes a file whose bytes the page sends, and lets the page open it.
   *
   * @param size of it as announced, or 0
   * @throws LabError `file-too-large`, `file-not-taken`
   */
  receiveFile(name: string, size: number, body: Readable): Promise<DatasetSource>
  /** Says something unasked to every page. */
  emit(event: LabEvent): void
  /** Loads TensorFlow ahead of the first race; what fails is reported when a race starts. */
  warm(): void
  /** Stops what runs, completes its record and ends the trainer processes. */
  dispose(): Promise<void>
}

/** Of batch scripts that go to a cluster, in the data folder, where a person has put one there. */
const templateName = 'slurm-template.sh'

export function createLab(options: LabOptions): Lab {
  const { pool, dataFolder } = options
  const runsFolder = join(dataFolder, 'runs')
  const settings = createSettingsStore(join(dataFolder, 'settings.json'))
  const listeners = new Set<(event: LabEvent) => void>()
  const emit = (event: LabEvent): void => listeners.forEach((listener) => listener(event))
  const tables = createTables({
    dataFolder,
    reader: options.reader,
    resources: options.resources,
    onProgress: (path, done, total) => {
      emit({ kind: 'table', name: basename(path), done, total })
      if (total > 0) work.reading(path, Math.min(1, done / total))
    },
  })
  const rules = openRuleFolder(join(dataFolder, 'rules'), () => emit({ kind: 'rules' }))
  const openRaces = (
    folder: string,
    onStatus?: (status: RaceStatus) => void,
    readTable: ReadTable = tables.read,
  ): Races =>
    new Races({
      pool,
      runsFolder: folder,
      version: options.version,
      electron: options.electron,
      openFile: options.openFile,
      readTable,
      onStatus,
    })
  const work = new Work({
    onChange: (jobs) => emit({ kind: 'work', jobs }),
    free: () => pool.free(),
  })
  const races = openRaces(runsFolder, (status) => {
    emit({ kind: 'race', status })
    work.race(status)
    if (hasEnded(status)) library.changed()
  })
  const library = new Library({
    runsFolder,
    deletedFolder: join(dataFolder, 'deleted'),
    underway: (id) => races.list().some((race) => race.id === id && !hasEnded(race.status)),
    onChange: () => emit({ kind: 'runs' }),
  })
  const sweeps = new Sweeps({
    folder: join(dataFolder, 'sweeps'),
    version: options.version,
    readTable: tables.read,
    readKnown: tables.readKnown,
    openRaces,
    openFile: options.openFile,
    onProgress: (status, results) => {
      emit({ kind: 'sweep', status, results })
      work.sweep(status)
    },
  })
  const tournaments = new Tournaments({
    folder: join(dataFolder, 'tournaments'),
    version: options.version,
    pool,
    readTable: tables.read,
    readKnown: tables.readKnown,
    onProgress: (status, cells) => {
      emit({ kind: 'tournament', status, cells })
      work.tournament(status)
    },
  })

  const submissionOf = async (asked: SubmissionAsked): Promise<Submission> => {
    const texts = asked.options.filter((each) => each.trim() !== '')
    const own = readText(join(dataFolder, templateName)).catch(() => undefined)
    return {
      command: options.command ?? [],
      options: texts.length > 0 ? parseSlurmOptions(texts) : undefined,
      template: asked.template ? await readTemplate(await tables.given(asked.template)) : await own,
    }
  }

  /** Of a race that is put away too: its record is all there is to ask for. */
  const folderOf = async (id: string): Promise<string> => {
    const known = races.list().find((race) => race.id === id)
    return known?.folder ?? pastRaceFolder(runsFolder, id)
  }

  const raceAsk = (spec: ExperimentSpec, begin: () => Promise<LiveRace>): Ask<Race> => {
    // Itself: what has begun may be over and put away before it is asked how far it is.
    let live: LiveRace | undefined
    return {
      ...{ kind: 'race', title: spec.title ?? '', table: sourceName(spec.dataset) },
      quick: async () => isQuick(spec, (await races.describe(spec)).description),
      async begin() {
        live = await begin()
        library.changed()
        return live.race()
      },
      report: async () => live && work.race(live.status()),
      stop: async () => live?.stop(),
    }
  }
  const runAsk = async (id: string, pace: number | null, more?: More): Promise<Ask<Race>> => {
    const { spec } = await readRunFolder(await folderOf(id))
    if (!more) return raceAsk(spec, () => races.resume(id, pace))
    // So much of it is to be trained.
    const part =
      'seeds' in more
        ? { ...spec, seeds: freshSeeds(spec.seeds, more.seeds) }
        : { ...spec, budget: more }
    return raceAsk(part, () => races.grow(id, more, pace))
  }
  const sweepAsk = (spec: SweepSpec, begin: () => Promise<SweepRecord>): Ask<SweepRecord> => ({
    ...{ kind: 'sweep', title: spec.title ?? spec.experiment.title ?? '', alone: true },
    table: sourceName(spec.experiment.dataset),
    quick: async () => false,
    begin,
    report: async ({ id }) => work.sweep((await sweeps.read(id)).status),
    stop: ({ id }) => sweeps.stop(id),
  })
  const restAsk = async (id: string): Promise<Ask<SweepRecord>> =>
    sweepAsk((await sweeps.read(id)).spec, () => sweeps.resume(id))
  const tournamentAsk = (
    spec: TournamentSpec,
    begin: () => Promise<TournamentRecord>,
  ): Ask<TournamentRecord> => ({
    ...{ kind: 'tournament', title: spec.title ?? '', alone: true },
    table: spec.tasks.length === 1 ? sourceName(spec.tasks[0]!.dataset) : '',
    quick: async () => false,
    begin,
    report: async ({ id }) => work.tournament((await tournaments.read(id)).status),
    stop: ({ id }) => tournaments.cancel(id),
  })
  const tournamentRestAsk = async (id: string): Promise<Ask<TournamentRecord>> =>
    tournamentAsk((await tournaments.read(id)).spec, () => tournaments.resume(id))

  const queueWork = async (waiting: Waiting): Promise<Job> => {
    switch (waiting.kind) {
      case 'race':
        return work.queue(raceAsk(waiting.spec, () => races.start(waiting.spec, waiting)))
      case 'run':
        return work.queue(await runAsk(waiting.id, waiting.pace, waiting.more))
      case 'sweep':
        return work.queue(sweepAsk(waiting.spec, () => sweeps.start(waiting.spec)))
      case 'sweep-rest':
        return work.queue(await restAsk(waiting.id))
      case 'tournament':
        return work.queue(tournamentAsk(waiting.spec, () => tournaments.start(waiting.spec)))
      case 'tournament-rest':
        return work.queue(await tournamentRestAsk(waiting.id))
    }
  }

  const callsOf = (delivery: StreamDelivery, saving: SavingCalls): Laboratory => ({
    describe: async () => ({
      version: options.version,
      tensorflow: pool.versions() ?? { package: '', library: '' },
      node: process.versions.node,
      electron: options.electron,
      platform: `${process.platform}-${process.arch}`,
      runsFolder,
      shell: options.shell,
    }),
    readSettings: () => settings.read(),
    writeSettings: async (wanted) => {
      const stored = await settings.write(wanted)
      emit({ kind: 'settings', settings: stored })
      return stored
    },
    startRace: ({ spec, pace, when }) =>
      work.start(
        raceAsk(spec, () => races.start(spec, { pace })),
        when,
      ),
    pauseRace: async ({ id }) => races.find(id).pause(),
    resumeRace: async ({ id }) => races.find(id).resume(),
    stopRace: async ({ id }) => races.find(id).stop(),
    advanceRace: async ({ id }) => races.find(id).advance(),
    paceRace: async ({ id, pace }) => races.find(id).setPace(pace),
    growRace: async ({ id, pace, more, when }) => work.start(await runAsk(id, pace, more), when),
    // One that was deleted since it ended is not shown again to a page that is loaded anew.
    currentRaces: async () =>
      races.list().filter(({ status, folder }) => !hasEnded(status) || existsSync(folder)),
    watchRace: async ({ id }) => {
      const race = races.find(id)
      // Streams first, then the record: what both bring is distinguished by run and step.
      for (const shard of race.training.shards.keys()) {
        openStream(race.training, id, shard, delivery)
      }
      const { columns, snapshots, paths, strips, events, rates } = await race.recorded()
      return { columns, snapshots, paths, strips, events, rates }
    },
    openRace: async ({ id }) => {
      const { race, recorded } = await readPastRace(runsFolder, id)
      const { columns, snapshots, paths, strips, events, rates } = recorded
      return { race, recorded: { columns, snapshots, paths, strips, events, rates } }
    },
    raceProblem: async ({ id }) => {
      const folder = await folderOf(id)
      const { spec } = await readRunFolder(folder)
      return readRaceProblem(spec, (_, suggests) =>
        readRunTable({ folder, spec, readTable: tables.read, suggests }),
      )
    },
    lessonPage: async ({ id, language }) => {
      const { lessonPage } = await import('./lessons/page.ts')
      return lessonPage(id, {
        ...{ open: openRaces, language },
        told: (share) => emit({ kind: 'lesson', id, share }),
      })
    },
    changeRate: async ({ id, lane, rate }) => races.find(id).changeRate(lane, rate),
    listDatasets: () => tables.list(),
    openTable: ({ source }) =>
      'file' in source
        ? work.track('import', sourceName(source), () => tables.open(source), resolve(source.file))
        : tables.open(source),
    cancelTable: async () => tables.cancel(),
    relateColumns: ({ source, target, task }) => tables.relate(source, target, task),
    forgetTable: ({ source }) => tables.forget(source),
    planSweep: ({ spec }) => sweeps.plan(spec),
    startSweep: ({ spec, when }) =>
      work.start(
        sweepAsk(spec, () => sweeps.start(spec)),
        when,
      ),
    findSlurm: async () => ({ found: await hasSlurm() }),
    submitSweep: async ({ work: asked, ...submission }) =>
      'spec' in asked
        ? sweeps.submit(asked.spec, await submissionOf(submission))
        : sweeps.submitRest(asked.id, await submissionOf(submission)),
    stopSweep: ({ id }) => sweeps.stop(id),
    resumeSweep: async ({ id, when }) => work.start(await restAsk(id), when),
    currentSweep: () => sweeps.current(),
    readSweep: ({ id }) => sweeps.read(id),
    followSweep: ({ id, have }) => sweeps.follow(id, have),
    listSweeps: () => sweeps.list(),
    planTournament: ({ spec }) => tournaments.plan(spec),
    startTournament: ({ spec, when }) =>
      work.start(
        tournamentAsk(spec, () => tournaments.start(spec)),
        when,
      ),
    submitTournament: async ({ work: asked, ...submission }) =>
      'spec' in asked
        ? tournaments.submit(asked.spec, await submissionOf(submission))
        : tournaments.submitRest(asked.id, await submissionOf(submission)),
    pauseTournament: async ({ id }) => tournaments.pause(id),
    resumeTournament: async ({ id, when }) => {
      // What is paused has its place in the queue.
      const { phase, elsewhere, slurm } = (await tournaments.read(id)).status
      const isHere = !elsewhere && !slurm
      if (isHere && (phase === 'paused' || phase === 'running')) return tournaments.resume(id)
      return work.start(await tournamentRestAsk(id), when)
    },
    cancelTournament: ({ id }) => tournaments.cancel(id),
    currentTournament: () => tournaments.current(),
    readTournament: ({ id }) => tournaments.read(id),
    followTournament: ({ id, have }) => tournaments.follow(id, have),
    reportTournament: async ({ id, language }) => ({
      html: await tournamentReport(await tournaments.read(id), language, options.version),
    }),
    listTournaments: () => tournaments.list(),
    listRules: () => rules.list(),
    saveRule: ({ text, was }) => rules.save(text, was),
    deleteRule: ({ file }) => rules.remove(file),
    listRuns: () => library.list(),
    noteRun: ({ id, notes }) => library.note(id, notes),
    readRunSpec: ({ id }) => library.readSpec(id),
    readRunVersions: ({ id }) => library.readVersions(id),
    deleteRuns: ({ ids }) => library.delete(ids),
    restoreRuns: ({ ids }) => library.restore(ids),
    emptyDeleted: () => library.empty(),
    importRun: async ({ source }) => library.import(await tables.given(source)),
    resumeRun: async ({ id, pace, when }) => work.start(await runAsk(id, pace), when),
    queueWork,
    openWork: async ({ source }) => {
      const file = await tables.given(source)
      const kind = await kindOfWorkFile(file)
      if (!kind) return null
      if (tables.isUploaded(file)) throw sentAlone(file)
      const { id } = await (kind === 'sweep' ? sweeps.open(file) : tournaments.open(file))
      return { kind, id }
    },
    listWork: async () => work.list(),
    dropWork: async ({ id }) => work.drop(id),
    ...saving,
    exportRun: async (input) => {
      const { spec } = await readRunFolder(await folderOf(input.id))
      const name = spec.title ?? sourceName(spec.dataset)
      return work.track('export', name, () => saving.exportRun(input))
    },
    showRunFolder: async ({ id }) => {
      return (
        (await options.showFolder?.(id === undefined ? runsFolder : await folderOf(id))) ?? false
      )
    },
  })

  const tools = { version: options.version, readTable: tables.read, reader: options.reader }
  const connect = (delivery: StreamDelivery, keeper: FileKeeper = noKeeper): Laboratory =>
    callsOf(delivery, savingCalls({ keeper, folderOf, tools }))

  void tables.sweep().catch(() => undefined)
  void library.sweep().catch(() => undefined)
  void sweepDrafts(dataFolder).catch(() => undefined)

  return {
    connect,
    readSettings: () => settings.read(),
    openedFiles: async () =>
      (await tables.list()).flatMap(({ source }) => ('file' in source ? [source.file] : [])),
    admitFile: tables.admit,
    receiveFile: tables.receive,
    emit,
    onEvent(read) {
      listeners.add(read)
      return () => listeners.delete(read)
    },
    warm: () => void pool.warm().catch(() => undefined),
    async dispose() {
      tables.cancel()
      options.reader.dispose()
      await work.dispose()
      await sweeps.dispose()
      await tournaments.dispose()
      await races.dispose()
      await library.dispose()
      await pool.dispose()
    },
  }
}

function openStream(
  race: TrainingRace,
  raceId: string,
  shard: number,
  delivery: StreamDelivery,
): void {
  if (delivery.kind === 'transfer') race.watch(shard, delivery.open(raceId, shard))
  else delivery.open(raceId, shard, race.openStream(shard))
}
