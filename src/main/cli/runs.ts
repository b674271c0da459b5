import { stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { RunList, RunSummary } from '#shared/contract/runs.ts'
import { formats } from '#shared/words/index.ts'
import { dataFolder } from '../lab/data-folder.ts'
import { Library } from '../lab/library/index.ts'
import { damageText } from './damage.ts'
import { duration } from './progress.ts'
import type { Shell } from './shell.ts'
import { textTable } from './table.ts'
import { exits, printJson, readWords, UsageError } from './usage.ts'

const runsHelp = `Lists the runs that were kept, the newest first.

Usage: lab runs [options]

Options:
  --in DIR            the runs in DIR (else those in the data folder's runs)
  --check             read every file of every run, whatever is known of it already
  --json              print the list as JSON
  --help              print this

A run whose program was ended in the middle is 'interrupted'; one that is being written is 'running'.
What is damaged is told below the list, with what is lost.

Exit codes: 0 done, 1 failed, 2 the command makes no sense, 3 with --check: some run is damaged.
`

/** @returns the exit code */
export async function runs(words: readonly string[], shell: Shell): Promise<number> {
  const read = readWords(shell, 'runs', runsHelp, words, {
    in: { type: 'string' },
    check: { type: 'boolean' },
    json: { type: 'boolean' },
  })
  if (!read) return exits.done
  const { values, named } = read
  if (named.length > 0) {
    throw new UsageError("Name the folder of runs by --in; see 'lab runs --help'.")
  }
  if (values.in !== undefined) await demandRunsFolder(resolve(values.in))
  const library = openLibrary(values.in)
  try {
    if (values.in !== undefined && (await library.isForeign())) {
      throw new UsageError(`No folder in '${values.in}' holds a run. Name the folder of runs.`)
    }
    const list = values.check ? await library.check() : await library.list()
    if (values.json) printJson(shell, list)
    else shell.print(runsText(list))
    const sound = list.runs.every(({ damage, problem }) => !damage && !problem)
    return values.check && !sound ? exits.damaged : exits.done
  } finally {
    await library.dispose()
  }
}

/** @throws UsageError where there is no such folder, or it is that of one run */
async function demandRunsFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === 'ENOENT' ? 'it is not there' : error.message
    throw new UsageError(`The folder '${folder}' cannot be listed: ${reason}.`)
  })
  if (!found.isDirectory()) throw new UsageError(`'${folder}' is no folder.`)
  if (await stat(join(folder, 'run.json')).catch(() => undefined)) {
    throw new UsageError(`'${folder}' is a run itself: name the folder that it lies in.`)
  }
}

/** @param given a folder of runs. @default the data folder's */
export function openLibrary(given: string | undefined): Library {
  const runsFolder = given === undefined ? join(dataFolder(), 'runs') : resolve(given)
  return new Library({ runsFolder, deletedFolder: join(dirname(runsFolder), 'deleted') })
}

function runsText({ runs: all, bytes, deleted }: RunList): string {
  const table = textTable(
    [
      { title: 'id' },
      { title: 'begun' },
      { title: 'state' },
      { title: 'run' },
      { title: 'table' },
      { title: 'lanes', align: 'right' },
      { title: 'seeds', align: 'right' },
      { title: 'steps', align: 'right' },
      { title: 'best' },
      { title: 'time', align: 'right' },
      { title: 'size', align: 'right' },
    ],
    all.map(rowOf),
  )
  const count = all.length === 1 ? '1 run' : `${all.length} runs`
  const aside =
    deleted.runs > 0 ? `; ${deleted.runs} more, ${formats.en.bytes(deleted.bytes)}, deleted` : ''
  return [
    ...(all.length > 0 ? [...table, ''] : []),
    `${count}, ${formats.en.bytes(bytes)}${aside}`,
    ...all.flatMap(({ id, damage, problem }) => [
      ...(damage ? [damageText(id, damage).trimEnd()] : []),
      ...(problem ? [`The run ${id} cannot be read:\n  ${problem.message}`] : []),
    ]),
    '',
  ].join('\n')
}

function rowOf(run: RunSummary): string[] {
  const { best, damage, metric, problem } = run
  return [
    run.id,
    begunText(run.created),
    run.state,
    run.name,
    run.dataset,
    String(run.lanes.length),
    String(run.seeds),
    `${run.step}/${run.steps}`,
    problem
      ? 'cannot be read'
      : damage
        ? 'damaged'
        : best
          ? `${best.lane} ${best.value.toPrecision(4)} ${metric}`
          : '',
    duration(run.seconds),
    formats.en.bytes(run.bytes),
  ]
}

/** In local time, as folders' names have it. */
function begunText(created: string): string {
  return new Date(created).toLocaleString('sv').slice(0, 16)
}
