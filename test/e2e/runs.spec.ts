import { readFile, stat } from 'node:fs/promises'
import { expect, served, test, type LabFixture } from './support/app.ts'
import { DataStage } from './support/data.ts'
import { IrisStage } from './support/iris.ts'
import { RaceStage } from './support/race.ts'
import { RunsStage, exported } from './support/runs.ts'

/* Every run is kept: found again, laid over others, noted on, taken away, brought in. */

/** Runs the Iris experiment as the page opens with it. */
async function runIris(lab: LabFixture): Promise<void> {
  const iris = await IrisStage.open(lab.page)
  await iris.fullSpeed()
  await iris.run.click()
  await iris.finished(480)
}

/** Races two lanes of the Race stage's first form. */
async function runRace(lab: LabFixture): Promise<void> {
  const race = await RaceStage.open(lab.page)
  await race.keepLanes(2)
  await race.setSeeds(3)
  await race.run.click()
  await race.finished(200)
}

test('before the first run the stage says what to do, and does it', async ({ lab }) => {
  await IrisStage.open(lab.page)
  const runs = await RunsStage.open(lab.page)
  await expect(runs.beside).toContainText('No run yet')
  await runs.beside.getByRole('button', { name: 'Run the Iris experiment' }).click()
  const iris = new IrisStage(lab.page)
  await iris.finished(480)
  await lab.page.getByRole('button', { name: 'Show this race among all runs' }).click()
  await expect(runs.row('Iris experiment')).toHaveAttribute('aria-current', 'true')
  await expect(runs.row('Iris experiment')).toContainText('finished')
  await expect(runs.chart).toHaveAccessibleName(/Adagrad/)
})

test(
  'runs are found, named, noted on, laid over one another and held against each other',
  { tag: served },
  async ({ lab }) => {
    await runIris(lab)
    await runRace(lab)
    const runs = await RunsStage.open(lab.page)
    await expect(runs.rows).toHaveCount(2)
    // Names tell runs apart by themselves, in the page's language.
    await expect(runs.row('Wine · MLP 16 ReLU · batches of 32')).toHaveCount(1)
    await lab.page.keyboard.press('Shift+l')
    await expect(lab.page.getByText('鸢尾花实验 · softmax 回归 · 批量 24').first()).toBeVisible()
    await lab.page.keyboard.press('Shift+l')
    await expect(runs.row('Iris experiment')).toHaveCount(1)

    // Name, tag and note, by what the page shows; then again after a restart, by what was kept.
    await runs.row('Wine').click()
    await runs.rename('My wine')
    await lab.page.getByRole('combobox', { name: 'Add a tag' }).fill('thesis')
    await lab.page.keyboard.press('Enter')
    await expect(runs.row('My wine')).toContainText('thesis')
    await lab.page.getByRole('textbox', { name: 'Note' }).fill('Two lanes are enough.')
    await runs.row('Iris experiment').click()
    await expect(lab.page.getByRole('gridcell', { name: /^My wine.*has a note/ })).toBeVisible()

    await lab.page.keyboard.press('/')
    await lab.page.keyboard.type('enough')
    await expect(runs.rows).toHaveCount(1)
    await expect(runs.row('My wine')).toBeVisible()
    await lab.page.keyboard.press('Escape')
    await expect(runs.rows).toHaveCount(2)
    await lab.page.getByRole('combobox', { name: 'Data' }).selectOption({ label: 'Iris' })
    await expect(runs.rows).toHaveCount(1)
    await lab.page.getByRole('button', { name: 'Show all' }).click()
    await expect(runs.rows).toHaveCount(2)

    await runs.tick('My wine')
    await runs.tick('Iris experiment')
    await expect(runs.chart).toHaveAccessibleName(/A (SGD|Nesterov).*B Ad/)
    await runs.beside.getByRole('button', { name: /^A My wine: hide/ }).click()
    await expect(runs.chart).not.toHaveAccessibleName(/My wine|A SGD/)
    await lab.page.getByRole('radio', { name: 'Differences' }).click()
    const table = runs.beside.getByRole('table')
    await expect(table.getByRole('row', { name: /^Data/ })).toHaveText(/Wine.*Iris/)
    await expect(table.getByRole('row', { name: /^Seeds/ })).toHaveText(/1–3.*1/)
    await expect(table.getByRole('row', { name: /^Hidden layers/ })).toHaveText(/16.*none/)

    const page = await lab.relaunch()
    const later = await RunsStage.open(page)
    await later.row('My wine').click()
    await expect(page.getByRole('textbox', { name: 'Note' })).toHaveValue('Two lanes are enough.')
    await expect(later.row('My wine')).toContainText('thesis')
  },
)

test('a run opens as a form again, with its data', async ({ lab }) => {
  await runRace(lab)
  const race = await RaceStage.open(lab.page)
  await race.setSeeds(7)
  await lab.page.getByRole('button', { name: 'Clear the results' }).click()
  const runs = await RunsStage.open(lab.page)
  await runs.beside.getByRole('button', { name: 'Open as form' }).click()
  await expect(race.lanes).toHaveCount(2)
  await expect(lab.page.getByTestId('start-line')).toContainText('Wine')
  await expect(lab.page.getByTestId('start-line')).toContainText('3 seeds')
})

test('runs are deleted by a key, and come back', async ({ lab }) => {
  await runIris(lab)
  const runs = await RunsStage.open(lab.page)
  await expect(runs.rows).toHaveCount(1)
  await runs.list.focus()
  await lab.page.keyboard.press('Delete')
  await expect(runs.rows).toHaveCount(0)
  expect(await lab.runFolders()).toHaveLength(0)
  await expect(
    lab.page.getByText(/^“Iris experiment · softmax regression · batches of 24” is deleted/),
  ).toBeVisible()
  await lab.page.keyboard.press('Control+z')
  await expect(runs.rows).toHaveCount(1)
  expect(await lab.runFolders()).toHaveLength(1)

  await runs.list.focus()
  await lab.page.keyboard.press('Delete')
  await lab.page.getByRole('button', { name: 'Remove for good…' }).click()
  await lab.page.getByRole('button', { name: 'Remove for good', exact: true }).click()
  await expect(lab.page.getByRole('button', { name: 'Undo' })).toHaveCount(0)
  await expect(lab.page.getByText('Deleted: 1 run')).toHaveCount(0)
})

test(
  'a run leaves as a file, and a bundle that is dropped comes in again',
  { tag: served },
  async ({ lab }) => {
    await runIris(lab)
    const runs = await RunsStage.open(lab.page)
    const log = await exported(lab, runs, 'JSON lines', 'iris.jsonl')
    expect((await readFile(log, 'utf8')).split('\n').length).toBeGreaterThan(10)
    await lab.page.getByRole('button', { name: 'Close' }).last().click()
    const bundle = await exported(lab, runs, 'Run bundle', 'iris.descentrun')
    expect((await stat(bundle)).size).toBeGreaterThan(1000)

    await runs.list.focus()
    await lab.page.keyboard.press('Delete')
    await expect(runs.rows).toHaveCount(0)
    // From another stage: bundles know where they belong.
    const data = await DataStage.open(lab.page)
    await data.drop(bundle)
    await expect(runs.row('Iris experiment')).toHaveAttribute('aria-current', 'true')
    await expect(runs.chart).toHaveAccessibleName(/Adagrad/)
  },
)
