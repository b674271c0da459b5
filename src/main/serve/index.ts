import { reasonOf } from '#shared/contract/errors.ts'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { version } from '../../../package.json'
import { dataFolder } from '../lab/data-folder.ts'
import { createLab } from '../lab/laboratory.ts'
import { openPageFiles } from '../lab/page-files.ts'
import { withStart } from '../lab/page-start.ts'
import { createForkLauncher } from '../process/fork.ts'
import { createTableReader } from '../tables/reader.ts'
import { createTrainerPool } from '../trainer/pool.ts'
import { createDownloads } from './downloads.ts'
import { serve, type Served } from './server.ts'

/*
 * The served page, put together: the laboratory over forked processes, behind a loopback server.
 */

const help = `Serves Descent Lab's page on this machine alone, for a browser on it.

Usage: node out/main/serve.js [--port N]

Options:
  --port N   the port to listen on (else one that is free)
  --help     print this

To see it from another machine, forward the port: ssh -L N:127.0.0.1:N <machine>
`

function readPort(): number | 'help' {
  const { values } = parseArgs({
    options: { port: { type: 'string', default: '0' }, help: { type: 'boolean' } },
  })
  if (values.help) return 'help'
  const port = Number(values.port)
  if (/^\d{1,5}$/.test(values.port) && port <= 65_535) return port
  throw new Error(`--port takes a number from 0 to 65535, not '${values.port}'.`)
}

async function main(port: number): Promise<void> {
  const out = join(import.meta.dirname, '..')
  const folder = dataFolder()
  const lab = createLab({
    command: [process.execPath, join(import.meta.dirname, 'cli.js')],
    shell: 'served',
    version,
    dataFolder: folder,
    reader: createTableReader({
      launcher: createForkLauncher({ entry: join(out, 'main', 'tables.js') }),
    }),
    pool: createTrainerPool({
      launcher: createForkLauncher({ entry: join(out, 'main', 'trainer.js'), background: true }),
    }),
  })
  let served: Served | undefined = undefined
  let closing = false
  const close = async (): Promise<void> => {
    // A second Ctrl-C does not wait.
    if (closing) process.exit(130)
    closing = true
    if (!served) {
      process.stderr.write('Stopped before the page was open.\n')
      process.exitCode = 130
    }
    await served?.close()
    await lab.dispose()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void close().catch(fail))
  }
  served = await serve({
    lab,
    port,
    files: withStart(await openPageFiles(join(out, 'renderer')), join(folder, 'settings.json')),
    downloads: createDownloads(join(folder, 'downloads')),
  })
  // A signal came meanwhile.
  if (closing) return served.close()
  lab.warm()
  process.stdout.write(`Descent Lab is open at ${served.address}\n`)
}

// A closed terminal takes no more words.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

function fail(error: unknown): void {
  process.stderr.write(`${reasonOf(error)}\n`)
  process.exit(1)
}

try {
  const port = readPort()
  if (port === 'help') process.stdout.write(help)
  else main(port).catch(fail)
} catch (error) {
  process.stderr.write(`${reasonOf(error)}\n`)
  process.exitCode = 2
}
