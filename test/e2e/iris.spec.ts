import { expect, served, test } from './support/app.ts'
import { IrisStage, lastLog, lossesOf, printed, snapshotOf } from './support/iris.ts'

/* The tutorial's experiment, from the first click to the last number. */

const tutorial = ['Adagrad', 'Adadelta', 'RMSprop', 'SGD', 'Momentum', 'Adam']

test('one click runs the tutorial, and the page shows the log’s numbers', async ({ lab }) => {
  const iris = await IrisStage.open(lab.page)
  await expect(lab.page.getByText('One click trains all ticked optimizers')).toBeVisible()
  await iris.run.click()
  await expect(iris.status).toContainText(/Running · step \d+ of 20/)
  await iris.finished(480)

  const losses = lossesOf(await lastLog(lab))
  expect([...losses.keys()]).toEqual([2, 4, 6, 8, 10, 12, 14, 16, 18, 20])
  const [head, ...rows] = await iris.table()
  expect(head?.slice(2)).toEqual(tutorial)
  expect(rows).toEqual(
    [...losses].map(([step, row]) => [
      String(step),
      String(step * 24),
      ...row.map((loss) => printed(loss, 4)),
    ]),
  )
  const last = losses.get(20) ?? []
  for (const [run, name] of tutorial.entries()) {
    await expect(iris.status).toContainText(`${name} ${printed(last[run] ?? NaN, 4)}`)
  }
  await expect(iris.status).toContainText(/200-seed band/)
  // What a screen reader is told of the chart.
  await expect(lab.page.getByRole('img', { name: /^Chart: Training loss/ })).toHaveAccessibleName(
    /After 480 samples: RMSprop \d/,
  )

  // The right button over a number copies it, whichever way the shell keeps the clipboard.
  await lab.page.evaluate(() => {
    Object.defineProperty(navigator, 'clipboard', {
      value: {
        writeText: (text: string) => Promise.resolve(Object.assign(window, { copied: text })),
      },
    })
  })
  const weight = lab.page.locator('.heat-map td.mono').first()
  const shown = ((await weight.textContent()) ?? '').trim().replace('−', '-')
  await weight.click({ button: 'right' })
  await lab.page.getByRole('menuitem', { name: `Copy ${shown}` }).click()
  expect(await lab.page.evaluate(() => (window as unknown as { copied?: string }).copied)).toBe(
    shown,
  )

  await test.step('every metric, both axes', async () => {
    await iris.choose('Vertical axis', 'Log')
    for (const name of [
      'Validation loss',
      'Training accuracy',
      'Validation accuracy',
      'Batch loss',
      'Training loss',
    ]) {
      await iris.chooseMetric(name)
      await expect(lab.page.getByRole('img', { name: `Chart: ${name}` })).toBeVisible()
    }
    await iris.choose('Vertical axis', 'Linear')
    // The crosshair reads off every lane at the nearest point.
    const chart = lab.page.getByRole('img', { name: /^Chart/ })
    const box = await chart.boundingBox()
    if (!box) throw new Error('the chart is not laid out')
    await lab.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    const readings = lab.page.getByRole('tooltip')
    await expect(readings.getByText(/^step \d+ · \d+ samples$/)).toBeVisible()
    for (const name of tutorial)
      await expect(readings.getByText(name, { exact: true })).toBeVisible()
  })

  await test.step('scrubbing shows what the log holds of every point, both ways', async () => {
    // Arrow keys are the focused choice's own.
    await lab.page.getByRole('heading', { name: 'Iris experiment' }).click()
    await lab.page.keyboard.press('1')
    const log = await lastLog(lab)
    const check = async (run: number, step: number): Promise<void> => {
      await expect(iris.scrubber).toHaveAttribute(
        'aria-valuetext',
        `Step ${step}, ${step * 24} samples`,
      )
      const snapshot = snapshotOf(log, run, step)
      expect(await iris.weights()).toEqual(
        Array.from(snapshot.after.parameters, (value) => printed(value, 3)),
      )
      // Confusion counts, row by row.
      const cells = lab.page.getByRole('table', { name: /^Confusion matrix/ }).locator('tbody td')
      expect((await cells.allInnerTexts()).map(Number)).toEqual([...snapshot.confusion])
    }
    await check(0, 20)
    await lab.page.keyboard.press('ArrowLeft')
    await check(0, 18)
    await lab.page.keyboard.press('Home')
    await check(0, 2)
    await lab.page.keyboard.press('6')
    await check(5, 2)
    await lab.page.keyboard.press('ArrowRight')
    await check(5, 4)
    await lab.page.keyboard.press('End')
    await check(5, 20)
  })

  await test.step('the rule is shown with the numbers of the chosen weight', async () => {
    await lab.page.keyboard.press('4')
    const rule = lab.page.getByRole('region', { name: 'Rule' })
    await lab.page.getByRole('gridcell', { name: /^petal length to virginica/ }).click()
    await expect(rule).toContainText('petal length → virginica')
    await expect(rule).toContainText('w -= lr * g')
    // Row 3, column 3 of a [4 × 3] layer.
    const snapshot = snapshotOf(await lastLog(lab), 3, 20)
    for (const value of [
      snapshot.before.parameters[8],
      snapshot.after.parameters[8],
      snapshot.gradients[8],
    ]) {
      await expect(rule).toContainText(Math.abs(value ?? NaN).toPrecision(4))
    }
  })
})

test('it can be paused, taken one point further, resumed and stopped', async ({ lab }) => {
  const iris = await IrisStage.open(lab.page)
  await iris.run.click()
  await iris.reached(2)
  await iris.transport.getByRole('button', { name: 'Pause' }).click()
  await expect(iris.status).toContainText(/Paused at step \d+/)
  const at = Number(/\d+/.exec(await iris.status.innerText())?.[0])
  expect(at).toBeLessThan(20)
  await iris.transport.getByRole('button', { name: 'One point further' }).click()
  const next = await iris.pausedBeyond(at)
  // Every second step is a point.
  expect(next % 2).toBe(0)
  await expect(iris.scrubber).toHaveAttribute(
    'aria-valuetext',
    `Step ${next}, ${next * 24} samples`,
  )
  await iris.transport.getByRole('button', { name: 'Resume' }).click()
  await expect(iris.status).toContainText('Running')
  await iris.transport.getByRole('button', { name: 'Stop' }).click()
  await expect(iris.status).toContainText(/Stopped at step/)
  expect((await lastLog(lab)).at(-1)).toMatchObject({ kind: 'end', reason: 'stopped' })
  await iris.transport.getByRole('button', { name: 'Clear the chart' }).click()
  await expect(lab.page.getByText('One click trains all ticked optimizers')).toBeVisible()

  await test.step('Space runs and pauses after a click on anything', async () => {
    const tick = lab.page.getByRole('checkbox', { name: /^Nesterov:/ })
    await tick.click()
    await lab.page.keyboard.press(' ')
    await iris.reached(2)
    await expect(tick).toBeChecked()
    await iris.choose('Vertical axis', 'Log')
    await lab.page.keyboard.press(' ')
    await expect(iris.status).toContainText('Paused at step')
    await lab.page.keyboard.press('r')
    await expect(iris.status).toContainText('Stopped at step')
  })
})

test('speed changes no number, and it goes on for more epochs from where it ended', async ({
  lab,
}) => {
  const iris = await IrisStage.open(lab.page)
  await iris.run.click()
  await iris.reached(4)
  await iris.fullSpeed()
  await iris.finished(480)
  await iris.field('more epochs').fill('2')
  await lab.page.getByRole('button', { name: 'Go on' }).click()
  await iris.finished(720)
  const losses = lossesOf(await lastLog(lab))
  expect(losses.size).toBe(15)
  // Six epochs in one go, at full speed from the first step, are the same run.
  await iris.field('Epochs').fill('6')
  await iris.run.click()
  await expect.poll(async () => (await lab.runFolders()).length).toBe(2)
  await iris.finished(720)
  expect(lossesOf(await lastLog(lab))).toEqual(losses)
})

test('hyper-parameters, batch and model can be changed, and are refused where wrong', async ({
  lab,
}) => {
  const iris = await IrisStage.open(lab.page)
  await iris.fullSpeed()
  const runs = (count: number): Promise<void> =>
    expect.poll(async () => (await lab.runFolders()).length).toBe(count)
  const gamma = iris.field('RMSprop: decay of the squares')
  await gamma.fill('1')
  await expect(gamma).toHaveAccessibleDescription('Must be below 1.')
  await expect(iris.status).toContainText('To run, first correct “RMSprop: decay of the squares”.')
  await expect(iris.run).toHaveAttribute('aria-disabled', 'true')
  await gamma.fill('0.5')
  await iris.run.click()
  await iris.finished(480)
  await lab.page.keyboard.press('3')
  await expect(lab.page.getByText('No 200-seed band: it was made with other hyper')).toBeVisible()
  const changed = lossesOf(await lastLog(lab)).get(20)
  await lab.page.getByRole('button', { name: 'RMSprop: back to the tutorial' }).click()
  await expect(gamma).toHaveValue('0.9')
  await iris.run.click()
  await runs(2)
  await iris.finished(480)
  const tutorialLosses = lossesOf(await lastLog(lab)).get(20)
  expect(tutorialLosses?.[2]).not.toBe(changed?.[2])
  expect(tutorialLosses?.filter((_, run) => run !== 2)).toEqual(
    changed?.filter((_, run) => run !== 2),
  )

  await test.step('batches of 1 and of 120 record what they can of every 48 samples', async () => {
    await iris.choose('Batch', '1')
    await iris.run.click()
    await runs(3)
    await iris.finished(480)
    expect([...lossesOf(await lastLog(lab)).keys()]).toEqual([
      48, 96, 144, 192, 240, 288, 336, 384, 432, 480,
    ])
    await expect(
      lab.page.getByText('No 200-seed band: it was made with batches of 24.'),
    ).toBeVisible()
    await iris.choose('Batch', '120')
    await expect(iris.status).toContainText('The settings have changed')
    await iris.run.click()
    await runs(4)
    await iris.finished(480)
    expect([...lossesOf(await lastLog(lab)).keys()]).toEqual([1, 2, 3, 4])
  })

  await test.step('the 4-6-3 network is trained as the tutorial does, and others can join', async () => {
    await iris.choose('Batch', '24')
    await iris.choose('Model', '4-6-3 network')
    await expect(iris.field('SGD: learning rate')).toHaveValue('0.2')
    await expect(lab.page.getByText('The tutorial trains this one')).toBeVisible()
    await lab.page.getByRole('checkbox', { name: /^Adam:/ }).click()
    await iris.run.click()
    await runs(5)
    await iris.finished(480)
    const log = await lastLog(lab)
    const losses = lossesOf(log).get(20) ?? []
    expect(losses).toHaveLength(2)
    await expect(iris.status).toContainText(`SGD ${printed(losses[0] ?? NaN, 4)}`)
    // Two layers: 4·6 + 6 weights and biases, then 6·3 + 3, each as the log has it.
    await lab.page.keyboard.press('6')
    const shown = await iris.weights()
    const { parameters } = snapshotOf(log, 1, 20).after
    expect(shown).toEqual(Array.from(parameters, (value, at) => printed(value, at < 30 ? 2 : 3)))
  })
})

test(
  'a killed trainer ends the race with its reason; the next one works, and is found again by a reloaded page',
  { tag: served },
  async ({ lab }) => {
    const iris = await IrisStage.open(lab.page)
    await iris.field('Seed').fill('7')
    await iris.run.click()
    await iris.reached(4)
    await lab.killTrainer()
    const alert = lab.page.getByRole('alert')
    await expect(alert).toContainText('The trainer process ended unexpectedly')
    await expect(iris.status).toContainText(/Failed at step \d+/)
    await alert.getByText('Details').click()
    await expect(alert.getByText('trainer-died')).toBeVisible()
    const log = await lastLog(lab)
    expect(log.at(-1)).toMatchObject({
      kind: 'end',
      reason: 'failed',
      error: { code: 'trainer-died' },
    })
    // What was recorded stays to be looked at.
    await lab.page.keyboard.press('Home')
    expect((await iris.table())[1]?.slice(2)).toEqual(
      lossesOf(log)
        .get(2)
        ?.map((loss) => printed(loss, 4)),
    )
    await alert.getByRole('button', { name: 'Try again' }).click()
    await expect(alert).toBeHidden()
    await expect.poll(async () => (await lab.runFolders()).length).toBe(2)
    await iris.reached(6)
    await lab.page.reload()
    await expect(iris.field('Seed')).toHaveValue('7')
    await iris.fullSpeed()
    await iris.finished(480)
    const losses = lossesOf(await lastLog(lab))
    expect((await iris.table()).slice(1).map((row) => row.slice(2))).toEqual(
      [...losses.values()].map((row) => row.map((loss) => printed(loss, 4))),
    )
  },
)

test('the whole story by keyboard alone', async ({ lab }) => {
  const iris = await IrisStage.open(lab.page)
  const { keyboard } = lab.page
  await keyboard.press('n')
  await expect(iris.field('Seed')).not.toHaveValue('1')
  await keyboard.press(' ')
  await iris.reached(4)
  await keyboard.press(' ')
  await expect(iris.status).toContainText(/Paused at step (\d+)/)
  const at = Number(/\d+/.exec(await iris.status.innerText())?.[0])
  await keyboard.press('ArrowRight')
  await iris.pausedBeyond(at)
  await keyboard.press(' ')
  await iris.finished(480)
  await keyboard.press('Home')
  await expect(iris.scrubber).toHaveAttribute('aria-valuetext', 'Step 2, 48 samples')
  await keyboard.press('2')
  await expect(lab.page.getByRole('button', { name: 'Adadelta', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
  await keyboard.press('?')
  await expect(lab.page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
  await keyboard.press('Escape')
  await expect(lab.page.getByRole('dialog')).toHaveCount(0)
  // Tab reaches every control, and shows where it is.
  const seen = new Set<string>()
  await keyboard.press('Tab')
  for (let presses = 0; presses < 90; presses++) {
    const focused = await lab.page.evaluate(() => {
      const element = document.querySelector(':focus-visible')
      if (!element) return undefined
      const name = element.getAttribute('aria-label') ?? element.textContent?.trim() ?? ''
      return { name, outline: getComputedStyle(element).outlineStyle }
    })
    if (focused) {
      seen.add(focused.name)
      expect(focused.outline, focused.name).not.toBe('none')
    }
    await keyboard.press('Tab')
  }
  for (const name of [
    'Run again',
    'Speed',
    'Epochs',
    'Seed',
    'Metric',
    'Recorded point',
    'Go on',
    'Settings',
    'Keys',
    'Adam: learning rate',
    'Adam: take part in the next run',
  ]) {
    expect([...seen]).toContain(name)
  }
  // A key typed into a field is text.
  await iris.field('Seed').fill('')
  await iris.field('Seed').pressSequentially('3')
  await expect(iris.field('Seed')).toHaveValue('3')
  await expect(lab.page.getByRole('button', { name: 'Adadelta', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
  await lab.page.getByRole('heading', { name: 'Iris experiment' }).click()
  await keyboard.press('r')
  await expect(lab.page.getByText('One click trains all ticked optimizers')).toBeVisible()
})
