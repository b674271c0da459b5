import { spawn, type ChildProcess } from 'node:child_process'
import { chmod, chown, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from '@playwright/test'
import { cacheRoot } from '#scripts/setup/cache.ts'
import { press, windowOf } from './hands.ts'
import { projectRoot } from '#scripts/setup/context.ts'

/** An ordinary user of every Debian: owns nothing, may do nothing. */
export const nobody = 65_534

/** A folder that the ordinary user owns, as a home. */
export async function makeHome(folder: string): Promise<string> {
  const home = join(folder, 'home')
  await mkdir(home)
  await chown(home, nobody, nobody)
  // Whoever made the folder above may have kept it to himself.
  await chmod(folder, 0o755)
  return home
}

/** Gives the ordinary user a file of the test's. */
export async function giveAway(path: string): Promise<void> {
  await chown(path, nobody, nobody)
}

/**
 * Starts a program as an ordinary user who sees neither the checkout nor what set-up fetched, in this
 * process's network: the runner has put both into one with nothing but a loopback.
 */
export function startAsUser(home: string, command: string, args: readonly string[]): ChildProcess {
  const hide = [projectRoot, cacheRoot()]
    .map((_, index) => `[ ! -d "$${index + 1}" ] || mount -t tmpfs none "$${index + 1}"`)
    .join(' && ')
  const user = `setpriv --reuid=${nobody} --regid=${nobody} --clear-groups`
  const script = `${hide} && shift 2 && cd "$HOME" && exec ${user} -- "$@"`
  const isolated = ['--mount', '--propagation', 'private', '--', 'sh', '-c', script, 'sh']
  return spawn('unshare', [...isolated, projectRoot, cacheRoot(), command, ...args], {
    cwd: '/',
    env: {
      HOME: home,
      PATH: '/usr/local/bin:/usr/bin:/bin',
      LANG: 'C.UTF-8',
      ...(process.env['DISPLAY'] ? { DISPLAY: process.env['DISPLAY'] } : {}),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** The installed app, started. */
export interface StartedApp {
  readonly page: Page
  /** As hands find it. */
  readonly window: string
  /** Of the main process: what started it became it. */
  readonly pid: number
  /** Quits as a person does. @returns its exit code */
  quit(): Promise<number | null>
}

/** Milliseconds that a start may take on a loaded machine. */
const timeout = 120_000

/**
 * Starts the installed app. Its fuses let no debugger into the main process, so the page is driven as
 * any Chromium's is, by a port for its developer tools.
 */
export async function startApp(
  home: string,
  command: string,
  files: readonly string[] = [],
): Promise<StartedApp> {
  const args = ['--remote-debugging-port=0', '--lang=en-US', ...files]
  const child = startAsUser(home, command, args)
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  let browser: Browser | undefined
  try {
    const address = await addressOf(child)
    // Before there is a page, the tool would wait for what it has missed.
    await untilPage(address)
    browser = await chromium.connectOverCDP(address, { timeout })
    for (const context of browser.contexts()) context.setDefaultTimeout(timeout)
    const page = browser
      .contexts()
      .flatMap((context) => context.pages())
      .find(isOurs)
    if (!page) throw new Error('the app has no page')
    // The page calls itself by the program's plain name; what a person reads is the window's.
    const window = await windowOf('^Descent Lab')
    return {
      page,
      window,
      pid: child.pid ?? 0,
      async quit() {
        await press(window, 'ctrl+q')
        const code = await ended
        await browser?.close().catch(() => undefined)
        return code
      },
    }
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  }
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const listen = (text: string): void => {
      said += text
      const [, address] = /DevTools listening on (ws:\S+)/.exec(said) ?? []
      if (address !== undefined) resolve(address)
    }
    child.stderr?.setEncoding('utf8').on('data', listen)
    child.stdout?.setEncoding('utf8').on('data', listen)
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`the app ended with ${code}:\n${said}`)))
    setTimeout(() => reject(new Error(`the app does not stand:\n${said}`)), timeout).unref()
  })
}

const isOurs = (page: Page): boolean => page.url().startsWith('lab://')

/** Waits until the developer tools know of the app's page. */
async function untilPage(address: string): Promise<void> {
  const list = `http://${new URL(address).host}/json/list`
  for (const end = Date.now() + timeout; Date.now() < end;) {
    const targets = (await (await fetch(list)).json()) as { type: string; url: string }[]
    if (targets.some(({ type, url }) => type === 'page' && url.startsWith('lab://'))) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('the app has no page')
}
