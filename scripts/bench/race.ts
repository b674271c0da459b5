/** How the Race stage keeps up, and what it holds in memory, while a large race streams into the desktop app. */
import { loadavg } from 'node:os'
import type { CDPSession, ElectronApplication, Page } from '@playwright/test'
import type { ExperimentInput } from '#shared/experiment/spec.ts'
import { conventions, optimizers } from '#shared/optimizers/index.ts'
import { whileOpen, type Measured } from './launch.ts'

/** What the page holds after a forced collection of garbage. */
export interface MemoryReading {
  /** Seconds since the first reading. */
  readonly at: number
  /** MB of objects and of typed arrays. */
  readonly heap: number
  /** MB of the page's whole process. */
  readonly process: number
  /** Steps that every run had taken. */
  readonly step: number
}

export interface RaceFigures {
  /** Milliseconds from one frame to the next, in order. */
  readonly frames: readonly number[]
  readonly memory: readonly MemoryReading[]
  /** Share of one core's time that the page's main thread took. */
  readonly busy: number
  /** The machine's load over a minute at the end. */
  readonly load: number
}

const lanes = 16
const seeds = 10
/** Seconds of measuring, in so many parts; memory is read between them, where it holds up no frame. */
const seconds = 60
const parts = 6

/** Steps after which the page holds as much of the race as it ever will. */
const full = 2_600
/** Seconds to wait for them. */
const patience = 300

/** One optimizer each; every step of a long race is recorded. */
function experiment(steps: number): ExperimentInput {
  return {
    title: 'Wine',
    dataset: { builtin: 'wine' },
    model: { hidden: [16], activation: 'relu', initial: { kind: 'he' } },
    lanes: optimizers.slice(0, lanes).map(({ id, rules }) => ({
      id,
      optimizer: id,
      convention: conventions.find((convention) => rules[convention]),
    })),
    seeds: Array.from({ length: seeds }, (_, index) => index + 1),
    budget: { steps },
    record: { every: { steps: 1 } },
    stop: { diverged: false },
  }
}

/**
 * Starts the app over a data folder in which such a race was left on the Race stage, runs it, and
 * measures it with the standings in sight, from where the page's share of the recording is full.
 *
 * @param steps of the race: as many that it lasts longer than the measuring
 */
export function measureRace(measured: Measured, steps = 40_000): Promise<RaceFigures> {
  const race = { experiment: experiment(steps), name: 'Wine', view: { tab: 'standings' } }
  return whileOpen(
    measured,
    async (app) => {
      const page = await app.firstWindow()
      await page.getByRole('link', { name: 'Race', exact: true }).click()
      const cards = page.getByRole('region', { name: 'Lanes' }).getByRole('listitem')
      await cards.nth(lanes - 1).waitFor()
      const controls = page.getByRole('group', { name: 'Run controls' })
      await controls.getByRole('button', { name: 'Race', exact: true }).click()
      await page.getByRole('table', { name: 'Standings' }).waitFor({ timeout: 60_000 })
      return measure(app, page)
    },
    { stage: 'race', race },
  )
}

async function measure(app: ElectronApplication, page: Page): Promise<RaceFigures> {
  const deadline = Date.now() + patience * 1000
  while ((await readStep(page)) < full) {
    if (Date.now() > deadline) throw new Error(`there were no ${full} steps in ${patience} s`)
    await page.waitForTimeout(250)
  }
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const frames: number[] = []
  const started = Date.now()
  const memory = [await readMemory(app, page, session, started)]
  let busy = 0
  for (let part = 1; part <= parts; part++) {
    const before = await busyTime(session)
    frames.push(...(await framesOf(page, (seconds / parts) * 1000)))
    busy += (await busyTime(session)) - before
    memory.push(await readMemory(app, page, session, started))
  }
  const controls = page.getByRole('group', { name: 'Run controls' })
  if (!(await controls.getByRole('button', { name: 'Pause' }).isVisible())) {
    throw new Error('the race was over before it was measured: give it more steps')
  }
  return { frames, memory, busy: busy / seconds, load: loadavg()[0] ?? NaN }
}

/** @returns milliseconds from frame to frame */
function framesOf(page: Page, milliseconds: number): Promise<number[]> {
  // One flat function: what runs in the page can call nothing that stands beside it here.
  return page.evaluate(async (span) => {
    const kept: number[] = []
    const first = await new Promise<number>((resolve) => requestAnimationFrame(resolve))
    for (let last = first; last - first < span;) {
      const next = await new Promise<number>((resolve) => requestAnimationFrame(resolve))
      kept.push(next - last)
      last = next
    }
    return kept
  }, milliseconds)
}

/** Seconds of processor time that the page's main thread has spent on tasks. */
async function busyTime(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN
}

async function readMemory(
  app: ElectronApplication,
  page: Page,
  session: CDPSession,
  started: number,
): Promise<MemoryReading> {
  await session.send('HeapProfiler.collectGarbage')
  const usage = (await session.send('Runtime.getHeapUsage')) as {
    usedSize: number
    backingStorageSize?: number
  }
  // Kilobytes.
  const process = await app.evaluate(
    ({ app: running }) =>
      running.getAppMetrics().find(({ type }) => type === 'Tab')?.memory.workingSetSize ?? NaN,
  )
  return {
    at: (Date.now() - started) / 1000,
    heap: (usage.usedSize + (usage.backingStorageSize ?? 0)) / 2 ** 20,
    process: process / 2 ** 10,
    step: await readStep(page),
  }
}

/** @returns steps that every run has taken, as the page says */
async function readStep(page: Page): Promise<number> {
  const status = (await page.getByTestId('race-status').textContent()) ?? ''
  const [, step = ''] = /([\d,]+) of/.exec(status) ?? []
  return Number(step.replaceAll(',', ''))
}

/** @returns by how much a column of readings grows a minute, by least squares */
export function slope(memory: readonly MemoryReading[], column: 'heap' | 'process'): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length
  const at = mean(memory.map((reading) => reading.at))
  const value = mean(memory.map((reading) => reading[column]))
  const above = memory.map((reading) => (reading.at - at) * (reading[column] - value))
  const below = memory.map((reading) => (reading.at - at) ** 2)
  return (60 * mean(above)) / mean(below)
}
