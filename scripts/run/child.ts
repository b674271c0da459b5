import { spawn, type StdioOptions } from 'node:child_process'
import { constants } from 'node:os'

/** A child that was asked to end is given so long before it is killed, in milliseconds. */
const gracePeriod = 10_000

const forwardedSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** How often is looked whether whoever started this process is still there, in milliseconds. */
const orphanCheckInterval = 500

/** Asked for at once: npm's shell may be gone before there is a child. */
const startedBy = process.ppid

export interface ChildOptions {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** Takes what it prints, on either stream. @default our own standard streams */
  readonly onOutput?: ((text: string) => void) | undefined
}

/** The exit code that stands for an end by a signal, as shells count. */
function codeOf(code: number | null, signal: NodeJS.Signals | null): number {
  if (code !== null) return code
  return signal === null ? 1 : 128 + (constants.signals[signal] ?? 0)
}

/**
 * Runs a program and waits for its end. Signals that would end us end the child first, and so does
 * the end of whoever started us: npm hands a signal to the shell that it runs a script in, and the shell
 * ends without a word to anybody.
 * @returns its exit code
 */
export function runChild(
  file: string,
  args: readonly string[],
  { cwd, env, onOutput }: ChildOptions,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const stdio: StdioOptions = onOutput ? ['ignore', 'pipe', 'pipe'] : 'inherit'
    const child = spawn(file, args, { cwd, env, stdio })
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => onOutput?.(text))
    }
    let killer: NodeJS.Timeout | undefined
    const forward = (signal: NodeJS.Signals): void => {
      // Ctrl-C on a terminal has reached the child as well; a second one could mean "at once".
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
      killer ??= setTimeout(() => child.kill('SIGKILL'), gracePeriod)
    }
    const orphaned = setInterval(() => {
      if (process.ppid === startedBy) return
      clearInterval(orphaned)
      forward('SIGTERM')
    }, orphanCheckInterval)
    const release = (): void => {
      clearInterval(orphaned)
      clearTimeout(killer)
      for (const signal of forwardedSignals) process.off(signal, forward)
    }
    for (const signal of forwardedSignals) process.on(signal, forward)
    child.on('error', (error) => {
      release()
      reject(error)
    })
    child.on('close', (code, signal) => {
      release()
      resolve(codeOf(code, signal))
    })
  })
}

/** The environment of every program that may load TensorFlow: its native log kept to errors. */
export function labEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return { TF_CPP_MIN_LOG_LEVEL: '2', ...env }
}
