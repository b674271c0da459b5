import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import type { TournamentInput } from '#shared/tournament/index.ts'
import { expect, served, test } from './support/app.ts'
import { part, Pictures } from './support/pictures.ts'
import { chooseOptimizer } from './support/optimizers.ts'
import { OptimizersStage } from './support/rules.ts'

/* Several optimizers on several tasks: started, paused, gone on with, finished, opened again. */

const fileNames: Readonly<Record<string, string>> = { Trials: 'trials', 'Judged runs': 'judged' }

/** The tournament as a person finds it on the Race stage. */
class TournamentStage {
  private constructor(readonly page: Page) {}

  static async open(page: Page): Promise<TournamentStage> {
    await page.getByRole('navigation').getByRole('link', { name: 'Race' }).click()
    const stage = new TournamentStage(page)
    const mode = page.getByRole('radio', { name: 'Tournament' })
    await expect(mode).toBeVisible()
    if (!(await mode.isChecked())) await page.keyboard.press('x')
    await expect(mode).toBeChecked()
    return stage
  }

  get form(): Locator {
    return part(this.page, 'The next tournament')
  }

  get status(): Locator {
    return this.page.getByTestId('tournament-status')
  }

  get answer(): Locator {
    return this.page.getByTestId('tournament-answer')
  }

  get contestants(): Locator {
    return part(this.page, 'Contestants').getByRole('listitem')
  }

  button(name: string): Locator {
    return this.page.getByRole('group', { name: 'Run controls' }).getByRole('button', { name })
  }

  tick(name: string): Locator {
    return this.form.getByRole('checkbox', { name, exact: true })
  }

  /** Leaves the first so many. */
  async keep(count: number): Promise<void> {
    for (let left = await this.contestants.count(); left > count; left--) {
      const last = this.contestants.last()
      await last.hover()
      await last.getByRole('button', { name: /: remove$/ }).click()
      await expect(this.contestants).toHaveCount(left - 1)
    }
  }

  /** @returns the path of the file that a button saves, once it is there */
  async save({ lab, folder }: Pictures, button: string): Promise<string> {
    const press = (): Promise<void> =>
      this.page.getByRole('button', { name: button, exact: true }).click()
    const said = this.page.getByRole('region', { name: 'What it shows' }).getByRole('status')
    if (lab.electron) {
      await press()
      const name = button === 'Report' ? 'tournament.html' : `tournament-${fileNames[button]}.csv`
      await expect(said).toHaveText(`Saved as ${join(folder, name)}.`)
      return join(folder, name)
    }
    const coming = this.page.waitForEvent('download')
    await press()
    return (await coming).path()
  }

  async look(tab: string): Promise<void> {
    await this.page.getByRole('tab', { name: tab }).click()
  }
}

test(
  'a tournament of one’s own choice is paused, gone on with, and opened again',
  { tag: served },
  async ({ lab }) => {
    const rules = await OptimizersStage.open(lab.page)
    await rules.paste('adagrad')
    await rules.save.click()
    await expect(rules.program).toBeHidden()
    const stage = await TournamentStage.open(lab.page)
    await lab.page.getByRole('radio', { name: 'My tables' }).click()
    await expect(stage.form).toContainText('Tick at least one task.')
    for (const table of ['Iris', 'Wine', 'Two moons']) {
      await stage.tick(table).click()
      await expect(stage.tick(table)).toBeChecked()
    }
    await stage.form.getByRole('textbox', { name: 'Epochs' }).fill('150')
    await stage.keep(2)
    await chooseOptimizer(lab.page, 'Add a contestant', 'adagrad')
    await expect(stage.contestants).toHaveCount(3)
    await stage.tick('16 trials').click()
    await stage.form.getByRole('textbox', { name: 'Seeds: for judging' }).fill('3')
    // 9 cells of 4 trials on 3 seeds and 3 budgets judged on 3.
    await expect(stage.form).toContainText('Up to 189 runs in 9 cells.')

    await stage.button('Start tournament').click()
    await expect(stage.status).toContainText(/\d of 9 cells/)
    await stage.button('Pause').click()
    await expect(stage.status).toContainText(/Paused at \d of 9 cells/)
    await expect(part(lab.page, 'Matrix').locator('[data-cell="waiting"]')).not.toHaveCount(0)
    const job = lab.page
      .getByRole('contentinfo', { name: 'Work under way' })
      .getByRole('listitem')
      .filter({ hasText: 'Two moons' })
    await expect(job).toContainText('paused')
    await lab.page.keyboard.press('Space')
    await expect(stage.status).toContainText('9 cells done.', { timeout: 300_000 })
    await expect(part(lab.page, 'Matrix').locator('[data-cell="done"]')).toHaveCount(9)
    await expect(stage.answer).toContainText('On these 3 tasks')
    const said = await stage.answer.innerText()

    await stage.look('Ranks')
    const diagram = lab.page.getByRole('img', {
      name: /^Chart: Mean ranks and critical difference/,
    })
    await expect(diagram).toBeVisible()
    const pictures = await Pictures.into(lab)
    await lab.page.keyboard.press('e')
    await expect(pictures.menu).toBeVisible()
    const csv = await readFile(await pictures.save('Data (CSV)'), 'utf8')
    const [head, ...rows] = csv.trim().split('\r\n')
    expect(head).toMatch(/^contestant,mean rank,tasks,critical difference/)
    // Three pairs, and the last contestant.
    expect(rows).toHaveLength(4)
    await lab.page.keyboard.press('Escape')

    // A rule of one's own is a contestant like any other, in every file.
    const report = await readFile(await stage.save(pictures, 'Report'), 'utf8')
    expect(report).toMatch(/^<!doctype html>/i)
    const trials = await readFile(await stage.save(pictures, 'Trials'), 'utf8')
    // 9 cells of 4 trials on 3 seeds, and the columns' names.
    expect(trials.trim().split(/\r?\n/)).toHaveLength(1 + 9 * 4 * 3)
    const judged = await readFile(await stage.save(pictures, 'Judged runs'), 'utf8')
    for (const text of [report, trials, judged]) expect(text).toContain('adagrad')

    const again = await TournamentStage.open(await lab.relaunch())
    await expect(again.status).toContainText('9 cells done.')
    expect(await again.answer.innerText()).toBe(said)
    await again.look('What tuning buys')
    await expect(again.page.getByRole('img', { name: /^Chart: What tuning buys/ })).toBeVisible()
    // The form is as it was left, so that it can be run again.
    await expect(again.contestants).toHaveCount(3)
    await expect(again.tick('Two moons')).toBeChecked()
  },
)

test('a folder that another program fills is followed to its end', async ({ lab }) => {
  const { page } = lab
  const spec = join(lab.folder, 'spec.json')
  const folder = join(lab.folder, 'theirs')
  const tournament: TournamentInput = {
    title: 'Theirs',
    tasks: ['iris', 'wine'].map((builtin) => ({
      ...{ id: builtin, dataset: { builtin }, budget: { epochs: 4 } },
    })),
    contestants: [
      { lane: { id: 'Mine', optimizer: 'sgd' } },
      { lane: { id: 'Yours', optimizer: 'adagrad' } },
    ],
    budgets: [0, 1],
    seeds: { tuning: [1], judging: [11] },
  }
  await writeFile(spec, JSON.stringify(tournament))
  const program = async (...words: string[]): Promise<number> => {
    const child = spawn(process.execPath, [join('out', 'main', 'cli.js'), ...words], {
      stdio: 'ignore',
    })
    const [code] = (await once(child, 'close')) as [number]
    return code
  }
  expect(await program('tournament', spec, '--on', 'folder', '--out', folder)).toBe(0)

  const stage = await TournamentStage.open(page)
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Open …' }).click()
  await (await chooser).setFiles(join(folder, 'work.json'))
  await expect(stage.status).toContainText('Stopped at 0 of 4 cells.')
  expect(await program('tournament', folder)).toBe(0)
  await expect(stage.status).toContainText('4 cells done.')
  await expect(part(page, 'Matrix').locator('[data-cell="done"]')).toHaveCount(4)
})
