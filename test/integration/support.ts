import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { ensureBuilt } from '#scripts/run/build.ts'
import { createReport } from '#scripts/setup/report.ts'
import { runLab } from '#main/cli/lab.ts'
import { createTableReader } from '#main/tables/reader.ts'
import { createForkLauncher } from '#main/process/fork.ts'
import type { Launcher, ProcessExit } from '#main/process/types.ts'
import { answer } from '#main/tables/answer.ts'
import type { TableReader } from '#main/tables/types.ts'
import { createTrainerPool } from '#main/trainer/pool.ts'
import type { TrainerPool, TrainingRace } from '#main/trainer/types.ts'
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
 * Runs a command in this process, over the built trainer and a table reader in here: a tenth of the time, where
 * the process that the command line would be does not matter.
 */
export async function answerOf(words: readonly string[], data?: string): Promise<Ended> {
  const out = await built()
  const ended = { stdout: '', stderr: '' }
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
      createPool: (processes) => borrowPool(out, processes),
      createReader: readerHere,
      onInterrupt: () => () => undefined,
    })
    return { code, ...ended }
  } finally {
    if (before === undefined) delete process.env.DESCENT_LAB_DATA
    else process.env.DESCENT_LAB_DATA = before
  }
}

/** Pools whose processes are idle, by how many they may be: to start one costs more than most races. */
const spare = new Map<number | undefined, TrainerPool>()

/**
 * A pool of the built trainer's processes. What it is disposed of is let go of, and the next borrower
 * has the processes that are left of it.
 * @param out as `built` says
 */
export function borrowPool(out: string, processes?: number): TrainerPool {
  const pool =
    spare.get(processes) ??
    createTrainerPool({
      processes,
      launcher: createForkLauncher({ entry: join(out, 'trainer.js') }),
    })
  spare.delete(processes)
  const starts: Promise<TrainingRace>[] = []
  return {
    ...pool,
    start(request) {
      const race = pool.start(request)
      starts.push(race)
      return race
    },
    async dispose() {
      for (const start of await Promise.allSettled(starts)) {
        if (start.status === 'fulfilled') await start.value.release()
      }
      if (spare.has(processes)) await pool.dispose()
      else spare.set(processes, pool)
    },
  }
}

/** A table reader without a process of its own, for what is not about that: starting one is most of it. */
export function readerHere(): TableReader {
  return createTableReader({ launcher: here })
}

const here: Launcher = {
  transfersPorts: false,
  launch() {
    let hear: (message: unknown) => void = () => undefined
    let end: (exit: ProcessExit) => void = () => undefined
    return {
      pid: undefined,
      send: (request) =>
        answer(structuredClone(request), (reply) =>
          setImmediate(() => hear(structuredClone(reply))),
        ),
      onMessage: (listener) => void (hear = listener),
      onExit: (listener) => void (end = listener),
      kill: () => void setImmediate(() => end({ code: null, signal: 'SIGKILL' })),
    }
  },
}
