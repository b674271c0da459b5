import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { LabError } from '#shared/contract/errors.ts'
import { isFile } from '../files.ts'

/** Whether jobs can be submitted from this machine. */
export async function hasSlurm(env: NodeJS.ProcessEnv = process.env): Promise<boolean> {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const found = await Promise.all(folders.map((folder) => isFile(join(folder, 'sbatch'))))
  return found.includes(true)
}

/** Slurm's commands wait for its controller; one that says nothing for so long is given up, in ms. */
const timeout = 100_000

interface Told {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs one of Slurm's commands, without a shell between: what it is given is taken as it stands.
 *
 * @throws LabError `cluster-refused` where there is no such command, or it does not answer
 */
export function tell(
  command: string,
  args: readonly string[],
  options: { readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Told> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env: { ...(options.env ?? process.env), LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const timer = setTimeout(() => child.kill('SIGKILL'), timeout)
    const told = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => (told.stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (told.stderr += text))
    child.on('error', (cause: NodeJS.ErrnoException) => {
      clearTimeout(timer)
      const reason =
        cause.code === 'ENOENT'
          ? `there is no ${command} on this machine`
          : `${command} cannot be started (${cause.message})`
      const message = `Slurm cannot be asked: ${reason}. Use a machine from which jobs are submitted to the cluster, or run the work here.`
      reject(new LabError('cluster-refused', message, { parameters: { reason }, cause }))
    })
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      if (signal) reject(refused(command, 'it does not answer'))
      else resolve({ code, ...told })
    })
  })
}

/**
 * As {@link tell}, where what the command complains of is an error.
 *
 * @returns what it prints
 * @throws LabError `cluster-refused` with the command's own words
 */
export async function ask(...words: Parameters<typeof tell>): Promise<string> {
  const { code, stdout, stderr } = await tell(...words)
  if (code !== 0) throw refused(words[0], complaint(words[0], stderr) || `exit code ${code}`)
  return stdout
}

/** @returns what a command complained of, in one line, without its name before each */
export function complaint(command: string, stderr: string): string {
  const lines = stderr
    .split('\n')
    .map((line) => line.replace(`${command}: `, '').replace(/^error: /, ''))
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('Try "'))
    .join('; ')
}

function refused(command: string, reason: string): LabError {
  return new LabError(
    'cluster-refused',
    `Slurm did not take it: ${command} says “${reason}”. Change the options or the template, or ask who runs the cluster.`,
    { parameters: { reason } },
  )
}
