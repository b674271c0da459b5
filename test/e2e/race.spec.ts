import type { LogRecord } from '#shared/experiment/log.ts'
import { quantiles } from '#shared/math/quantiles.ts'
import { expect, served, test, type LabFixture } from './support/app.ts'
import { lastLog, printed } from './support/iris.ts'
import { chooseOptimizer } from './support/optimizers.ts'
import { RaceStage } from './support/race.ts'

/* Lanes from one start line, as a person races them. */

type MetricsRecord = Extract<LogRecord, { kind: 'metrics' }>

/** The lanes' medians of a metric at a step, as the log has it: lane-major, `seeds` runs a lane. */
function mediansOf(
  log: readonly LogRecord[],
  metric: 'validationLoss' | 'validationAccuracy' | 'trainLoss',
  step: number,
  seeds: number,
): number[] {
  const values: number[] = []
  for (const record of log) {
    if (record.kind !== 'metrics' || record.step !== step) continue
    const row: MetricsRecord = record
    row.runs.forEach((run, at) => {
      values[run] = row[metric]?.[at] ?? NaN
    })
  }
  return Array.from(
    { length: values.length / seeds },
    (_, lane) => quantiles(values.slice(lane * seeds, (lane + 1) * seeds), [0.5])[0] ?? NaN,
  )
}

/** Wine, three lanes, five seeds, 40 epochs of five steps. */
async function three(lab: LabFixture): Promise<RaceStage> {
  const race = await RaceStage.open(lab.page)
  await race.keepLanes(3)
  await race.setSeeds(5)
  return race
}

test('three lanes of five seeds race, and the page shows the log’s medians', async ({ lab }) => {
  const race = await three(lab)
  await expect(lab.page.getByTestId('start-line')).toContainText('Wine → cultivar')
  await expect(lab.page.getByTestId('start-line')).toContainText('5 seeds')
  await race.run.click()
  await race.finished(200)
  const log = await lastLog(lab)
  const medians = mediansOf(log, 'validationLoss', 200, 5)
  expect(medians).toHaveLength(3)
  for (const [index, name] of ['SGD', 'Nesterov', 'Adagrad'].entries()) {
    const value = printed(medians[index] ?? NaN, 4)
    await expect(race.status).toContainText(`${name} ${value}`)
    await expect(race.lane(name)).toContainText(value)
  }
  // What a screen reader is told of the chart.
  await expect(race.chart).toHaveAccessibleName(/^Chart: Validation loss by epoch\. .*medians at/)
  // Every setting that made the result stands on it.
  await expect(
    lab.page.getByText(/He normal · batches of 32 · seeds 1–5 · 40 epochs/),
  ).toBeVisible()

  await test.step('the target is dragged by hand, moved by keys, dropped and suggested again', async () => {
    const suggested = Number(await race.target.getAttribute('aria-valuenow'))
    const box = await race.target.boundingBox()
    if (!box) throw new Error('the target is not shown')
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
    await lab.page.mouse.move(x, y)
    await lab.page.mouse.down()
    await lab.page.mouse.move(x, y - 40, { steps: 4 })
    await lab.page.mouse.up()
    const dragged = Number(await race.target.getAttribute('aria-valuenow'))
    expect(dragged).toBeGreaterThan(suggested)
    await race.target.focus()
    await lab.page.keyboard.press('ArrowDown')
    await lab.page.keyboard.press('ArrowDown')
    const nudged = Number(await race.target.getAttribute('aria-valuenow'))
    expect(nudged).toBeLessThan(dragged)
    await expect(lab.page.getByText(`target ${String(nudged)}`)).toBeVisible()
    const standings = lab.page.getByRole('region', { name: 'Standings' })
    await standings.getByRole('button', { name: 'None' }).click()
    await expect(race.target).toBeHidden()
    await standings.getByRole('button', { name: 'Suggest one' }).click()
    await expect(race.target).toHaveAttribute('aria-valuenow', String(suggested))
  })

  await test.step('a lane that is added is raced alone, and the others are kept', async () => {
    const first = await race.status.innerText()
    await chooseOptimizer(lab.page, 'Add a lane', 'Adam')
    await expect(race.status).toContainText('1 lane has no result yet.')
    await expect(race.run).toHaveText('Race 1 new lane')
    await race.run.click()
    await expect.poll(async () => (await lab.runFolders()).length).toBe(2)
    await expect(race.status).toContainText(/medians at step 200:.*Adam/)
    const log = await lastLog(lab)
    expect(log[0]).toMatchObject({ kind: 'start', shape: { lanes: 1, seeds: 5 } })
    for (const [, value] of first.matchAll(/ (0\.\d{4})/g)) {
      await expect(race.status).toContainText(value ?? '')
    }
    await expect(race.run).toHaveText('Race again')
  })

  await race.chooseMetric('Validation accuracy')
  const shares = mediansOf(log, 'validationAccuracy', 200, 5)
  await expect(race.status).toContainText(`SGD ${((shares[0] ?? NaN) * 100).toFixed(1)}%`)
  for (const axis of ['Steps', 'Seconds', 'Epochs']) {
    await race.choose('Horizontal axis', axis)
    await expect(race.chart).toBeVisible()
  }
  await race.choose('Vertical axis', 'Linear')
  await lab.page.getByRole('button', { name: 'Seeds', exact: true }).click()
  await lab.page.getByRole('slider', { name: 'Smooth' }).press('ArrowRight')

  // The crosshair reads off every lane.
  const box = await race.chart.boundingBox()
  if (!box) throw new Error('the chart is not laid out')
  await lab.page.mouse.move(box.x + box.width / 2, box.y + box.height / 3)
  const readings = lab.page.locator('.readings')
  await expect(readings.getByText(/^step \d+ · epoch/)).toBeVisible()
  for (const name of ['SGD', 'Nesterov', 'Adagrad']) {
    await expect(readings.getByText(name, { exact: true })).toBeVisible()
  }

  await test.step('a reloaded page finds form, race and kept lanes', async () => {
    await race.chooseMetric('Training loss')
    const before = await race.status.innerText()
    // The settings are written a moment later.
    await expect
      .poll(async () => (await lab.settings()).race)
      .toMatchObject({ view: { metric: 'trainLoss' } })
    await lab.page.reload()
    await expect(race.lanes).toHaveCount(4)
    await expect(race.status).toHaveText(before)
    await expect(race.run).toHaveText('Race again')
    await expect(lab.page.getByTestId('start-line')).toContainText('5 seeds')
  })

  // Another start line races all anew.
  await race.setSeeds(4)
  await expect(race.status).toContainText('The start line has changed')
  await expect(race.run).toHaveText('Race')
})

test(
  'the metric that counts is one, whatever is looked at; the answer adds seeds and offers a sweep',
  { tag: served },
  async ({ lab }) => {
    const race = await three(lab)
    await race.run.click()
    await race.finished(200)
    const standings = lab.page.getByRole('region', { name: 'Standings' }).first()
    const names = standings.getByRole('rowheader')
    const order = await names.allTextContents()
    const metric = lab.page.getByRole('combobox', { name: 'Metric' })
    await metric.click()
    await lab.page.getByRole('option', { name: 'Learning rate' }).click()
    await expect(race.status).toContainText('ranked by validation loss')
    await expect(names).toHaveText(order)
    await standings.getByRole('combobox', { name: 'Ranked by' }).click()
    await lab.page.getByRole('option', { name: 'Training loss' }).click()
    await expect(race.status).toContainText('ranked by training loss')

    const answer = lab.page.getByRole('region', { name: 'What it shows' })
    await expect(answer).toContainText('5 seeds are too few to rule out chance among 3 lanes')
    const trained = ({ shard, runs }: MetricsRecord): string => `${shard}: ${runs.join(' ')}`
    const points = async (): Promise<Set<string>> => {
      const log = await lastLog(lab)
      return new Set(log.flatMap((record) => (record.kind === 'metrics' ? [trained(record)] : [])))
    }
    const shares = (await points()).size
    await answer.getByRole('button', { name: 'Run 5 more seeds' }).click()
    await expect(lab.page.getByTestId('start-line')).toContainText('10 seeds')
    const ends = async (): Promise<number> =>
      (await lastLog(lab)).filter(({ kind }) => kind === 'end').length
    await expect.poll(ends).toBe(2)
    await metric.click()
    await lab.page.getByRole('option', { name: 'Training loss' }).click()
    await race.finished(200)
    await expect(answer).not.toContainText('too few')
    // To the same race, in shares of their own.
    expect(await lab.runFolders()).toHaveLength(1)
    expect((await points()).size).toBeGreaterThan(shares)
    const medians = mediansOf(await lastLog(lab), 'trainLoss', 200, 10)
    await expect(race.lane('Adagrad')).toContainText(printed(medians[2] ?? NaN, 4))
    await answer.getByRole('button', { name: 'Tune by a sweep' }).click()
    await expect(lab.page.getByRole('form', { name: 'How to tune' })).toBeVisible()
  },
)

test('a rate is changed while the race runs, and the log says so', async ({ lab }) => {
  const race = await three(lab)
  // 200 steps at a few dozen a second.
  await race.pace(16)
  await race.select('Nesterov')
  await race.run.click()
  await expect(race.status).toContainText(/Running · step [1-9]/)
  const rate = race.field('Nesterov: rate now')
  await expect(rate).toHaveValue('0.02')
  await lab.page.getByRole('button', { name: 'Nesterov: double the rate' }).click()
  await expect(rate).toHaveValue('0.04')
  await rate.fill('0.003')
  await rate.press('Enter')
  await lab.page.getByRole('slider', { name: 'Speed' }).focus()
  await lab.page.keyboard.press('End')
  await race.finished(200)
  const changes = (await lastLog(lab)).flatMap((record) =>
    record.kind === 'rate' ? [[record.lane, record.rate]] : [],
  )
  expect(changes).toContainEqual(['nesterov', 0.04])
  expect(changes).toContainEqual(['nesterov', 0.003])
  await expect(
    lab.page.getByRole('button', {
      name: /^Nesterov: rate changed to 0\.04 by hand at step \d+/,
    }),
  ).toBeVisible()
  // The form keeps the lane as it was begun.
  await expect(race.field('Nesterov: learning rate')).toHaveValue('0.02')
})

test('it is paused, taken one point further, resumed and stopped; what diverges is marked where and why', async ({
  lab,
}) => {
  const race = await three(lab)
  await race.pace(20)
  await race.run.click()
  await expect(race.status).toContainText(/Running · step [1-9]/)
  await lab.page.keyboard.press(' ')
  await expect(race.status).toContainText(/Paused at step \d+/)
  const at = Number(/\d+/.exec(await race.status.innerText())?.[0])
  // A point every epoch, that is every fifth step, behind the foremost process; `at` is the last one's.
  const next = at - (at % 5) + 5
  await race.transport.getByRole('button', { name: 'One point further' }).click()
  await expect(race.status).toContainText(new RegExp(`Paused at step (${next}|${next + 5})\\b`))
  await race.transport.getByRole('button', { name: 'Resume' }).click()
  await expect(race.status).toContainText('Running')
  await lab.page.keyboard.press('r')
  await expect(race.status).toContainText(/Stopped at step/)
  expect((await lastLog(lab)).at(-1)).toMatchObject({ kind: 'end', reason: 'stopped' })
  await lab.page.keyboard.press('r')
  await expect(lab.page.getByText('One start line for 3 lanes')).toBeVisible()

  await race.fullSpeed()
  await race.select('SGD')
  await race.field('SGD: learning rate').fill('900')
  await race.run.click()
  await race.finished(200)
  const mark = lab.page.getByRole('button', { name: /^SGD: 5 of 5 seeds diverged, the first at/ })
  await expect(mark).toBeVisible()
  await mark.focus()
  await expect(lab.page.getByRole('tooltip').first()).toContainText('Likely cause')
  await expect(race.lane('SGD')).toContainText('diverged')
  const table = lab.page.getByRole('table', { name: /^Standings/ })
  await expect(table).toContainText('diverged')
  const beyond = (): Promise<number> =>
    table.evaluate((each) => each.scrollWidth - each.clientWidth)
  expect(await beyond()).toBe(0)
})

test('a preset fills the form, and its lanes race', async ({ lab }) => {
  const race = await RaceStage.open(lab.page)
  await lab.page.getByRole('combobox', { name: 'Presets' }).click()
  await lab.page.getByRole('option', { name: /^Clipping saves a steep start/ }).click()
  await expect(race.lanes).toHaveCount(3)
  await expect(lab.page.getByText('Large start weights make')).toBeVisible()
  await race.setSeeds(2)
  await race.run.click()
  await expect(race.status).toContainText('medians at step')
  await expect(race.chart).toHaveAccessibleName(/^Chart: Validation loss/)
})
