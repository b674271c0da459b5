/** How long a person waits for the installed desktop app. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { run, tail } from '../setup/command.ts'
import { SetupError } from '../setup/errors.ts'
import { isRoot } from '../setup/system.ts'
import { openIris, paintedAt, untilFirstPoint } from './app.ts'

export interface InstalledFigures {
  /** Milliseconds from the start of the process to the page's first painted content. */
  readonly firstPaint: number
  /** Milliseconds from the start of the process to the first painted point: Iris opened and Run pressed at once, unpaced. */
  readonly firstPoint: number
}

/** Milliseconds in which the app stands even on a loaded machine. */
const patience = 60_000

/**
 * Unpacks a deb into a folder, as an installation would.
 * @returns the program's command
 */
export async function unpackDeb(deb: string, folder: string): Promise<string> {
  const result = await run('dpkg-deb', ['--extract', deb, folder])
  if (result.code !== 0) throw new SetupError(`${deb} cannot be unpacked:\n${tail(result)}`)
  return join(folder, 'usr', 'bin', 'descent-lab')
}

/** Starts the installed app once over an empty home and measures it. */
export async function measureInstalled(
  command: string,
  env: NodeJS.ProcessEnv,
): Promise<InstalledFigures> {
  const home = await mkdtemp(join(tmpdir(), 'descent-lab-bench-'))
  await mkdir(join(home, 'data'))
  const started = Date.now()
  // Its fuses let no debugger into the main process; the page has a port for its developer tools.
  const args = ['--remote-debugging-port=0', '--lang=en-US', ...(isRoot() ? ['--no-sandbox'] : [])]
  const child = spawn(command, args, {
    env: { ...env, HOME: home, DESCENT_LAB_DATA: join(home, 'data') },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  try {
    const page = await connect(child)
    const firstPaint = (await paintedAt(page)) - started
    await openIris(page)
    await untilFirstPoint(page)
    return { firstPaint, firstPoint: Date.now() - started }
  } finally {
    child.kill()
    if (child.exitCode === null) await new Promise((resolve) => child.once('exit', resolve))
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** The app's page, once its developer tools know it. */
async function connect(child: ChildProcess): Promise<Page> {
  const address = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text
      const [, found] = /DevTools listening on (ws:\S+)/.exec(said) ?? []
      if (found !== undefined) resolve(found)
    })
    child.once('error', reject)
    child.once('exit', () => reject(new SetupError(`The installed app ended at once:\n${said}`)))
  })
  const list = `http://${new URL(address).host}/json/list`
  for (const end = Date.now() + patience; Date.now() < end;) {
    const targets = (await (await fetch(list)).json()) as { url: string }[]
    if (targets.some(({ url }) => url.startsWith('lab://'))) break
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const browser = await chromium.connectOverCDP(address, { timeout: patience })
  const pages = browser.contexts().flatMap((context) => context.pages())
  const page = pages.find((each) => each.url().startsWith('lab://'))
  if (!page) throw new SetupError('The installed app shows no page.')
  return page
}
