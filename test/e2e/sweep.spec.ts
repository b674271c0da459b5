import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect, test, type LabFixture } from './support/app.ts'
import { laboratoryOf } from './support/calls.ts'
import { lastLog } from './support/iris.ts'

/* Tuning every lane alike: started, killed, resumed, and the tuned raced. */

/** The sweep as a person finds it on the Race stage. */
class SweepTab {
  private constructor(readonly page: Page) {}

  static async open(page: Page): Promise<SweepTab> {
    await page.getByRole('navigation').getByRole('link', { name: 'Race' }).click()
    const tab = page.getByRole('tab', { name: 'Sweep' })
    // A click on the open tab folds it away.
    if ((await tab.getAttribute('data-state')) !== 'active') await tab.click()
    await expect(page.getByRole('region', { name: 'Sweep' })).toBeVisible()
    return new SweepTab(page)
  }

  get form(): Locator {
    return this.page.getByRole('form', { name: 'How to tune' })
  }

  get status(): Locator {
    return this.page.getByTestId('sweep-status')
  }

  button(name: string): Locator {
    return this.page.getByRole('region', { name: 'Sweep' }).getByRole('button', { name })
  }

  /** @param trials of each @param seeds to tune on */
  async plan(trials: number, seeds: number): Promise<void> {
    await this.form.getByRole('textbox', { name: 'Trials of each' }).fill(String(trials))
    await this.form.getByRole('textbox', { name: 'Tuning seeds' }).fill(String(seeds))
  }

  /** Waits until trials of a sweep that goes on are finished. */
  async underWay(): Promise<void> {
    await expect(this.status).toContainText(/[1-9]\d* of \d+ trials/)
    await expect(this.button('Cancel')).toBeVisible()
  }

  async finished(trials: number): Promise<void> {
    await expect(this.status).toContainText(`${trials} trials done`)
  }

  /** The best of each as the table shows it, by name. */
  async best(): Promise<Map<string, string[]>> {
    const rows = await this.page
      .getByRole('region', { name: 'Best of each' })
      .getByRole('row')
      .all()
    const texts = await Promise.all(
      rows.slice(1).map((row) => row.locator('th, td').allInnerTexts()),
    )
    return new Map(texts.map(([name = '', ...cells]) => [name.trim(), cells]))
  }
}

interface TrialLine {
  readonly trial: number
  readonly lane: string
  readonly hyper: { readonly lr: number }
  readonly scores: readonly (number | null)[]
}

/** The finished trials of the sweep begun last, in the order of their lines. */
async function trials(lab: LabFixture): Promise<TrialLine[]> {
  const sweeps = join(lab.dataFolder, 'sweeps')
  const last = (await readdir(sweeps)).sort().at(-1) ?? ''
  const text = await readFile(join(sweeps, last, 'trials.jsonl'), 'utf8').catch(() => '')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as TrialLine)
}

test('a sweep outlives its trainer, and the tuned are raced on other seeds', async ({ lab }) => {
  const sweep = await SweepTab.open(lab.page)
  await sweep.plan(48, 5)
  await expect(sweep.form).toContainText('5 optimizers × 48 trials × 5 seeds = 1,200 runs')
  await sweep.button('Start sweep').click()
  await sweep.underWay()
  // A process that dies between two of its races is replaced: one after the other, until a trial is hit.
  const broken = async (): Promise<boolean> =>
    (await laboratoryOf(lab.page).currentSweep())?.status.phase === 'failed'
  await expect
    .poll(async () => {
      if (await broken()) return true
      // There may be none for a moment.
      await lab.killTrainer().catch(() => undefined)
      return false
    })
    .toBe(true)
  await expect(sweep.status).toContainText(/Broke off after \d+ of 240 trials/)
  await expect(sweep.page.getByRole('alert')).toContainText(/trainer/i)
  const before = await trials(lab)
  expect(before.length).toBeGreaterThan(0)
  expect(before.length).toBeLessThan(240)

  await sweep.button('Resume').click()
  await expect(sweep.page.getByRole('alert')).toHaveCount(0)
  await sweep.finished(240)
  const lines = await trials(lab)
  // What was finished stands as it stood, and each trial was finished once.
  expect(lines.slice(0, before.length)).toEqual(before)
  expect(lines.map(({ trial }) => trial).sort((a, b) => a - b)).toEqual([...Array(240).keys()])

  // The table has the best median over the five seeds of each lane: the middle one of them.
  const median = ({ scores }: TrialLine): number =>
    scores.map((score) => score ?? Infinity).sort((a, b) => a - b)[2]!
  const best = await sweep.best()
  const sgd = lines.filter(({ lane }) => lane === 'sgd')
  const lowest = Math.min(...sgd.map(median))
  const winner = sgd.filter((line) => median(line) === lowest)
  expect(winner).toHaveLength(1)
  const [, , hyper = '', count] = best.get('SGD') ?? []
  expect(Number(/[\d.]+/.exec(hyper)?.[0])).toBeCloseTo(winner[0]!.hyper.lr, 3)
  expect(count).toBe('48')
  await expect(
    lab.page.getByRole('img', {
      name: /^Chart: Validation loss against learning rate\. SGD: best/,
    }),
  ).toBeVisible()

  await expect(sweep.page.getByText(/on seeds 6–15: no trial ran on them/)).toBeVisible()
  await sweep.button('Race the tuned').click()
  await expect(lab.page.getByRole('region', { name: 'Sweep' })).toHaveCount(0)
  await expect.poll(async () => (await lab.runFolders()).length).toBe(1)
  await expect
    .poll(async () => (await lastLog(lab)).at(-1))
    .toMatchObject({
      kind: 'end',
      reason: 'finished',
    })
  const [run = ''] = await lab.runFolders()
  const spec = JSON.parse(await readFile(join(run, 'spec.json'), 'utf8')) as {
    lanes: { id: string; hyper: { lr: number } }[]
    seeds: number[]
  }
  expect(spec.seeds).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15])
  expect(spec.lanes.find(({ id }) => id === 'sgd')?.hyper.lr).toBe(winner[0]!.hyper.lr)
})

test('a cancelled sweep goes on after the program was closed and opened again', async ({ lab }) => {
  const sweep = await SweepTab.open(lab.page)
  await sweep.form.getByRole('checkbox', { name: 'Adam: tune it' }).uncheck()
  await sweep.plan(48, 5)
  await sweep.button('Start sweep').click()
  await sweep.underWay()
  await sweep.button('Cancel').click()
  await expect(sweep.status).toContainText(/Stopped after \d+ of 192 trials/)
  const before = await trials(lab)

  const again = await SweepTab.open(await lab.relaunch())
  await expect(again.status).toContainText(`Stopped after ${before.length} of 192 trials`)
  expect((await again.best()).get('SGD')?.at(-2)).toBe(
    String(before.filter(({ lane }) => lane === 'sgd').length),
  )
  await again.button('Resume').click()
  await again.finished(192)
  const lines = await trials(lab)
  expect(lines.slice(0, before.length)).toEqual(before)
  expect(lines).toHaveLength(192)
  expect([...(await again.best()).keys()]).toEqual(['SGD', 'Nesterov', 'Adagrad', 'RMSprop'])
})
