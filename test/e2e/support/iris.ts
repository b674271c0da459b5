import type { Locator, Page } from '@playwright/test'
import { readLog } from '#main/lab/log-reader.ts'
import type { LogRecord } from '#shared/experiment/log.ts'
import { expect, type LabFixture } from './app.ts'

/** The Iris stage as a person finds their way on it: by roles and names. */
export class IrisStage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /** @returns the stage once it stands and its faces are loaded: until then no key is heard */
  static async open(page: Page): Promise<IrisStage> {
    // A first start's first minute is there before the rest of the page.
    await expect(page.locator('nav').first()).toBeVisible()
    await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible()
    await page.evaluate(() => document.fonts.ready.then(() => undefined))
    return new IrisStage(page)
  }

  get transport(): Locator {
    return this.page.getByRole('group', { name: 'Run controls' })
  }

  get settings(): Locator {
    return this.page.getByRole('group', { name: 'Experiment' })
  }

  get run(): Locator {
    return this.transport.getByRole('button', { name: /^(Run|Run again)$/ })
  }

  /** The line under the chart. */
  get status(): Locator {
    return this.page.getByTestId('status')
  }

  get scrubber(): Locator {
    return this.page.getByRole('slider', { name: 'Recorded point' })
  }

  /** Waits until the recorded points have come to that step. */
  async reached(step: number): Promise<void> {
    const now = async (): Promise<number> => {
      if ((await this.scrubber.count()) === 0) return 0
      const text = await this.scrubber.getAttribute('aria-valuetext')
      return Number(/\d+/.exec(text ?? '')?.[0] ?? 0)
    }
    await expect.poll(now, { intervals: [50] }).toBeGreaterThanOrEqual(step)
  }

  /**
   * Waits until it stands paused at a later step: at the next point of the foremost process, which may be
   * a step ahead of what the status said.
   *
   * @returns that step
   */
  async pausedBeyond(step: number): Promise<number> {
    const now = async (): Promise<number> =>
      Number(/Paused at step (\d+)/.exec(await this.status.innerText())?.[1] ?? 0)
    await expect.poll(now).toBeGreaterThan(step)
    return now()
  }

  field(name: string): Locator {
    return this.page.getByRole('textbox', { name, exact: true })
  }

  choose(group: string, option: string): Promise<void> {
    const choices = this.page.getByRole('radiogroup', { name: group, exact: true })
    return choices.getByRole('radio', { name: option, exact: true }).click()
  }

  /** Moves the speed slider to its end: no pacing. */
  async fullSpeed(): Promise<void> {
    await this.page.getByRole('slider', { name: 'Speed' }).focus()
    await this.page.keyboard.press('End')
    await expect(this.page.getByText('full speed')).toBeVisible()
  }

  async chooseMetric(name: string): Promise<void> {
    await this.page.getByRole('combobox', { name: 'Metric' }).click()
    await this.page.getByRole('option', { name, exact: true }).click()
  }

  /** Waits for the sentence that only a race with all its points shows. */
  async finished(samples: number): Promise<void> {
    await expect(this.status).toContainText(`After ${samples.toLocaleString('en')} samples:`)
  }

  /** The recorded points as the table shows them: a row of texts per point, below the names. */
  async table(): Promise<string[][]> {
    await this.choose('View', 'Table')
    const rows = this.page.getByRole('region', { name: 'Values recorded' }).getByRole('row')
    const texts = await rows.evaluateAll((all) =>
      all.map((row) =>
        [...row.querySelectorAll<HTMLElement>('th, td')].map(({ innerText }) => innerText.trim()),
      ),
    )
    await this.choose('View', 'Curves')
    return texts
  }

  /** The weights as the heat map shows them. */
  async weights(): Promise<string[]> {
    const grid = this.page.getByRole('grid', { name: /^Weights of/ })
    return (await grid.getByRole('gridcell').allInnerTexts()).map((text) => text.trim())
  }
}

type MetricsRecord = Extract<LogRecord, { kind: 'metrics' }>
type SnapshotRecord = Extract<LogRecord, { kind: 'snapshot' }>

/** The log of the run begun last. */
export async function lastLog(lab: LabFixture): Promise<LogRecord[]> {
  const logs = await Promise.all((await lab.runFolders()).map((folder) => lab.readLog(folder)))
  const begun = ([first]: LogRecord[]): string => (first?.kind === 'start' ? first.at : '')
  const last = logs.sort((a, b) => (begun(a) < begun(b) ? -1 : 1)).at(-1)
  if (!last) throw new Error('there is no run')
  return last
}

/** What the run's log measured, but for the clock: what a resumed run has twice counts once. */
export async function measured(folder: string): Promise<LogRecord[]> {
  const records: LogRecord[] = []
  await readLog(folder, (record) => records.push(record))
  return records
    .filter(({ kind }) => kind === 'metrics' || kind === 'snapshot' || kind === 'final')
    .map((record) => (record.kind === 'metrics' ? { ...record, seconds: 0 } : record))
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}

function keyOf(record: LogRecord): string {
  const { kind, shard, step, run } = record as Record<string, unknown>
  return [kind, ...[shard, step, run].map((each) => String(each ?? 0).padStart(6, '0'))].join(' ')
}

/** @returns training losses by step, each an entry per run */
export function lossesOf(records: readonly LogRecord[]): Map<number, number[]> {
  const losses = new Map<number, number[]>()
  for (const record of records.filter((each): each is MetricsRecord => each.kind === 'metrics')) {
    const row = losses.get(record.step) ?? []
    record.runs.forEach((run, at) => {
      row[run] = record.trainLoss?.[at] ?? NaN
    })
    losses.set(record.step, row)
  }
  return losses
}

/** @returns what the log holds of a run around a step */
export function snapshotOf(
  records: readonly LogRecord[],
  run: number,
  step: number,
): SnapshotRecord {
  const found = records.find(
    (each): each is SnapshotRecord =>
      each.kind === 'snapshot' && each.run === run && each.step === step,
  )
  if (!found) throw new Error(`the log has no snapshot of run ${run} at step ${step}`)
  return found
}

/** A number as the page prints a loss or a weight. */
export const printed = (value: number, decimals: number): string =>
  value.toFixed(decimals).replace('-', '−')
