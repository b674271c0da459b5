import { join } from 'node:path'
import { version } from '../../../package.json'
import { createForkLauncher } from '../process/fork.ts'
import { createTableReader } from '../tables/reader.ts'
import { createTrainerPool } from '../trainer/pool.ts'
import { runLab } from './lab.ts'
import type { Shell } from './shell.ts'
import { exits } from './usage.ts'

/*
 * The laboratory without a screen. Results go to standard output, everything else to standard error.
 */

const shell: Shell = {
  version,
  command: [process.execPath, import.meta.filename],
  stderr: process.stderr,
  print: (text) => void process.stdout.write(text),
  createPool: (processes) =>
    createTrainerPool({
      processes,
      launcher: createForkLauncher({ entry: join(import.meta.dirname, 'trainer.js') }),
    }),
  createReader: () =>
    createTableReader({
      launcher: createForkLauncher({ entry: join(import.meta.dirname, 'tables.js') }),
    }),
  onInterrupt(stop) {
    const stopOnce = (): void => {
      release()
      stop()
    }
    const release = (): void => {
      if (interrupted === stopOnce) interrupted = endNow
    }
    interrupted = stopOnce
    return release
  },
}

/** What a signal does where no command has something to stop first. */
function endNow(): void {
  process.stderr.write('Stopped.\n')
  process.exit(exits.interrupted)
}

let interrupted = endNow
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => interrupted())
}

// Whoever read the results may have seen enough, and a terminal may be closed.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error
  })
}

process.exitCode = await runLab(process.argv.slice(2), shell)
