import { existsSync } from 'node:fs'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, type Page } from '@playwright/test'
import { readLog } from '#main/lab/log-reader.ts'
import { startDisplay } from '#scripts/setup/display.ts'
import type { Settings } from '#shared/contract/calls.ts'
import type { LogRecord } from '#shared/experiment/log.ts'
import type { AppProcess } from './app-process.ts'
import { isAlive } from './processes.ts'
import { Program, type ShellName } from './program.ts'

export interface LabOptions {
  /** Which shell the project's tests drive. */
  shell: ShellName
}

/** The program under test, as if it had just been installed. */
export interface LabFixture {
  readonly shell: ShellName
  /** The page; after `relaunch` the new one. */
  readonly page: Page
  readonly electron: AppProcess | undefined
  readonly address: string
  /** The test's own, for files that it makes. Nothing in it was ever given to the program. */
  readonly folder: string
  /** The program's: its data folder and its profile lie in it. */
  readonly home: string
  readonly dataFolder: string
  /** Every run's folder, the oldest first. */
  runFolders(): Promise<string[]>
  /** What is kept as the person's settings; an empty object before there are any. */
  settings(): Promise<Partial<Settings>>
  /** The records of a run's log, in order: none before it is begun. Fails the test when a line is damaged. */
  readLog(folder: string): Promise<LogRecord[]>
  trainerPids(): Promise<number[]>
  /** Kills a trainer process as the system would, and waits until it is gone. @returns its pid */
  killTrainer(): Promise<number>
  /**
   * Closes the program and starts it again over the same data.
   *
   * @param between what happens to the data while it is closed
   * @returns the new page
   */
  relaunch(between?: () => Promise<void>): Promise<Page>
  /** What the page has written to its console as an error, and what it threw. */
  readonly consoleErrors: string[]
  /** Lets errors pass that the test causes on purpose. */
  allowConsoleErrors(pattern: RegExp): void
  /** Every address that the page asked for. */
  readonly requests: string[]
}

/** What the pages of a program have reported since the test began. */
class Reports {
  readonly errors: string[] = []
  readonly requests: string[] = []
  private readonly watched = new Set<Page>()

  watch(page: Page): void {
    if (this.watched.has(page)) return
    this.watched.add(page)
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text())
    })
    page.on('pageerror', (error) => this.errors.push(error.stack ?? error.message))
    page.on('request', (request) => this.requests.push(request.url()))
    page.on('websocket', (socket) => this.requests.push(socket.url().replace(/^ws/, 'http')))
  }

  clear(): void {
    this.errors.length = 0
    this.requests.length = 0
  }
}

/**
 * The suite's test. Its `lab` is the running program, which the tests of a worker share: it is made
 * as good as new before each. When a test ends, the page must have reported no error and asked no
 * other host for anything; when the program is closed, it must end cleanly.
 */
export const test = base.extend<
  { lab: LabFixture },
  LabOptions & { display: undefined; running: { program: Program; reports: Reports } }
>({
  shell: ['desktop', { option: true, scope: 'worker' }],

  // Each worker's own, where there is none: windows on one display would take the keyboard from each other.
  display: [
    async ({ shell }, use) => {
      const display = shell === 'desktop' ? await startDisplay() : undefined
      Object.assign(process.env, display?.env)
      await use(undefined)
      display?.stop()
    },
    { scope: 'worker', auto: true },
  ],

  running: [
    async ({ shell }, use) => {
      const reports = new Reports()
      const program = await Program.create(shell, (page) => reports.watch(page))
      await use({ program, reports })
      await program.close()
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  lab: async ({ shell, running: { program, reports } }, use, info) => {
    const folder = await mkdtemp(join(tmpdir(), 'descent-lab-test-'))
    const allowed: RegExp[] = []
    await program.fresh()
    // What an earlier test's page still said while it was left is not this one's.
    reports.clear()
    const addresses = [program.now.address]

    const lab: LabFixture = {
      shell,
      get page() {
        return program.now.page
      },
      get electron() {
        return program.now.electron
      },
      get address() {
        return program.now.address
      },
      folder,
      home: program.home,
      dataFolder: program.dataFolder,
      async runFolders() {
        const runs = join(program.dataFolder, 'runs')
        const names = await readdir(runs).catch(() => [])
        return names.sort().map((name) => join(runs, name))
      },
      async settings() {
        const text = await readFile(join(program.dataFolder, 'settings.json'), 'utf8').catch(
          () => '{}',
        )
        return JSON.parse(text) as Partial<Settings>
      },
      async readLog(run) {
        const records: LogRecord[] = []
        // The folder is there a moment before its log.
        if (!existsSync(join(run, 'log.jsonl'))) return records
        const { lost } = await readLog(run, (record) => records.push(record))
        base.expect(lost, 'damaged lines of the log').toEqual([])
        return records
      },
      trainerPids: () => program.now.trainerPids(),
      async killTrainer() {
        const [pid] = await program.now.trainerPids()
        if (pid === undefined) throw new Error('no trainer process runs')
        process.kill(pid, 'SIGKILL')
        await base.expect.poll(() => isAlive(pid)).toBe(false)
        return pid
      },
      async relaunch(between) {
        const { address, page } = await program.relaunch(between)
        addresses.push(address)
        return page
      },
      consoleErrors: reports.errors,
      allowConsoleErrors: (pattern) => void allowed.push(pattern),
      requests: reports.requests,
    }

    try {
      await use(lab)
      if (info.status !== info.expectedStatus) {
        const body = await program.now.page.screenshot().catch(() => undefined)
        if (body) await info.attach('page', { body, contentType: 'image/png' })
      }
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    }
    const unexpected = reports.errors.filter((text) => !allowed.some((each) => each.test(text)))
    base.expect(unexpected, 'errors that the page reported').toEqual([])
    const foreign = reports.requests.filter((url) => !isOwn(url, addresses))
    base.expect(foreign, 'requests to anywhere but the page itself').toEqual([])
  },
})

/**
 * The tag of a test that is run in both shells, because what it drives differs beneath the page: how calls,
 * streams and files come and go, which processes train, what a new start finds. What does not differ is
 * tested in the desktop app, and in a short tour through the served page.
 */
export const served = '@served'

export { expect } from '@playwright/test'

function isOwn(url: string, addresses: readonly string[]): boolean {
  return /^(data|blob):/.test(url) || addresses.some((address) => url.startsWith(address))
}
