import { join, resolve } from 'node:path'
import type { RaceStatus } from '../../shared/contract/calls.ts'
import { LabError } from '../../shared/contract/errors.ts'
import type { SweepRecord, SweepStatus } from '../../shared/contract/sweeps.ts'
import { parseSpec } from '../../shared/experiment/spec.ts'
import {
  parseSweep,
  sweepResults,
  tunedRace,
  tunedSeeds,
  type TunedRace,
} from '../../shared/experiment/sweep/index.ts'
import { dataFolder } from '../lab/data-folder.ts'
import type { LiveRace } from '../lab/live-race.ts'
import { Races } from '../lab/races.ts'
import { logFailed } from '../lab/run-log.ts'
import { replaceFile } from '../lab/settings.ts'
import { Sweeps } from '../lab/sweeps/index.ts'
import { createTableSources } from '../lab/tables/sources.ts'
import { mostProcesses } from '../trainer/partition.ts'
import { beside } from './beside.ts'
import { readJsonFile } from './json-file.ts'
import { createProgressLine, createStatusLine, duration } from './progress.ts'
import { raceReport, type RaceReport } from './race-report.ts'
import type { Shell } from './shell.ts'
import { sweepJson, sweepLines } from './sweep-results.ts'
import { exits, Interrupted, parseWords, UsageError, wholeNumber } from './usage.ts'

export const sweepHelp = `Tunes every optimizer with the same number of trials, and says how to race the tuned.

Usage: lab sweep <spec.json> [options]
       lab sweep --resume DIR [options]

The spec holds an experiment, whose lanes are the contestants and whose seeds are the ones to tune
on, and how to search:
  { "experiment": { ... as for lab run ... },
    "trials": 16,
    "search": { "kind": "grid", "rate": { "from": 0.0001, "to": 10 } },
    "objective": { "metric": "validationLoss", "at": "final" } }
search.kind "random" draws log-uniform rates instead, and with
  "others": [{ "key": "momentum" }, { "key": "beta2", "from": 0.9, "to": 0.9999 }]
other hyper-parameters too, in whichever optimizers have them. A trial's score is the median over
its seeds; a diverged run is worse than any other.

Options:
  --out DIR           keep the sweep's folder in DIR (else in the data folder's sweeps)
  --resume DIR        go on with the sweep in this folder; finished trials are not run again
  --json              print the results as JSON, the tuned race's spec with them
  --race              race the tuned at the end, on seeds that no trial ran on
  --seeds N           seeds of the tuned race (else ${tunedSeeds})
  --processes N       trainer processes at most (else as many as cores)
  --help              print this

Ctrl-C stops the sweep; finished trials are kept and --resume goes on with the others. Exit codes:
0 finished, 1 failed, 2 the command or the sweep makes no sense, 130 stopped.
`

interface Wanted {
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
  const { values, positionals } = parseWords('lab sweep', {
    args: [...words],
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      resume: { type: 'string' },
      json: { type: 'boolean', default: false },
      race: { type: 'boolean', default: false },
      seeds: { type: 'string', default: String(tunedSeeds) },
      processes: { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) {
    shell.print(sweepHelp)
    return exits.done
  }
  const { resume } = values
  const [source, ...rest] = positionals
  if ((source === undefined) === (resume === undefined) || rest.length > 0) {
    throw new UsageError("Give one spec file, or --resume and a folder; see 'lab sweep --help'.")
  }
  if (resume !== undefined && values.out !== undefined) {
    throw new UsageError('A resumed sweep stays in its folder: leave out --out.')
  }
  const spec = source === undefined ? undefined : await readSweep(source)
  return runSweep(shell, {
    json: values.json,
    race: values.race,
    seeds: wholeNumber('--seeds', values.seeds, 1, 1000),
    processes:
      values.processes === undefined
        ? undefined
        : wholeNumber('--processes', values.processes, 1, mostProcesses),
    out: values.out === undefined ? join(dataFolder(), 'sweeps') : resolve(values.out),
    begin: (sweeps) =>
      resume === undefined ? sweeps.start(spec) : sweeps.resumeFolder(resolve(resume)),
  })
}

async function readSweep(source: string): Promise<unknown> {
  const sweep = parseSweep(await readJsonFile(source, `There is no file '${source}'.`))
  const dataset = beside(source, sweep.experiment.dataset)
  return { ...sweep, experiment: { ...sweep.experiment, dataset } }
}

async function runSweep(shell: Shell, wanted: Wanted): Promise<number> {
  const pool = shell.createPool(wanted.processes)
  const reader = shell.createReader()
  const sources = createTableSources({ reader })
  const line = createStatusLine(shell.stderr)
  const openRaces = (runsFolder: string, onStatus?: (status: RaceStatus) => void): Races =>
    new Races({
      pool,
      readTable: sources.read,
      runsFolder,
      version: shell.version,
      onStatus,
    })
  const sweeps = new Sweeps({
    folder: wanted.out,
    version: shell.version,
    openRaces,
    onProgress: (status) => line.show(sweepProgress(status)),
  })
  const races = openRaces(join(dataFolder(), 'runs'))
  let id: string | undefined
  let interrupted = false
  const stop = (): void => {
    interrupted = true
    // A table that is being read is given up.
    if (id !== undefined) void sweeps.stop(id).catch(() => undefined)
    else reader.dispose()
  }
  const release = shell.onInterrupt(stop)
  try {
    const begun = await wanted.begin(sweeps).catch((error: unknown) => {
      throw interrupted ? new Interrupted() : error
    })
    id = begun.id
    if (interrupted) stop()
    await sweeps.whenEnded()
    release()
    line.clear()
    const record = await sweeps.read(id)
    return await report(record, races, wanted, shell)
  } finally {
    release()
    line.clear()
    reader.dispose()
    await sweeps.dispose()
    await races.dispose()
    await pool.dispose()
  }
}

/** @returns the line that says how far a sweep is */
export function sweepProgress({ done, total, share, secondsLeft }: SweepStatus): string {
  const left = secondsLeft === null ? '' : `, ${duration(secondsLeft)} left`
  return `Sweep: ${Math.floor(share * 100)} %, ${done} of ${total} trials${left}`
}

async function report(
  record: SweepRecord,
  races: Races,
  wanted: Wanted,
  shell: Shell,
): Promise<number> {
  const spec = parseSweep(record.spec)
  const { phase, done, total, error } = record.status
  const results = sweepResults(spec, record.results)
  const tuned =
    phase === 'finished' && results.some(({ best }) => best)
      ? tunedRace(spec, record.results, wanted.seeds)
      : undefined
  const path = tuned && (await writeTuned(record.folder, tuned))
  if (!wanted.json) {
    const end =
      phase === 'finished'
        ? `${total} trials, recorded in ${record.folder}`
        : `${phase} after ${done} of ${total} trials; go on with: lab sweep --resume ${record.folder}`
    const lines = [...sweepLines(spec, results, tuned), '', end]
    if (path && !wanted.race) lines.push(`race the tuned with: lab run ${path}`)
    shell.print(`${lines.join('\n')}\n`)
  }
  const raced = tuned && wanted.race ? await race(tuned, races, shell) : undefined
  if (wanted.json) {
    const own = sweepJson(spec, record, results, tuned)
    shell.print(`${JSON.stringify(raced ? { ...own, race: raced.json } : own, null, 2)}\n`)
  } else if (raced) {
    const seeds = tuned?.spec.seeds ?? []
    const title = `The tuned race, on ${seeds.length} fresh seeds (${seeds[0]} to ${seeds.at(-1)}):`
    shell.print(`\n${[title, ...raced.lines].join('\n')}\n`)
  }
  if (error) throw LabError.fromData(error)
  if (phase !== 'finished') return exits.interrupted
  if (raced?.error) throw raced.error
  return raced && !raced.finished ? exits.interrupted : exits.done
}

async function race(tuned: TunedRace, races: Races, shell: Shell): Promise<RaceReport> {
  let live: LiveRace | undefined = undefined
  let interrupted = false
  const stop = (): void => {
    interrupted = true
    void live?.stop().catch(() => undefined)
  }
  const release = shell.onInterrupt(stop)
  live = await races.start(tuned.spec)
  if (interrupted) stop()
  const progress = createProgressLine(shell.stderr, tuned.spec.title ?? 'tuned')
  const off = live.training.onStatus((status) => progress.show(status))
  await live.whenEnded()
  release()
  off()
  progress.clear()
  return raceReport(live, parseSpec(tuned.spec))
}

/** @returns where the tuned race's spec is. @throws LabError `log-failed` */
async function writeTuned(folder: string, tuned: TunedRace): Promise<string> {
  const path = join(folder, 'tuned-race.json')
  try {
    await replaceFile(path, `${JSON.stringify(tuned.spec, null, 2)}\n`)
  } catch (error) {
    throw logFailed(path, error)
  }
  return path
}
