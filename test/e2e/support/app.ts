import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, type ElectronApplication, type Page } from '@playwright/test'
import { readLog } from '../../../src/main/lab/log-reader.ts'
import type { LogRecord } from '../../../src/shared/experiment/log.ts'
import { launchDesktop } from './desktop.ts'
import { isAlive } from './processes.ts'
import { launchServed } from './served.ts'

export interface LabOptions {
  /** Which shell the project's tests drive. */
  shell: 'desktop' | 'served'
}

/** A shell that has been started. */
export interface RunningShell {
  readonly page: Page
  /** Only of the desktop app. */
  readonly electron?: ElectronApplication
  /** Where the page is. */
  readonly address: string
  /** Of the process that holds the laboratory. */
  readonly pid: number
  trainerPids(): Promise<number[]>
  /** Closes it as a person does. Resolves when every process has ended; rejects when it ends badly. */
  close(): Promise<void>
}

/** The program under test, over a data folder of the test's own. */
export interface LabFixture {
  readonly shell: LabOptions['shell']
  /** The page; after `relaunch` the new one. */
  readonly page: Page
  readonly electron: ElectronApplication | undefined
  readonly address: string
  /** The test's own; the program's data folder and profile lie in it. */
  readonly folder: string
  readonly dataFolder: string
  /** Every run's folder, the oldest first. */
  runFolders(): Promise<string[]>
  /** The records of a run's log, in order. Fails the test when a line is damaged. */
  readLog(folder: string): Promise<LogRecord[]>
  trainerPids(): Promise<number[]>
  /** Kills a trainer process as the system would, and waits until it is gone. @returns its pid */
  killTrainer(): Promise<number>
  /** Closes the program and starts it again over the same data. @returns the new page */
  relaunch(): Promise<Page>
  /** What the page has written to its console as an error, and what it threw. */
  readonly consoleErrors: string[]
  /** Lets errors pass that the test causes on purpose. */
  allowConsoleErrors(pattern: RegExp): void
  /** Every address that the page asked for. */
  readonly requests: string[]
}

/**
 * The suite's test. Its `lab` is the running program; when a test ends, the page must have reported
 * no error and asked no other host for anything, and the program must close cleanly.
 */
export const test = base.extend<LabOptions & { lab: LabFixture }>({
  shell: ['desktop', { option: true }],

  lab: async ({ shell }, use, info) => {
    const folder = await mkdtemp(join(tmpdir(), 'descent-lab-e2e-'))
    const consoleErrors: string[] = []
    const requests: string[] = []
    const allowed: RegExp[] = []
    const addresses: string[] = []
    const watched = new Set<Page>()
    let running = await start()

    async function start(): Promise<RunningShell> {
      const launch = shell === 'desktop' ? launchDesktop : launchServed
      const started = await launch(folder, (page) => {
        if (!watched.has(page)) watchPage(page, consoleErrors, requests)
        watched.add(page)
      })
      addresses.push(started.address)
      return started
    }

    const lab: LabFixture = {
      shell,
      get page() {
        return running.page
      },
      get electron() {
        return running.electron
      },
      get address() {
        return running.address
      },
      folder,
      dataFolder: join(folder, 'data'),
      async runFolders() {
        const runs = join(folder, 'data', 'runs')
        const names = await readdir(runs).catch(() => [])
        return names.sort().map((name) => join(runs, name))
      },
      async readLog(run) {
        const records: LogRecord[] = []
        const { lost } = await readLog(run, (record) => records.push(record))
        base.expect(lost, 'damaged lines of the log').toEqual([])
        return records
      },
      trainerPids: () => running.trainerPids(),
      async killTrainer() {
        const [pid] = await running.trainerPids()
        if (pid === undefined) throw new Error('no trainer process runs')
        process.kill(pid, 'SIGKILL')
        await base.expect.poll(() => isAlive(pid)).toBe(false)
        return pid
      },
      async relaunch() {
        await running.close()
        running = await start()
        return running.page
      },
      consoleErrors,
      allowConsoleErrors: (pattern) => void allowed.push(pattern),
      requests,
    }

    try {
      await use(lab)
      if (info.status !== info.expectedStatus) {
        const body = await running.page.screenshot().catch(() => undefined)
        if (body) await info.attach('page', { body, contentType: 'image/png' })
      }
    } finally {
      await running.close()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    }
    const unexpected = consoleErrors.filter((text) => !allowed.some((each) => each.test(text)))
    base.expect(unexpected, 'errors that the page reported').toEqual([])
    const foreign = requests.filter((url) => !isOwn(url, addresses))
    base.expect(foreign, 'requests to anywhere but the page itself').toEqual([])
  },
})

export { expect } from '@playwright/test'

function watchPage(page: Page, errors: string[], requests: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message))
  page.on('request', (request) => requests.push(request.url()))
  page.on('websocket', (socket) => requests.push(socket.url().replace(/^ws/, 'http')))
}

function isOwn(url: string, addresses: readonly string[]): boolean {
  return /^(data|blob):/.test(url) || addresses.some((address) => url.startsWith(address))
}
