import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseSpec } from '#shared/experiment/spec.ts'
import { pasteOf } from '#test/support/pastes.ts'
import { runZippedScript } from '#test/support/python.ts'
import { expect, served, test, type LabFixture } from './support/app.ts'
import { DataStage } from './support/data.ts'
import { IrisStage, lastLog, lossesOf, measured } from './support/iris.ts'
import { chooseOptimizer } from './support/optimizers.ts'
import { RaceStage } from './support/race.ts'
import { OptimizersStage } from './support/rules.ts'
import { RunsStage, exported } from './support/runs.ts'
import { SurfaceStage } from './support/surface.ts'

/* Rules that a person writes or pastes: seen, kept, and raced like any other. */

/** The spec of the only run. */
async function specText(lab: LabFixture): Promise<string> {
  const [folder = ''] = await lab.runFolders()
  return readFile(join(folder, 'spec.json'), 'utf8')
}

/** The losses of the race run last, by lane, as they were recorded. */
async function lossesByLane(lab: LabFixture): Promise<Record<string, number[]>> {
  const { lanes, seeds } = parseSpec(JSON.parse(await specText(lab)))
  const rows = [...lossesOf(await lastLog(lab)).values()]
  return Object.fromEntries(
    lanes.map(({ id }, lane) => [id, rows.map((row) => row[lane * seeds.length]!)]),
  )
}

test(
  'the tutorial’s functions, pasted, are told for what they are and take the built-in ones’ steps on Iris',
  { tag: served },
  async ({ lab }) => {
    const stage = await OptimizersStage.open(lab.page)
    const names = { adagrad: 'Adagrad', adadelta: 'Adadelta', rmsprop: 'RMSprop' } as const
    const pasted = Object.keys(names) as (keyof typeof names)[]
    for (const name of pasted) {
      await stage.paste(name)
      await expect(stage.who).toContainText(`This is ${names[name]} (Tutorial), bit for bit.`)
      await stage.save.click()
      await expect(stage.program).toBeHidden()
      await expect(stage.entry(name)).toHaveAttribute('aria-current', 'true')
      const kept = await readFile(join(lab.dataFolder, 'rules', `${name}.py`), 'utf8')
      expect(kept).toMatch(new RegExp(`^# rule: ${name}\n`))
    }

    await lab.page.keyboard.press('i')
    const iris = await IrisStage.open(lab.page)
    for (const name of pasted) {
      const lane = `${name}: take part in the next run`
      await lab.page.getByRole('checkbox', { name: lane, exact: true }).click()
    }
    await iris.fullSpeed()
    await iris.run.click()
    await iris.finished(480)
    const losses = await lossesByLane(lab)
    for (const name of pasted) {
      expect(losses[`own:${name}`]).toHaveLength(10)
      expect(losses[`own:${name}`], name).toEqual(losses[name])
    }
  },
)

test(
  'a changed term is seen, raced and tuned; its run leaves as a script that PyTorch runs, and goes on elsewhere',
  { tag: served },
  async ({ lab }) => {
    let { page } = lab
    let stage = await OptimizersStage.open(page)
    await stage.paste('adagrad')
    const path = page.getByRole('img', { name: /^Path/ })
    const answer = page.getByRole('img', { name: /^Step, effective rate/ })
    const before = { path: await path.ariaSnapshot(), answer: await answer.ariaSnapshot() }
    await expect(stage.formula.last()).toContainText('\\sqrt{s_t')
    await stage.program.fill('s = rho * s + g**2\nw -= lr * g / sqrt(s + eps)')
    await expect(stage.formula.first()).toContainText('\\rho')
    await page.getByRole('button', { name: 'rho: declare it as a hyper-parameter' }).click()
    await expect(page.getByRole('textbox', { name: 'rho: default' })).toHaveValue('0.9')
    expect(await path.ariaSnapshot()).not.toBe(before.path)
    expect(await answer.ariaSnapshot()).not.toBe(before.answer)

    // A fault is underlined and told with its place; what was sound stays in sight, and nothing is kept.
    await stage.program.press('Control+Home')
    await stage.program.press('Control+End')
    await stage.program.press('Backspace')
    await expect(page.getByRole('status').getByText(/line 2, column \d+/)).toBeVisible()
    await expect(stage.formula.first()).toContainText('\\rho')
    await expect(stage.save).toHaveAttribute('aria-disabled', 'true')
    await stage.program.press('Control+z')
    await expect(stage.save).not.toHaveAttribute('aria-disabled')
    await expect(stage.program).toContainText('s = rho * s + g**2')
    await page.getByRole('textbox', { name: 'Name' }).fill('Leaky Adagrad')
    await stage.save.click()
    await expect(stage.program).toBeHidden()

    const race = await RaceStage.open(page)
    await race.keepLanes(1)
    await race.setSeeds(2)
    await chooseOptimizer(page, 'Add a lane', 'Leaky Adagrad')
    await race.pace(20)
    await race.run.click()
    await expect(race.status).toContainText(/Running · step [1-9]/)

    // The race needs no file: deleted while it runs, the rule stays in lane and record, and says so.
    await page.keyboard.press('m')
    await page.getByRole('button', { name: 'Delete Leaky Adagrad' }).click()
    await expect(page.getByText('“Leaky Adagrad” is gone.')).toBeVisible()
    await page.keyboard.press('g')
    await race.select('Leaky Adagrad')
    await expect(page.getByText('Its rule has no file any more')).toBeVisible()
    await race.fullSpeed()
    await race.finished(200)
    const finals = (await lastLog(lab)).filter(({ kind }) => kind === 'final')
    expect(finals).toHaveLength(4)
    expect(await specText(lab)).toContain('s = rho * s + g**2')
    const [whole = ''] = await lab.runFolders()
    await page.getByRole('button', { name: 'Open it' }).click()
    await expect(stage.program).toContainText('s = rho * s + g**2')
    await stage.save.click()
    await expect(stage.program).toBeHidden()
    await expect(stage.entry('Leaky Adagrad')).toBeVisible()

    // The same race once more, which is broken off.
    await page.keyboard.press('g')
    await race.pace(20)
    await race.run.click()
    await expect(race.status).toContainText(/Running · step [1-9]/)
    await race.transport.getByRole('button', { name: 'Stop' }).click()
    await expect(race.status).toContainText('Stopped')

    await page.getByRole('tab', { name: 'Sweep' }).click()
    const form = page.getByRole('form', { name: 'How to tune' })
    await form.getByRole('textbox', { name: 'Trials of each' }).fill('3')
    await form.getByRole('textbox', { name: 'Tuning seeds' }).fill('1')
    await page
      .getByRole('region', { name: 'Sweep' })
      .getByRole('button', { name: 'Start sweep' })
      .click()
    await expect(page.getByTestId('sweep-status')).toContainText('6 trials done')

    // PyTorch comes to the losses that the race recorded, up to the float32 of its gradients.
    const runs = await RunsStage.open(page)
    await runs.row('finished').click()
    const script = await exported(lab, runs, 'PyTorch script', 'script.zip')
    const losses = lossesOf(await lab.readLog(whole))
    const { lanes, seeds } = parseSpec(JSON.parse(await specText(lab)))
    const rows = await runZippedScript(script)
    expect(rows).toHaveLength(losses.size * lanes.length * seeds.length)
    for (const { lane, seed, step, trainLoss } of rows) {
      const at = lanes.findIndex(({ id }) => id === lane) * seeds.length
      const recorded = losses.get(Number(step))![at + seeds.indexOf(Number(seed))]!
      expect(Number(trainLoss), `${lane}, ${seed}, ${step}`).toBeCloseTo(recorded, 4)
    }

    // In another data folder, where no such rule is, the bundle goes on to the whole race's numbers.
    await runs.row('stopped').click()
    const bundle = await exported(lab, runs, 'Run bundle', 'cut.descentrun')
    const expected = await measured(whole)
    page = await lab.relaunch(() => rename(lab.dataFolder, join(lab.folder, 'elsewhere')))
    await IrisStage.open(page)
    await new DataStage(page).drop(bundle)
    const there = new RunsStage(page)
    await there.beside.getByRole('button', { name: 'Go on' }).click()
    const again = new RaceStage(page)
    await again.fullSpeed()
    await again.finished(200)
    const [resumed = ''] = await lab.runFolders()
    expect(await measured(resumed)).toEqual(expected)
    await again.select('Leaky Adagrad')
    await expect(page.getByText('Its rule has no file any more')).toBeVisible()

    // A rule's file is dropped there, and all is told in the other language.
    const dropped = join(lab.folder, 'rmsprop.py')
    await writeFile(dropped, pasteOf('rmsprop'))
    await new DataStage(page).drop(dropped)
    stage = new OptimizersStage(page)
    await expect(stage.title).toHaveText('rmsprop')
    await stage.save.click()
    await expect(stage.program).toBeHidden()
    await page.keyboard.press('Shift+L')
    await expect(page.getByText('就是 RMSprop')).toBeVisible()
  },
)

test('what cannot be translated is named with its line; drafts outlive the program; a dropped file opens', async ({
  lab,
}) => {
  const stage = await OptimizersStage.open(lab.page)
  await stage.list.getByRole('button', { name: 'Paste' }).click()
  const sheet = lab.page.getByRole('dialog', { name: 'Paste a rule' })
  await sheet.getByRole('textbox').fill(pasteOf('adagrad').replace('torch.square', 'torch.fft'))
  await expect(sheet.getByRole('alert')).toContainText('Line 12')
  await expect(sheet.getByRole('alert')).toContainText('cannot be translated')
  await expect(sheet.getByRole('button', { name: 'Take over' })).toBeHidden()
  const file = join(lab.folder, 'momentum.py')
  await writeFile(file, pasteOf('momentum'))
  const waiting = lab.page.waitForEvent('filechooser')
  await sheet.getByRole('button', { name: 'Choose a file' }).click()
  await (await waiting).setFiles(file)
  await expect(stage.program).toContainText('w -= lr * v')
  await expect.poll(async () => JSON.stringify(await lab.settings())).toContain('w -= lr * v')

  const page = await lab.relaunch()
  const again = new OptimizersStage(page)
  await expect(again.program).toContainText('w -= lr * v')
  await page.getByRole('button', { name: 'Throw away' }).click()
  await expect(again.program).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(again.program).toContainText('w -= lr * v')

  const dropped = join(lab.folder, 'rmsprop.py')
  await writeFile(dropped, pasteOf('rmsprop'))
  await page.keyboard.press('Escape')
  await new DataStage(page).drop(dropped)
  await expect(again.title).toHaveText('rmsprop')
})

test('a built-in rule is dragged, copied with its numbers, and walks on the Surface stage', async ({
  lab,
}) => {
  const stage = await OptimizersStage.open(lab.page)
  const { page } = lab
  await page.keyboard.press('/')
  await page.getByRole('searchbox', { name: 'Search by name' }).fill('rms')
  await stage.entry('RMSprop').click()
  const path = page.getByRole('img', { name: /^Path/ })
  const before = await path.ariaSnapshot()
  await page.getByRole('slider', { name: 'learning rate' }).focus()
  for (let times = 0; times < 30; times++) await page.keyboard.press('ArrowRight')
  const dragged = await path.ariaSnapshot()
  expect(dragged).not.toBe(before)
  await path.focus()
  await page.keyboard.press('ArrowUp')
  expect(await path.ariaSnapshot()).not.toBe(dragged)
  const rate = await page.getByRole('textbox', { name: 'learning rate' }).inputValue()
  await page.getByRole('button', { name: 'Copy and change' }).click()
  await expect(page.getByRole('textbox', { name: 'lr: default' })).toHaveValue(rate)
  await stage.save.click()
  await expect(stage.program).toBeHidden()
  await page.getByRole('button', { name: 'On a surface' }).click()
  await expect(page.getByRole('button', { name: 'My RMSprop', exact: true })).toBeVisible()
  await expect(page.getByRole('textbox', { name: /^My RMSprop: learning rate/ })).toHaveValue(rate)
})

test(
  'the selected lane stands in other conventions, and a walk between them names what makes them part',
  { tag: served },
  async ({ lab }) => {
    const { page } = lab
    await SurfaceStage.open(page)
    await chooseOptimizer(page, 'Add a lane', 'RMSprop')
    await page.keyboard.press('c')
    const stage = new OptimizersStage(page)
    await expect(stage.title).toHaveText('RMSprop')
    const part = page.getByRole('region', { name: 'In other conventions' })
    await expect(part).toBeInViewport()
    const changes = part.getByRole('listitem')
    await expect(changes.nth(0)).toContainText('formula')
    await expect(changes.filter({ hasText: 'name only' })).toHaveCount(2)
    await expect(changes.filter({ hasText: 'default' })).toHaveCount(0)
    await expect(part.getByRole('img', { name: /PyTorch ends at/ })).toBeVisible()

    await part.getByRole('radio', { name: 'Each one’s defaults' }).click()
    await expect(changes.filter({ hasText: 'decay of the squares' }).first()).toContainText(
      'of the way',
    )
    await expect(part.getByRole('status')).toContainText(
      'What makes the curves part most is number',
    )

    // The rate inside or outside of the velocity is the same path at a constant rate; looking ahead is not.
    await stage.entry('Nesterov').click()
    await part.getByRole('radio', { name: 'Equal values' }).click()
    await part.getByRole('combobox', { name: 'Leads to' }).click()
    await page.getByRole('option', { name: 'Keras' }).click()
    await expect(part.getByRole('status')).toHaveText(
      'None of these changes can be seen in the path.',
    )
    await expect(changes).toContainText('Only together')
    await part.getByRole('combobox', { name: 'Leads to' }).click()
    await page.getByRole('option', { name: 'Nesterov, look-ahead' }).click()
    await expect(part.getByRole('status')).toHaveText(
      'What makes the curves part most is number 1.',
    )
    await stage.entry('Lion').click()
    await expect(part).toContainText('It is written in this way only.')
    await page.keyboard.press('Shift+L')
    await expect(page.getByRole('region', { name: '在其他约定中' })).toContainText('只有这一种写法')
  },
)
