import { fork } from 'node:child_process'
import { trainerEnvironment } from './environment.ts'
import { stepBack } from './priority.ts'
import type { Launcher, ChildProcess } from './types.ts'

export interface ForkOptions {
  /** The built trainer, `out/main/trainer.js`. */
  readonly entry: string
  /** The Node that runs it. @default the one that runs this */
  readonly execPath?: string
  /** @default this process's own */
  readonly env?: NodeJS.ProcessEnv
  /** Whether it has less priority than processes that people look at. @default false */
  readonly background?: boolean
}

/** Launches trainers as Node child processes, for shells that are no Electron. */
export function createForkLauncher(options: ForkOptions): Launcher {
  const { entry, execPath, env, background = false } = options
  return { transfersPorts: false, launch }

  function launch(): ChildProcess {
    const child = fork(entry, [], {
      // Typed arrays survive it.
      serialization: 'advanced',
      execPath: execPath ?? process.execPath,
      execArgv: [],
      env: { ...trainerEnvironment, ...(env ?? process.env) },
      // This program's own stdout may be someone's data.
      stdio: ['ignore', 2, 2, 'ipc'],
    })
    if (background) stepBack(child.pid)
    let ended = false
    return {
      get pid() {
        return child.pid
      },
      send(message) {
        // A process that is going down says so by its exit, not by this.
        if (child.connected) child.send(message as object, () => undefined)
      },
      onMessage: (listener) => void child.on('message', listener),
      onExit(listener) {
        const once = (code: number | null, signal: string | null): void => {
          if (!ended) listener({ code, signal })
          ended = true
        }
        child.on('exit', once)
        // What could not even be started has no exit.
        child.on('error', () => {
          if (child.pid === undefined) once(null, null)
        })
      },
      kill: () => void child.kill('SIGKILL'),
    }
  }
}
