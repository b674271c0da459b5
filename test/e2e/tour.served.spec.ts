import { join } from 'node:path'
import { expect, test } from './support/app.ts'
import { DataStage } from './support/data.ts'
import { root } from './support/environment.ts'
import { IrisStage, lastLog } from './support/iris.ts'
import { chooseOptimizer } from './support/optimizers.ts'
import { RaceStage } from './support/race.ts'
import { RunsStage } from './support/runs.ts'
import { SurfaceStage } from './support/surface.ts'

/* A short way through every stage of the served page: what it does is tested in the desktop app. */

test('Iris: run, paused, taken further, stopped and cleared by keys; a wrong number is refused', async ({
  lab,
}) => {
  const iris = await IrisStage.open(lab.page)
  const gamma = iris.field('RMSprop: decay of the squares')
  await gamma.fill('1')
  await expect(iris.run).toHaveAttribute('aria-disabled', 'true')
  await gamma.fill('0.5')
  await gamma.press('Tab')
  await lab.page.keyboard.press('Escape')
  await lab.page.getByRole('heading', { name: 'Iris experiment' }).click()
  await lab.page.keyboard.press(' ')
  await iris.reached(2)
  await lab.page.keyboard.press(' ')
  await expect(iris.status).toContainText(/Paused at step \d+/)
  const at = Number(/\d+/.exec(await iris.status.innerText())?.[0])
  await lab.page.keyboard.press('ArrowRight')
  await expect(iris.status).toContainText(`Paused at step ${at - (at % 2) + 2}`)
  await lab.page.keyboard.press('r')
  await expect(iris.status).toContainText('Stopped at step')
  expect((await lastLog(lab)).at(-1)).toMatchObject({ kind: 'end', reason: 'stopped' })
  await lab.page.keyboard.press('r')
  await expect(lab.page.getByText('One click trains all ticked optimizers')).toBeVisible()

  await lab.page.keyboard.press('c')
  const part = lab.page.getByRole('region', { name: 'In other conventions' })
  await expect(part.getByRole('img', { name: /PyTorch ends at/ })).toBeVisible()
})

test('Race: lanes race, one is added and raced alone, and every lane can be tuned first', async ({
  lab,
}) => {
  const race = await RaceStage.open(lab.page)
  await race.keepLanes(2)
  await race.setSeeds(3)
  await race.run.click()
  await race.finished(200)
  const finals = (await lastLog(lab)).filter(({ kind }) => kind === 'final')
  expect(finals).toHaveLength(6)
  const suggested = (await race.target.getAttribute('aria-valuenow')) ?? ''
  await race.target.focus()
  await lab.page.keyboard.press('ArrowDown')
  await expect(race.target).not.toHaveAttribute('aria-valuenow', suggested)
  await chooseOptimizer(lab.page, 'Add a lane', 'Adam')
  await race.run.click()
  await expect(race.status).toContainText(/medians at step 200:.*Adam/)

  await lab.page.getByRole('tab', { name: 'Sweep' }).click()
  const form = lab.page.getByRole('form', { name: 'How to tune' })
  await form.getByRole('textbox', { name: 'Trials of each' }).fill('4')
  await form.getByRole('textbox', { name: 'Tuning seeds' }).fill('2')
  await lab.page.getByRole('button', { name: 'Start sweep' }).click()
  await expect(lab.page.getByTestId('sweep-status')).toContainText('12 trials done')
})

test('Surface: a walk is dragged, played and stepped, in every view', async ({ lab }) => {
  const surface = await SurfaceStage.open(lab.page)
  await surface.choose('Himmelblau')
  const before = await surface.startPoint()
  await surface.drag([0.4, 0.4], [0.5, 0.45])
  expect(await surface.startPoint()).not.toEqual(before)
  await surface.field('Steps').fill('60')
  await surface.rest()
  await lab.page.keyboard.press('Space')
  await expect.poll(() => surface.step()).toBe(60)
  await lab.page.keyboard.press('Home')
  await lab.page.keyboard.press('ArrowRight')
  await expect.poll(() => surface.step()).toBe(1)
  await surface.view('3-D')
  const relief = lab.page.getByRole('img', { name: /Himmelblau in three dimensions/ })
  await expect(relief).toBeVisible()
  await surface.view('Basins')
  await surface.mapDone()

  await lab.page.getByRole('combobox', { name: 'Presets' }).click()
  await lab.page.getByRole('option', { name: 'Too fast: the limit 2/L' }).click()
  await expect(surface.inspector).toContainText('rate 0.52 is above 2/L = 0.5, where L = 4')
})

test('Data and Runs: a table is dropped and raced on; its run is found, named, deleted and restored', async ({
  lab,
}) => {
  const race = await RaceStage.open(lab.page)
  await race.keepLanes(2)
  await race.setSeeds(2)
  const stage = await DataStage.open(lab.page)
  await stage.choose(join(root, 'test', 'fixtures', 'messy', 'missing-values.csv'))
  await stage.shown('missing-values.csv', 40)
  await stage.list.getByRole('button', { name: 'Two moons' }).click()
  await stage.shown('Two moons')
  await stage.list.getByRole('button', { name: 'missing-values.csv' }).first().click()
  await stage.shown('missing-values.csv', 40)
  await stage.race.click()
  await race.run.click()
  await expect(race.status).toContainText(/medians at step \d+:/)
  expect((await lastLog(lab)).at(-1)).toMatchObject({ kind: 'end', reason: 'finished' })

  const runs = await RunsStage.open(lab.page)
  await runs.row('missing-values').click()
  await runs.rename('Mine')
  await expect(runs.chart).toHaveAccessibleName(/SGD/)
  await runs.list.focus()
  await lab.page.keyboard.press('Delete')
  await expect(runs.rows).toHaveCount(0)
  await lab.page.keyboard.press('Control+z')
  await expect(runs.row('Mine')).toHaveCount(1)
})
