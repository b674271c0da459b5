import { join, resolve } from 'node:path'
import { findPreset, presets } from '../../shared/experiment/presets.ts'
import { parseSpec, type ExperimentSpec } from '../../shared/experiment/spec.ts'
import { dataFolder } from '../lab/data-folder.ts'
import type { LiveRace } from '../lab/live-race.ts'
import { Races } from '../lab/races.ts'
import { createTableSources } from '../lab/tables/sources.ts'
import type { EngineName } from '../trainer/types.ts'
import { beside } from './beside.ts'
import { readJsonFile } from './json-file.ts'
import { createProgressLine } from './progress.ts'
import { raceReport } from './race-report.ts'
import type { Shell } from './shell.ts'
import { exits, parseWords, UsageError, wholeNumber } from './usage.ts'

export const runHelp = `Trains an experiment and prints where every lane ended and, of several seeds, the standings:
which lane is ahead of which, as far as the seeds show.

Usage: lab run <preset or spec.json> [options]

Presets:
${presets.map(({ id, title }) => `  ${id.padEnd(12)}${title.en}`).join('\n')}

Options:
  --out DIR           keep the run's folder in DIR (else in the data folder's runs)
  --json              print the results as JSON
  --engine NAME       native (TensorFlow, the default) or reference (float64, slow)
  --processes N       trainer processes at most (else as many as cores)
  --help              print this

Ctrl-C stops the race; what it recorded stays. Exit codes: 0 finished, 1 failed,
2 the command or the experiment makes no sense, 130 stopped.
`

const engines: readonly EngineName[] = ['native', 'reference']

/** @returns the exit code */
export async function run(words: readonly string[], shell: Shell): Promise<number> {
  const { values, positionals } = parseWords('lab run', {
    args: [...words],
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      json: { type: 'boolean' },
      engine: { type: 'string', default: 'native' },
      processes: { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) {
    shell.print(runHelp)
    return exits.done
  }
  const [source, ...rest] = positionals
  if (source === undefined || rest.length > 0) {
    throw new UsageError("Give one preset or one spec file; see 'lab run --help'.")
  }
  const engine = engines.find((each) => each === values.engine)
  if (!engine) throw new UsageError(`--engine is native or reference, not '${values.engine}'.`)
  const processes =
    values.processes === undefined
      ? undefined
      : wholeNumber('--processes', values.processes, 1, 256)

  const spec = await readSpec(source)
  const pool = shell.createPool(processes)
  const reader = shell.createReader()
  const sources = createTableSources({ reader })
  const progress = createProgressLine(shell.stderr, spec.title ?? source)
  const races = new Races({
    pool,
    readTable: sources.read,
    runsFolder: values.out === undefined ? join(dataFolder(), 'runs') : resolve(values.out),
    version: shell.version,
    onStatus: (status) => progress.show(status),
  })
  try {
    const race = await races.start(spec, { engine })
    const release = shell.onInterrupt(() => void race.stop().catch(() => undefined))
    await race.whenEnded()
    release()
    progress.clear()
    return await report(race, spec, values.json ?? false, shell)
  } finally {
    progress.clear()
    reader.dispose()
    await races.dispose()
    await pool.dispose()
  }
}

async function report(
  live: LiveRace,
  spec: ExperimentSpec,
  json: boolean,
  shell: Shell,
): Promise<number> {
  const { lines, json: data, finished, error } = await raceReport(live, spec)
  shell.print(json ? `${JSON.stringify(data, null, 2)}\n` : `${lines.join('\n')}\n`)
  if (error) throw error
  return finished ? exits.done : exits.interrupted
}

/** @throws UsageError when there is no such thing, LabError `bad-spec` */
async function readSpec(source: string): Promise<ExperimentSpec> {
  const preset = findPreset(source)
  if (preset) return parseSpec(preset.spec)
  const known = presets.map(({ id }) => id).join(', ')
  const missing = `'${source}' is neither a preset (${known}) nor a file.`
  const spec = parseSpec(await readJsonFile(source, missing))
  return { ...spec, dataset: beside(source, spec.dataset) }
}
