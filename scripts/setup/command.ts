import { spawn, type ChildProcess } from 'node:child_process'

/** How a finished command ended and what it printed. */
export interface CommandResult {
  /** Exit code; 128 + signal number is not used: a killed command has `null`. */
  code: number | null
  stdout: string
  stderr: string
  timedOut: boolean
}

export interface CommandOptions {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  /** Milliseconds after which the command is killed. */
  readonly timeout?: number
  /** Called with each piece of standard output or error as it comes. */
  readonly onOutput?: (text: string) => void
}

/** Commands under way: they end with this process. */
const underway = new Set<ChildProcess>()
process.on('exit', () => underway.forEach((child) => child.kill()))

/**
 * Runs a command to its end and keeps what it printed. A command that cannot be started ends
 * with code 127 and the reason on `stderr`, as under a shell.
 */
export function run(
  file: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      // Node starts .cmd files on Windows only through its shell.
      shell: process.platform === 'win32' && file.endsWith('.cmd'),
    })
    underway.add(child)
    const result: CommandResult = { code: null, stdout: '', stderr: '', timedOut: false }
    const timer =
      options.timeout === undefined
        ? undefined
        : setTimeout(() => {
            result.timedOut = true
            child.kill('SIGKILL')
          }, options.timeout)
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      result.stdout += text
      options.onOutput?.(text)
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      result.stderr += text
      options.onOutput?.(text)
    })
    child.on('error', (error) => {
      underway.delete(child)
      clearTimeout(timer)
      resolve({ ...result, code: 127, stderr: result.stderr + error.message })
    })
    child.on('close', (code) => {
      underway.delete(child)
      clearTimeout(timer)
      resolve({ ...result, code })
    })
  })
}

/** The last lines of a command's output, for a message to a person. */
export function tail(result: CommandResult, lines = 12): string {
  return `${result.stdout}\n${result.stderr}`.trim().split('\n').slice(-lines).join('\n')
}
