import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { LabError } from '#shared/contract/errors.ts'
import type { TournamentRecord, TournamentStatus } from '#shared/contract/tournaments.ts'
import {
  findTournament,
  parseTournament,
  tournamentPresets,
  type TournamentSpec,
} from '#shared/tournament/index.ts'
import type { Language } from '#shared/text.ts'
import { dataFolder } from '../lab/data-folder.ts'
import { isFolder } from '../lab/files.ts'
import { isRunHeld } from '../lab/run-lock.ts'
import { askedChecksum, holdsWork, openWork } from '../lab/shards/index.ts'
import { Tournaments } from '../lab/tournaments/index.ts'
import { writeTournament } from '../lab/tournaments/export.ts'
import { cancelWork, submitNew, submitWork, type Submission } from '../lab/slurm/index.ts'
import { shellWord } from '../lab/slurm/script.ts'
import { beside } from './beside.ts'
import { readJsonFile } from './json-file.ts'
import { placeLines, progressOf } from './long-work.ts'
import { withTournamentRules } from './rule-beside.ts'
import type { Shell } from './shell.ts'
import { placeOf, slurmHelp, slurmWords, submissionOf, type Place } from './slurm.ts'
import { tournamentJson, tournamentLines } from './tournament-results.ts'
import { beginStoppable, withTrainer } from './trainer.ts'
import { exits, languageOf, printJson, processesOf, readWords, UsageError } from './usage.ts'

const presetNames = tournamentPresets.map(({ id }) => id)

const tournamentHelp = `Lets optimizers meet on several tasks, each tuned with budgets of trials, and says what that shows.

Usage: lab tournament <spec.json|${presetNames.join('|')}> [options]
       lab tournament FOLDER [--cancel] [options]

The spec names tasks, contestants and tuning budgets; what is left out has a default:
  { "tasks": [{ "id": "Iris", "dataset": { "builtin": "iris" }, "budget": { "epochs": 40 } }, ...],
    "contestants": [{ "lane": { "id": "Adam", "optimizer": "adam", "convention": "pytorch" } }, ...],
    "budgets": [0, 1, 4, 16], "seeds": { "tuning": [1, 2, 3], "judging": [101, ...] } }
Presets: small has 4 tasks, and takes a minute; classic has 10.

The work is cut into shards of a fixed size in a folder. The same command goes on with what is missing
in it, and prints the results when all is done; so does its FOLDER, which shows how far it is while
another program or a cluster works in it.

Options:
  --out FOLDER        work in FOLDER (else in one of the data folder's tournaments, by the spec)
  --json              print the results as JSON
  --csv DIR           also write trials.csv and judged.csv into DIR
  --report FILE       also write the report, one HTML file
  --language LANG     of the report: en or zh-CN (else en)
  --processes N       trainer processes at most (else as many as cores); no number depends on it
${slurmHelp}
  --help              print this

Ctrl-C stops it; what is done is kept. Exit codes: 0 finished, 1 failed, 2 the command or the
tournament makes no sense, 130 stopped.
`

interface Wanted {
  readonly json: boolean
  readonly csv: string | undefined
  readonly report: string | undefined
  readonly language: Language
  readonly processes: number | undefined
  /** Who does the work; left out, whoever did before, else this machine. */
  readonly place: Place | undefined
  readonly submission: Submission | undefined
  readonly cancel: boolean
}

/** @returns the exit code */
export async function tournament(words: readonly string[], shell: Shell): Promise<number> {
  const read = readWords(
    shell,
    'tournament',
    tournamentHelp,
    words,
    {
      out: { type: 'string' },
      json: { type: 'boolean', default: false },
      csv: { type: 'string' },
      report: { type: 'string' },
      language: { type: 'string', default: 'en' },
      processes: { type: 'string' },
      ...slurmWords,
    },
    'Give one spec, preset or folder',
  )
  if (!read) return exits.done
  const { values, named } = read
  const [source] = named as [string]
  const wanted: Wanted = {
    json: values.json,
    csv: values.csv === undefined ? undefined : resolve(values.csv),
    report: values.report === undefined ? undefined : resolve(values.report),
    language: languageOf(values.language),
    processes: processesOf(values.processes),
    place: values.on === undefined ? undefined : placeOf(values),
    submission: values.on === 'slurm' ? await submissionOf(values, shell) : undefined,
    cancel: values.cancel,
  }
  if (await isFolder(source)) {
    if (values.out !== undefined) {
      throw new UsageError('A tournament stays in its folder: leave out --out.')
    }
    return see(shell, resolve(source), undefined, wanted)
  }
  const spec = await readTournament(source)
  const folder = values.out === undefined ? usualFolder(spec) : resolve(values.out)
  await demandSame(folder, spec)
  return see(shell, folder, spec, wanted)
}

async function readTournament(source: string): Promise<TournamentSpec> {
  const preset = findTournament(source)
  if (preset) return parseTournament(preset.spec)
  const json = await readJsonFile(
    source,
    `There is no file or folder '${source}', and no preset: ${presetNames.join(', ')}.`,
  )
  const spec = parseTournament(await withTournamentRules(source, json))
  return {
    ...spec,
    tasks: spec.tasks.map((task) => ({ ...task, dataset: beside(source, task.dataset) })),
  }
}

/** The same for the same tournament, so that the same command finds it again. */
function usualFolder(spec: TournamentSpec): string {
  const mark = askedChecksum({ kind: 'tournament', spec }).slice(0, 8)
  const name = (spec.title ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  return join(dataFolder(), 'tournaments', `${name || 'tournament'}-${mark}`)
}

/** @throws UsageError where the folder has another tournament */
async function demandSame(folder: string, spec: TournamentSpec): Promise<void> {
  if (!(await holdsWork(folder))) return
  const { asked } = await openWork(folder)
  if (asked === askedChecksum({ kind: 'tournament', spec })) return
  throw new UsageError(
    `${folder} holds other work. Choose another --out, or name the folder alone to go on with it.`,
  )
}

/**
 * Sees the tournament in a folder to its end: runs what is missing, or looks on while others do.
 *
 * @param spec to start where the folder has no work
 */
function see(
  shell: Shell,
  folder: string,
  spec: TournamentSpec | undefined,
  wanted: Wanted,
): Promise<number> {
  return withTrainer(shell, wanted.processes, async (trainer) => {
    const { pool, readTable, line, signal } = trainer
    const show = (status: TournamentStatus): void =>
      line.show(progressOf('Tournament', 'cells', status))
    const tournaments = new Tournaments({
      ...{ folder: join(folder, '..'), version: shell.version },
      ...{ pool, readTable, onProgress: show },
    })
    try {
      const begun = await beginStoppable(
        trainer,
        () => begin(tournaments, folder, spec, wanted),
        ({ id }) => tournaments.stop(id),
      )
      if (begun.status.slurm || !isHere(wanted)) return await report(begun, wanted, shell)
      if (begun.status.elsewhere) await lookOn(tournaments, begun.id, folder, show, signal)
      else await tournaments.whenEnded()
      line.clear()
      return await report(await tournaments.read(begun.id), wanted, shell)
    } finally {
      await tournaments.dispose()
    }
  })
}

async function begin(
  tournaments: Tournaments,
  folder: string,
  spec: TournamentSpec | undefined,
  wanted: Wanted,
): Promise<TournamentRecord> {
  if (!(await holdsWork(folder))) {
    if (spec && isHere(wanted)) return tournaments.start(spec, folder)
    if (spec) return beginAway(tournaments, folder, spec, wanted)
    throw new UsageError(`${folder} holds no tournament; see 'lab tournament --help'.`)
  }
  const found = await tournaments.open(join(folder, 'work.json'))
  if (found.status.phase === 'finished') return found
  if (!isHere(wanted) || (found.status.slurm && wanted.place === undefined)) {
    return beginAway(tournaments, folder, undefined, wanted)
  }
  const isBusy = found.status.elsewhere && (await isRunHeld(folder))
  return isBusy ? found : tournaments.resumeFolder(folder)
}

/** Whether this machine is to work. */
const isHere = ({ place, cancel }: Wanted): boolean => !cancel && (place ?? 'here') === 'here'

/**
 * Cuts a tournament up for others, submits it, or calls it off.
 *
 * @param spec where the folder has no work yet
 */
async function beginAway(
  tournaments: Tournaments,
  folder: string,
  spec: TournamentSpec | undefined,
  { submission, cancel }: Wanted,
): Promise<TournamentRecord> {
  if (spec) await tournaments.shard(spec, folder)
  if (cancel) await cancelWork(await openWork(folder))
  else if (submission && spec) await submitNew(folder, submission)
  else if (submission) await submitWork(await openWork(folder), submission)
  return tournaments.open(join(folder, 'work.json'))
}

/** Milliseconds between two looks at a folder in which another program works. */
const lookInterval = 1000

async function lookOn(
  tournaments: Tournaments,
  id: string,
  folder: string,
  show: (status: TournamentStatus) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const { status } = await tournaments.read(id)
    show(status)
    if (status.phase === 'finished' || !(await isRunHeld(folder))) return
    await sleep(lookInterval, undefined, { signal }).catch(() => undefined)
  }
}

async function report(record: TournamentRecord, wanted: Wanted, shell: Shell): Promise<number> {
  const { phase, error, slurm } = record.status
  await writeTournament(record, wanted, shell.version)
  if (wanted.json) printJson(shell, tournamentJson(record))
  else {
    // What nothing is known of has no table.
    const table = record.cells.length > 0 ? [...tournamentLines(record), ''] : []
    shell.print(`${[...table, ...endLines(record)].join('\n')}\n`)
  }
  if (error) throw LabError.fromData(error)
  if (slurm || !isHere(wanted)) return phase === 'failed' ? exits.failed : exits.done
  return phase === 'finished' ? exits.done : exits.interrupted
}

/** Where the tournament is, and what to do next. */
function endLines(record: TournamentRecord): string[] {
  const known = placeLines(record, 'tournament', 'cells')
  if (known) return known
  const { phase, done, total } = record.status
  const at = shellWord(record.folder)
  return [
    `${phase} after ${done} of ${total} cells; go on with: lab tournament ${at}`,
    `or run each shard that lab work ${at} --missing prints by: lab work ${at} --shard K`,
  ]
}
