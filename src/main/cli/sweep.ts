import { join, resolve } from 'node:path'
import type { RaceStatus } from '#shared/contract/calls.ts'
import { LabError } from '#shared/contract/errors.ts'
import type { SweepRecord } from '#shared/contract/sweeps.ts'
import { parseSpec } from '#shared/experiment/spec.ts'
import {
  parseSweep,
  sweepResults,
  tunedRace,
  tunedSeeds,
  type SweepSpec,
  type TunedRace,
} from '#shared/experiment/sweep/index.ts'
import { dataFolder } from '../lab/data-folder.ts'
import { Races } from '../lab/races.ts'
import { logFailed } from '../lab/run-log.ts'
import { holdsWork, missingShards, openWork } from '../lab/shards/index.ts'
import { cancelWork, submitNew, submitWork, type Submission } from '../lab/slurm/index.ts'
import { shellWord } from '../lab/slurm/script.ts'
import { isFolder } from '../lab/files.ts'
import { writeJson } from '../lab/json-file.ts'
import { Sweeps } from '../lab/sweeps/index.ts'
import { beside } from './beside.ts'
import { readJsonFile } from './json-file.ts'
import { placeLines, progressOf } from './long-work.ts'
import type { RaceReport } from './race-report.ts'
import { withSweptRules } from './rule-beside.ts'
import { seeThrough } from './race.ts'
import type { Shell } from './shell.ts'
import { placeOf, type Place, slurmHelp, slurmWords, submissionOf } from './slurm.ts'
import { sweepJson, sweepLines } from './sweep-results.ts'
import { beginStoppable, withTrainer } from './trainer.ts'
import { exits, printJson, processesOf, readWords, UsageError, wholeNumber } from './usage.ts'

const sweepHelp = `Tunes every optimizer with the same number of trials, and says how to race the tuned.

Usage: lab sweep <spec.json> [options]
       lab sweep --resume DIR [options]
       lab sweep DIR [--cancel | --on slurm]

The spec holds an experiment, whose lanes are the contestants and whose seeds are the ones to tune
on, and how to search:
  { "experiment": { ... as for lab run ... },
    "trials": 16,
    "search": { "kind": "grid", "rate": { "from": 0.0001, "to": 10 } },
    "objective": { "metric": "validationLoss", "at": "final" } }
search.kind "random" draws log-uniform rates instead, and with
  "others": [{ "key": "momentum" }, { "key": "beta2", "from": 0.9, "to": 0.9999 }]
other hyper-parameters too, in whichever optimizers have them. A trial's score is the median over
its seeds; a diverged run is worse than any other. A folder shows how far the sweep in it is, also
while a cluster works on it.

Options:
  --out DIR           keep the sweep's folder in DIR (else in the data folder's sweeps)
  --resume DIR        go on with the sweep in this folder; finished trials are not run again
  --json              print the results as JSON, the tuned race's spec with them
  --race              race the tuned at the end, on seeds that no trial ran on
  --seeds N           seeds of the tuned race (else ${tunedSeeds})
  --processes N       trainer processes at most (else as many as cores)
${slurmHelp}
  --help              print this

Ctrl-C stops the sweep; finished trials are kept and --resume goes on with the others. Exit codes:
0 finished, 1 failed, 2 the command or the sweep makes no sense, 130 stopped.
`

interface Wanted {
  /** Whether it is this machine that does the work. */
  readonly here: boolean
  readonly json: boolean
  readonly race: boolean
  readonly seeds: number
  readonly processes: number | undefined
  readonly out: string
  /** What to do with the sweeps: start one or go on with one. */
  readonly begin: (sweeps: Sweeps) => Promise<SweepRecord>
}

/** @returns the exit code */
export async function sweep(words: readonly string[], shell: Shell): Promise<number> {
  const read = readWords(shell, 'sweep', sweepHelp, words, {
    out: { type: 'string' },
    resume: { type: 'string' },
    json: { type: 'boolean', default: false },
    race: { type: 'boolean', default: false },
    seeds: { type: 'string', default: String(tunedSeeds) },
    processes: { type: 'string' },
    ...slurmWords,
  })
  if (!read) return exits.done
  const { values, named } = read
  const { resume, cancel } = values
  const [source, ...rest] = named
  if ((source === undefined) === (resume === undefined) || rest.length > 0) {
    throw new UsageError(
      "Give one spec file or folder, or --resume and a folder; see 'lab sweep --help'.",
    )
  }
  const isShown = source !== undefined && (await isFolder(source))
  const there = isShown ? source : resume
  if (there !== undefined && values.out !== undefined) {
    throw new UsageError('A resumed sweep stays in its folder: leave out --out.')
  }
  const place = placeOf(values)
  const submission = place === 'slurm' ? await submissionOf(values, shell) : undefined
  const goesOn = !cancel && (resume !== undefined || values.on === 'here')
  const begin =
    there === undefined
      ? beginNew(await readSweep(source!), place, submission)
      : async (sweeps: Sweeps): Promise<SweepRecord> => {
          const folder = resolve(there)
          if (cancel) await cancelWork(await openWork(folder))
          else if (submission) await submitWork(await openWork(folder), submission)
          else if (goesOn) return sweeps.resumeFolder(folder)
          return sweeps.readFolder(folder)
        }
  return runSweep(shell, {
    here: place === 'here' && (there === undefined || goesOn),
    json: values.json,
    race: values.race,
    seeds: wholeNumber('--seeds', values.seeds, 1, 1000),
    processes: processesOf(values.processes),
    out: values.out === undefined ? join(dataFolder(), 'sweeps') : resolve(values.out),
    begin,
  })
}

/** @returns what begins a sweep, here or elsewhere */
function beginNew(
  spec: SweepSpec,
  place: Place,
  submission: Submission | undefined,
): (sweeps: Sweeps) => Promise<SweepRecord> {
  return async (sweeps) => {
    if (place === 'here') return sweeps.start(spec)
    const folder = await sweeps.shard(spec)
    if (submission) await submitNew(folder, submission)
    return sweeps.readFolder(folder)
  }
}

async function readSweep(source: string): Promise<SweepSpec> {
  const json = await readJsonFile(source, `There is no file '${source}'.`)
  const sweep = parseSweep(await withSweptRules(source, json))
  const dataset = beside(source, sweep.experiment.dataset)
  return { ...sweep, experiment: { ...sweep.experiment, dataset } }
}

function runSweep(shell: Shell, wanted: Wanted): Promise<number> {
  return withTrainer(shell, wanted.processes, async (trainer) => {
    const { pool, readTable, line } = trainer
    const openRaces = (runsFolder: string, onStatus?: (status: RaceStatus) => void): Races =>
      new Races({ pool, readTable, runsFolder, version: shell.version, onStatus })
    const sweeps = new Sweeps({
      folder: wanted.out,
      version: shell.version,
      openRaces,
      readTable,
      onProgress: (status) => line.show(progressOf('Sweep', 'trials', status)),
    })
    const races = openRaces(join(dataFolder(), 'runs'))
    try {
      const begun = await beginStoppable(
        trainer,
        () => wanted.begin(sweeps),
        ({ id }) => sweeps.stop(id),
      )
      await sweeps.whenEnded()
      line.clear()
      const record = wanted.here ? await sweeps.read(begun.id) : begun
      const race = (tuned: TunedRace): Promise<RaceReport> =>
        seeThrough(shell, trainer, tuned.spec.title ?? 'tuned', () =>
          races.start(parseSpec(tuned.spec)),
        )
      return await report(record, race, wanted, shell)
    } finally {
      await sweeps.dispose()
      await races.dispose()
    }
  })
}

async function report(
  record: SweepRecord,
  race: (tuned: TunedRace) => Promise<RaceReport>,
  wanted: Wanted,
  shell: Shell,
): Promise<number> {
  const { spec } = record
  const { phase, done, error } = record.status
  const results = sweepResults(spec, record.results)
  const tuned =
    phase === 'finished' && results.some(({ best }) => best)
      ? tunedRace(spec, record.results, wanted.seeds)
      : undefined
  const path = tuned && (await writeTuned(record.folder, tuned))
  if (!wanted.json) {
    const table = done > 0 ? [...sweepLines(spec, results, tuned), ''] : []
    const lines = [...table, ...(await endLines(record))]
    if (path && !wanted.race) lines.push(`race the tuned with: lab run ${path}`)
    shell.print(`${lines.join('\n')}\n`)
  }
  const raced = tuned && wanted.race ? await race(tuned) : undefined
  if (wanted.json) {
    const own = sweepJson(spec, record, results, tuned)
    printJson(shell, raced ? { ...own, race: raced.json } : own)
  } else if (raced) {
    const seeds = tuned?.spec.seeds ?? []
    const title = `The tuned race, on ${seeds.length} fresh seeds (${seeds[0]} to ${seeds.at(-1)}):`
    shell.print(`\n${[title, ...raced.lines].join('\n')}\n`)
  }
  if (error) throw LabError.fromData(error)
  if (!wanted.here && !raced) return phase === 'failed' ? exits.failed : exits.done
  if (phase !== 'finished') return exits.interrupted
  if (raced?.error) throw raced.error
  return raced && !raced.finished ? exits.interrupted : exits.done
}

/** Where the sweep is, and what to do next. */
async function endLines(record: SweepRecord): Promise<string[]> {
  const { folder, status } = record
  const known = placeLines(record, 'sweep', 'trials')
  if (known) return known
  const { phase, done, total } = status
  const at = shellWord(folder)
  const resumed = `go on with: lab sweep --resume ${at}`
  if (!(await holdsWork(folder))) return [`${phase} after ${done} of ${total} trials; ${resumed}`]
  const work = await openWork(folder)
  const missing = (await missingShards(work)).length
  return [
    `${missing} of ${work.shards.length} shards are still to be run, each by: lab work ${at} --shard K`,
    `which they are, lab work ${at} --missing prints; or ${resumed}`,
  ]
}

/** @returns where the tuned race's spec is. @throws LabError `log-failed` */
async function writeTuned(folder: string, tuned: TunedRace): Promise<string> {
  const path = join(folder, 'tuned-race.json')
  try {
    await writeJson(path, tuned.spec)
  } catch (error) {
    throw logFailed(path, error)
  }
  return path
}
