import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { ensureBuilt } from '#scripts/run/build.ts'
import { createReport } from '#scripts/setup/report.ts'
import { runLab } from '#main/cli/lab.ts'
import { createTableReader } from '#main/tables/reader.ts'
import { createForkLauncher } from '#main/process/fork.ts'
import { createTrainerPool } from '#main/trainer/pool.ts'
import { root } from '../support/golden.ts'

/** The built program's folder, built if it is not: looked at once, since that reads every source's time. */
export function built(): Promise<string> {
  return (out ??= ensureBuilt(root, createReport(process.stderr)).then(() =>
    join(root, 'out', 'main'),
  ))
}
let out: Promise<string> | undefined

/** How a command ended. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface LabOptions {
  /** The data folder. @default the person's own */
  readonly data?: string
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  /** Is given the process while it runs. */
  readonly meanwhile?: (child: ChildProcess) => void
}

/** Runs the built command line in a process of its own. */
export async function lab(
  words: readonly string[],
  { data, cwd, env, meanwhile }: LabOptions = {},
): Promise<Ended & { readonly signal: NodeJS.Signals | null }> {
  const child = spawn(process.execPath, [join(await built(), 'cli.js'), ...words], {
    cwd,
    env: { ...process.env, ...(data !== undefined && { DESCENT_LAB_DATA: data }), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (ended.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (ended.stderr += text))
  meanwhile?.(child)
  return new Promise((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal, ...ended })),
  )
}

/**
 * Runs a command in this process, over the built trainer and table reader: a tenth of the time, where
 * the process that the command line would be does not matter.
 */
export async function answerOf(words: readonly string[], data?: string): Promise<Ended> {
  const out = await built()
  const ended = { stdout: '', stderr: '' }
  const launch = (entry: string): ReturnType<typeof createForkLauncher> =>
    createForkLauncher({ entry: join(out, entry) })
  const before = process.env.DESCENT_LAB_DATA
  if (data !== undefined) process.env.DESCENT_LAB_DATA = data
  try {
    const code = await runLab(words, {
      version: '1.2.3',
      command: [process.execPath, join(out, 'cli.js')],
      stderr: {
        isTTY: false,
        columns: 80,
        write: (text: string) => ((ended.stderr += text), true),
      },
      print: (text) => void (ended.stdout += text),
      createPool: (processes) => createTrainerPool({ processes, launcher: launch('trainer.js') }),
      createReader: () => createTableReader({ launcher: launch('tables.js') }),
      onInterrupt: () => () => undefined,
    })
    return { code, ...ended }
  } finally {
    if (before === undefined) delete process.env.DESCENT_LAB_DATA
    else process.env.DESCENT_LAB_DATA = before
  }
}
