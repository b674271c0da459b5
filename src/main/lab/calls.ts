import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Laboratory, LabEvent } from '#shared/contract/calls.ts'
import type { SubmissionAsked } from '#shared/contract/slurm.ts'
import { sourceName } from '#shared/experiment/source.ts'
import type { TrainingRace } from '../trainer/types.ts'
import { Asks, type AskParts } from './asks.ts'
import type { SavingCalls } from './exports/calls.ts'
import { readText } from './files.ts'
import { hasEnded } from './live-race.ts'
import { kindOfWorkFile, readTemplate, sentAlone } from './opened-work.ts'
import { readPastRace } from './past-race.ts'
import { readRaceProblem } from './race-problem.ts'
import type { Races } from './races.ts'
import type { RuleFolder } from './rule-files.ts'
import { readRunFolder } from './run-reader.ts'
import type { SettingsStore } from './settings.ts'
import { hasSlurm, parseSlurmOptions, type Submission } from './slurm/index.ts'
import { readRunTable } from './tables/of-run.ts'
import type { Tables } from './tables.ts'
import { tournamentReport } from './tournaments/report.ts'
import type { LabOptions, StreamDelivery } from './types.ts'

/** What answers the calls. */
export interface CallParts extends AskParts {
  readonly options: LabOptions
  readonly runsFolder: string
  readonly settings: SettingsStore
  readonly tables: Tables
  readonly rules: RuleFolder
  /** Opens races whose records go into that folder. */
  readonly openRaces: (runsFolder: string) => Races
  readonly emit: (event: LabEvent) => void
}

/** Of batch scripts that go to a cluster, in the data folder, where a person has put one there. */
const templateName = 'slurm-template.sh'

/** @returns the answer of every call, for a page that gets its streams and files by these */
export function createCalls(
  parts: CallParts,
): (delivery: StreamDelivery, saving: SavingCalls) => Laboratory {
  const { options, runsFolder, settings, tables, rules, openRaces, emit } = parts
  const { work, races, library, sweeps, tournaments, folderOf } = parts
  const { pool, dataFolder, command = [] } = options
  const asks = new Asks(parts)
  const submissionOf = async (asked: SubmissionAsked): Promise<Submission> => {
    const texts = asked.options.filter((each) => each.trim() !== '')
    const own = readText(join(dataFolder, templateName)).catch(() => undefined)
    return {
      command,
      options: texts.length > 0 ? parseSlurmOptions(texts) : undefined,
      template: asked.template ? await readTemplate(await tables.given(asked.template)) : await own,
    }
  }

  return (delivery, saving) => ({
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
        asks.race(spec, () => races.start(spec, { pace })),
        when,
      ),
    pauseRace: async ({ id }) => races.find(id).pause(),
    resumeRace: async ({ id }) => races.find(id).resume(),
    stopRace: async ({ id }) => races.find(id).stop(),
    advanceRace: async ({ id }) => races.find(id).advance(),
    paceRace: async ({ id, pace }) => races.find(id).setPace(pace),
    growRace: async ({ id, pace, more, when }) => work.start(await asks.run(id, pace, more), when),
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
      const { lessonPage } = await import('./lesson-page.ts')
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
    startSweep: ({ spec, when }) => work.start(asks.long(sweeps, spec), when),
    findSlurm: async () => ({ found: await hasSlurm() }),
    submitSweep: async ({ work: asked, ...submission }) =>
      'spec' in asked
        ? sweeps.submit(asked.spec, await submissionOf(submission))
        : sweeps.submitRest(asked.id, await submissionOf(submission)),
    stopSweep: ({ id }) => sweeps.stop(id),
    resumeSweep: async ({ id, when }) => work.start(await asks.rest(sweeps, id), when),
    currentSweep: () => sweeps.current(),
    readSweep: ({ id }) => sweeps.read(id),
    followSweep: ({ id, have }) => sweeps.follow(id, have),
    listSweeps: () => sweeps.list(),
    planTournament: ({ spec }) => tournaments.plan(spec),
    startTournament: ({ spec, when }) => work.start(asks.long(tournaments, spec), when),
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
      return work.start(await asks.rest(tournaments, id), when)
    },
    cancelTournament: ({ id }) => tournaments.stop(id),
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
    resumeRun: async ({ id, pace, when }) => work.start(await asks.run(id, pace), when),
    queueWork: (waiting) => asks.queue(waiting),
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
