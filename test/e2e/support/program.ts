import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { Laboratory, Settings } from '#shared/contract/calls.ts'
import type { AppProcess } from './app-process.ts'
import { launchDesktop } from './desktop.ts'
import { launchServed } from './served.ts'

export type ShellName = 'desktop' | 'served'

/** A shell that has been started. */
export interface RunningShell {
  /** The page; of the served shell another one after `renew`. */
  readonly page: Page
  /** Only of the desktop app. */
  readonly electron?: AppProcess
  /** Where the page is. */
  readonly address: string
  /** Of the process that holds the laboratory. */
  readonly pid: number
  trainerPids(): Promise<number[]>
  /** Whether the page lives, so that it can be renewed. */
  readonly usable: boolean
  /**
   * Leaves the page, lets `clear` empty the laboratory while no page looks at it, and opens the page as
   * at a first start.
   */
  renew(clear: (laboratory: Laboratory) => Promise<void>): Promise<void>
  /** Closes it as a person does. Resolves when every process has ended; rejects when it ends badly. */
  close(): Promise<void>
}

/** As after the first minute, which a test of its own goes through. */
const firstSettings: Settings = {
  language: 'system',
  theme: 'system',
  projector: false,
  learn: { begun: true, done: {} },
}

/**
 * The program that the tests of a worker use one after the other, each as if it had just been
 * installed: between tests its laboratory is emptied and its page loaded anew.
 */
export class Program {
  /** Holds the program's data folder and profile. */
  readonly home: string
  readonly dataFolder: string
  private running: RunningShell | undefined

  private constructor(
    private readonly shell: ShellName,
    home: string,
    private readonly onPage: (page: Page) => void,
  ) {
    this.home = home
    this.dataFolder = join(home, 'data')
  }

  /** Starts nothing yet. @param onPage is told of every page that opens */
  static async create(shell: ShellName, onPage: (page: Page) => void): Promise<Program> {
    return new Program(shell, await mkdtemp(join(tmpdir(), 'descent-lab-e2e-')), onPage)
  }

  /** @throws Error before it was started */
  get now(): RunningShell {
    if (!this.running) throw new Error('the program does not run')
    return this.running
  }

  /** Starts the program over an empty home, or makes one that runs as good as new. */
  async fresh(): Promise<RunningShell> {
    if (this.running?.usable) {
      await this.running.renew((laboratory) => this.clear(laboratory))
      return shown(this.running)
    }
    await this.running?.close()
    await emptyFolder(this.home)
    await mkdir(this.dataFolder, { recursive: true })
    await writeFile(join(this.dataFolder, 'settings.json'), JSON.stringify(firstSettings))
    return this.start()
  }

  /** Closes it, and starts it again over the same home; `between` happens while it is closed. */
  async relaunch(between?: () => Promise<void>): Promise<RunningShell> {
    await this.now.close()
    await between?.()
    return this.start()
  }

  async close(): Promise<void> {
    try {
      await this.running?.close()
    } finally {
      await rm(this.home, { recursive: true, force: true, maxRetries: 5 })
    }
  }

  private async start(): Promise<RunningShell> {
    const launch = this.shell === 'desktop' ? launchDesktop : launchServed
    this.running = undefined
    this.running = await launch(this.home, this.onPage)
    return shown(this.running)
  }

  /** Ends what runs, forgets what was chosen and removes whatever was kept. */
  private async clear(laboratory: Laboratory): Promise<void> {
    const sweep = await laboratory.currentSweep()
    if (sweep) await laboratory.stopSweep({ id: sweep.id })
    for (const { id } of await laboratory.listWork()) await laboratory.dropWork({ id })
    for (const { id } of await laboratory.currentRaces()) await laboratory.stopRace({ id })
    for (const { id } of await laboratory.listWork()) await laboratory.dropWork({ id })
    // The folder of the runs stays, since the program watches it.
    await emptyFolder(join(this.dataFolder, 'runs'))
    await emptyFolder(this.dataFolder, 'runs')
    await laboratory.writeSettings(firstSettings)
    const left = [...(await laboratory.currentRaces()), await laboratory.currentSweep()]
    const { runs } = await laboratory.listRuns()
    const files = (await laboratory.listDatasets()).filter(({ kind }) => kind === 'file')
    if ([...left, ...runs, ...files].some((each) => each !== null)) {
      throw new Error('the laboratory still has something of the test before')
    }
  }
}

/** Waits for the page's stage, which comes after the page: without it no key and no menu does anything. */
async function shown(running: RunningShell): Promise<RunningShell> {
  await running.page.locator('main').waitFor()
  return running
}

/** @param but what stays in it */
async function emptyFolder(folder: string, but?: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (name !== but) await rm(join(folder, name), { recursive: true, force: true, maxRetries: 5 })
  }
}
