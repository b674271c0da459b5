import { join, resolve } from 'node:path'
import { findPreset, presets } from '#shared/experiment/presets.ts'
import { parseSpec, type ExperimentSpec } from '#shared/experiment/spec.ts'
import { dataFolder } from '../lab/data-folder.ts'
import type { EngineName } from '../trainer/types.ts'
import { beside } from './beside.ts'
import { readJsonFile } from './json-file.ts'
import { race } from './race.ts'
import { withRules } from './rule-beside.ts'
import type { Shell } from './shell.ts'
import { exits, processesOf, readWords, UsageError } from './usage.ts'

const runHelp = `Trains an experiment and prints where every lane ended and, of several seeds, the standings:
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
  const read = readWords(
    shell,
    'run',
    runHelp,
    words,
    {
      out: { type: 'string' },
      json: { type: 'boolean' },
      engine: { type: 'string', default: 'native' },
      processes: { type: 'string' },
    },
    'Give one preset or one spec file',
  )
  if (!read) return exits.done
  const { values, named } = read
  const source = named[0]!
  const engine = engines.find((each) => each === values.engine)
  if (!engine) throw new UsageError(`--engine is native or reference, not '${values.engine}'.`)
  const spec = await readSpec(source)
  return race(
    {
      shell,
      processes: processesOf(values.processes),
      json: values.json ?? false,
      title: spec.title ?? source,
      runsFolder: values.out === undefined ? join(dataFolder(), 'runs') : resolve(values.out),
    },
    (races) => races.start(spec, { engine }),
  )
}

/** @throws UsageError when there is no such thing, LabError `bad-spec` */
async function readSpec(source: string): Promise<ExperimentSpec> {
  const preset = findPreset(source)
  if (preset) return parseSpec(preset.spec)
  const known = presets.map(({ id }) => id).join(', ')
  const missing = `'${source}' is neither a preset (${known}) nor a file.`
  const spec = parseSpec(await withRules(source, await readJsonFile(source, missing)))
  return { ...spec, dataset: beside(source, spec.dataset) }
}
