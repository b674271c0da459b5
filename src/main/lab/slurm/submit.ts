import { join } from 'node:path'
import { LabError } from '#shared/contract/errors.ts'
import type { SlurmOption } from '#shared/contract/slurm.ts'
import { specError } from '#shared/experiment/faults.ts'
import { makeFolder, replaceFile } from '../files.ts'
import { logFailed } from '../run-log.ts'
import type { Jobs, Round } from './jobs-file.ts'
import { arraysOf } from './ranges.ts'
import { fillTemplate } from './script.ts'
import { ask, tell } from './tool.ts'
import { mostTries } from './tries.ts'

/** What a shard's job does. Scripts run in the work folder, so that its name stands in none of them. */
const shardWork = `work . --shard "$(( \${1:-0} + SLURM_ARRAY_TASK_ID ))" --tries ${mostTries} --processes "\${SLURM_CPUS_PER_TASK:-1}"`
const gatherWork = 'work . --gather'

const scriptPath = (folder: string, name: string): string => join(folder, 'slurm', `${name}.sh`)

/** Where a job's output goes. */
export const logPath = (folder: string, job: string): string =>
  join(folder, 'slurm', 'log', `${job}.log`)

/** The same for sbatch, which puts a job's numbers in the place of `%A` and `%a`. */
const outputOption = (folder: string, job: string): string =>
  `--output=${logPath(folder.replaceAll('%', '%%'), job)}`

/** @throws LabError `cluster-refused` where Slurm could not name the logs in it */
export function demandName(folder: string): void {
  // oxlint-disable-next-line no-control-regex -- these are what it looks for
  const bad = /[\\\u0000-\u001f\u007f]/.exec(folder)?.[0]
  if (bad === undefined) return
  const reason = `a folder with ${JSON.stringify(bad)} in its name cannot hold the logs of jobs`
  const message = `Slurm cannot work in ${JSON.stringify(folder)}: ${reason}. Choose another folder.`
  throw new LabError('cluster-refused', message, { parameters: { reason } })
}

interface ScriptsAsked {
  readonly template: string
  readonly options: readonly SlurmOption[]
  readonly command: readonly string[]
}

/**
 * Writes the batch scripts of some work into its folder, with the template they are made from.
 *
 * @throws LabError `bad-spec` where the template is wrong, `log-failed`
 */
export async function writeScripts(
  folder: string,
  { template, options, command }: ScriptsAsked,
): Promise<void> {
  const parts = { options, command }
  const shard = fillTemplate(template, { ...parts, work: shardWork })
  const gather = fillTemplate(template, { ...parts, work: gatherWork })
  // With options on one line: lines have the numbers that they have in the template.
  await demandSyntax(fillTemplate(template, { ...parts, options: [], work: shardWork }))
  try {
    await makeFolder(join(folder, 'slurm', 'log'))
    await replaceFile(scriptPath(folder, 'template'), template)
    await replaceFile(scriptPath(folder, 'shard'), shard)
    await replaceFile(scriptPath(folder, 'gather'), gather)
  } catch (error) {
    throw logFailed(join(folder, 'slurm'), error)
  }
}

/** A shell's own reading of a script tells a slip now, not in the log of every job. */
async function demandSyntax(script: string): Promise<void> {
  if (!/^#!.*\b(ba)?sh\b/.test(script)) return
  const checked = await tell('bash', ['-n', '-c', script, 'template']).catch(() => undefined)
  if (!checked || checked.code === 0) return
  const lines = checked.stderr.split('\n').filter((line) => line !== '')
  throw specError(
    'The template of the batch script is wrong:',
    lines.map((line) => line.replace(/^(template|bash): (-c: )?/, '')),
  )
}

/**
 * Submits shards, and a job after them that looks at what they came to: all or nothing.
 *
 * @param shards in rising order
 * @throws LabError `cluster-refused` with sbatch's own words
 */
export async function submitRound(
  folder: string,
  { options }: Pick<Jobs, 'options'>,
  shards: readonly number[],
): Promise<Round> {
  const most = await arrayBound()
  const arrays: Round['arrays'] = []
  const submit = async (
    name: string,
    words: readonly string[],
    ...last: string[]
  ): Promise<string> => {
    const own = ['--parsable', `--chdir=${folder}`, '--open-mode=append', ...words]
    const said = await ask('sbatch', [...own, scriptPath(folder, name), ...last], {
      env: environment(options),
    })
    // Where there are several clusters it is `12;name`.
    return /^\d+/.exec(said.trim())?.[0] ?? ''
  }
  try {
    for (const { offset, indices } of arraysOf(shards, most)) {
      const words = [`--array=${indices}`, '--requeue', outputOption(folder, '%A_%a')]
      arrays.push({ job: await submit('shard', words, String(offset)), offset, indices })
    }
    const after = `--dependency=afterany:${arrays.map(({ job }) => job).join(':')}`
    const gather = await submit('gather', [after, outputOption(folder, 'gather-%j')])
    return { at: new Date().toISOString(), arrays, gather }
  } catch (error) {
    await cancelJobs(arrays.map(({ job }) => job)).catch(() => undefined)
    throw error
  }
}

/** What a person says here counts more than what their environment says of it. */
function environment(options: readonly SlurmOption[]): NodeJS.ProcessEnv {
  const said = options.map(({ name }) => `SBATCH_${name.toUpperCase().replaceAll('-', '_')}`)
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !said.includes(name)))
}

/** @returns one more than the highest index that an array of this cluster may have */
async function arrayBound(): Promise<number> {
  const found = /^MaxArraySize\s*=\s*(\d+)/m.exec(await ask('scontrol', ['show', 'config']))
  return Math.max(1, Number(found?.[1] ?? 1001))
}

/** Ends jobs, whatever they do; those that are over stay as they are. */
export async function cancelJobs(jobs: readonly string[]): Promise<void> {
  if (jobs.length > 0) await ask('scancel', ['--quiet', ...jobs])
}
