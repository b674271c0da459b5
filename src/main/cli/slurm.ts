import { resolve } from 'node:path'
import type { SlurmStatus } from '#shared/contract/slurm.ts'
import { readText } from '../lab/files.ts'
import { parseSlurmOptions, type Submission } from '../lab/slurm/index.ts'
import { shellWord } from '../lab/slurm/script.ts'
import type { Shell } from './shell.ts'
import { UsageError } from './usage.ts'

/** Words of every command whose work a cluster can do. */
export const slurmWords = {
  on: { type: 'string' },
  slurm: { type: 'string', multiple: true },
  'slurm-template': { type: 'string' },
  cancel: { type: 'boolean', default: false },
} as const

/** Their explanation. */
export const slurmHelp = `  --on slurm          let a Slurm cluster do the work, in a folder that all its nodes see
  --on folder         only cut the work into shards, for 'lab work' under any other scheduler
  --slurm OPTIONS     options of sbatch: partition=long,time=1:00:00,account=lab
  --slurm-template F  make the batch scripts from this file, which loads modules or starts a container
                      ('slurm/template.sh' in the folder of any such work is one to begin with)
  --cancel            cancel the jobs that work in the folder; what is done is kept`

interface SlurmValues {
  readonly on?: string | undefined
  readonly slurm?: string[] | undefined
  readonly 'slurm-template'?: string | undefined
}

/** Who does the work: this machine, a cluster, or whoever takes the folder. */
export type Place = 'here' | 'slurm' | 'folder'

/** @throws UsageError */
export function placeOf(values: SlurmValues): Place {
  const { on = 'here' } = values
  if (on !== 'here' && on !== 'slurm' && on !== 'folder') {
    throw new UsageError(`--on takes slurm or folder, not '${on}'.`)
  }
  const stray = (['slurm', 'slurm-template'] as const).find((name) => values[name] !== undefined)
  if (stray !== undefined && on !== 'slurm') {
    throw new UsageError(`--${stray} goes with --on slurm alone.`)
  }
  return on
}

/** @throws UsageError, LabError `bad-spec` */
export async function submissionOf(values: SlurmValues, shell: Shell): Promise<Submission> {
  const path = values['slurm-template']
  const template =
    path === undefined
      ? undefined
      : await readText(path).catch((error: Error) => {
          throw new UsageError(`The template '${path}' cannot be read (${error.message}).`)
        })
  const options = values.slurm && parseSlurmOptions(values.slurm)
  return { command: shell.command, options, template }
}

/** @returns what to do about a shard that did not end well, where its log does not say it */
function adviceOn(state: string | undefined, says: string): string | undefined {
  const more = (option: string): string =>
    `give it more: --slurm ${option}, beside the other options of before`
  if (state === 'TIMEOUT') return more('time=HH:MM:SS')
  if (state === 'OUT_OF_MEMORY') return more('mem=SIZE')
  return says === ''
    ? 'its log says nothing: see whether there is room on its disk, and whether every node sees the folder'
    : undefined
}

/** Failed shards that are named; they mostly fail alike. */
const mostNamed = 5

/**
 * How far the work of a cluster is, and what to do next.
 *
 * @param command `sweep` or `tournament`
 */
export function slurmLines(status: SlurmStatus, folder: string, command: string): string[] {
  const { phase, done, total, running, waiting, reason, jobs, failed, problem } = status
  const parts = [`${done} of ${total} shards done`]
  if (running > 0) parts.push(`${running} running`)
  if (waiting > 0) parts.push(`${waiting} waiting${reason ? ` (${reason})` : ''}`)
  const underWay = phase === 'running' || phase === 'waiting'
  const lines = [`Slurm: ${parts.join(', ')}${underWay ? ` [jobs ${jobs.join(', ')}]` : ''}`]
  if (problem !== undefined) lines.push(problem)
  for (const { shard, what, tries, state, log, says } of failed.slice(0, mostNamed)) {
    const end = state === undefined ? '' : `, at last ${state}`
    const times = tries === 1 ? 'once' : `${tries} times`
    lines.push(`shard ${shard} (${what}) was run ${times}${end}: ${log}`)
    if (says !== '') lines.push(`  ${says}`)
    const advice = adviceOn(state, says)
    if (advice !== undefined) lines.push(`  ${advice}`)
  }
  if (failed.length > mostNamed) lines.push(`and ${failed.length - mostNamed} more shards`)
  const at = shellWord(resolve(folder))
  if (underWay) {
    lines.push(`see how far it is with: lab ${command} ${at}`)
    lines.push(`call it off with: lab ${command} ${at} --cancel`)
  } else if (phase !== 'finished') {
    lines.push(`go on with: lab ${command} ${at} --on slurm`)
  }
  return lines
}
