import { utilityProcess, type MessagePortMain } from 'electron'
import { trainerEnvironment } from '../process/environment.ts'
import { stepBack } from '../process/priority.ts'
import type { ChildProcess, Launcher, ProcessExit } from '../process/types.ts'

export interface UtilityOptions {
  /** What the system's list of processes calls it. */
  readonly serviceName: string
  /** Whether it has less priority than the page. @default false */
  readonly background?: boolean
}

/**
 * Starts trainers and readers of tables as utility processes. A trainer takes a stream's port
 * straight from the page, so its numbers never pass through the main process.
 *
 * @param entry the process's built file
 */
export function createUtilityLauncher(entry: string, options: UtilityOptions): Launcher {
  return { transfersPorts: true, launch: () => launch(entry, options) }
}

function launch(entry: string, options: UtilityOptions): ChildProcess {
  const { serviceName, background = false } = options
  const child = utilityProcess.fork(entry, [], {
    serviceName,
    env: { ...trainerEnvironment, ...process.env },
    // The native addon is not signed by whoever signs the app.
    allowLoadingUnsignedLibraries: true,
  })
  let waiting: (() => void)[] | undefined = []
  let pid: number | undefined
  let exit: ProcessExit | undefined
  let told: ((exit: ProcessExit) => void) | undefined

  child.once('spawn', () => {
    // Electron forgets it when the process ends, and then it is wanted most.
    pid = child.pid
    if (background) stepBack(pid)
    const ready = waiting ?? []
    waiting = undefined
    ready.forEach((send) => send())
  })
  child.once('exit', (code) => {
    exit = { code, signal: null }
    told?.(exit)
  })

  return {
    get pid() {
      return pid
    },
    send(message, port) {
      const send = (): void => child.postMessage(message, port ? [port as MessagePortMain] : [])
      if (waiting) waiting.push(send)
      else if (!exit) send()
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit(listener) {
      told = listener
      if (exit) listener(exit)
    },
    kill: () => void child.kill(),
  }
}
