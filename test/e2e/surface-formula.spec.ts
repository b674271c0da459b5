import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from './support/app.ts'
import { SurfaceStage } from './support/surface.ts'

/* A formula of one's own, and the surface in three dimensions. */

test('a formula is read as it is typed, wrong and then right, and kept', async ({ lab }) => {
  let surface = await SurfaceStage.open(lab.page)
  let { page } = surface
  await surface.choose('Own formula')
  const formula = (): ReturnType<SurfaceStage['field']> => surface.field('Formula in x and y')
  await expect(page.getByText(/Gradient checked against finite differences/)).toBeVisible()
  // The minima found by themselves are part of the picture.
  await expect(surface.field('Minimum 1, x')).toBeVisible()
  await surface.rest()
  const before = await surface.pixels(surface.ground)

  await formula().fill('sin(x)*y^2 + 0.1*z')
  await expect(page.getByText('“z” is unknown: use x, y, pi and e.')).toBeVisible()
  await expect(formula()).toHaveAttribute('aria-invalid', 'true')
  // The mark stands under the 17th character from 0: the z.
  await expect(page.locator('pre.caret')).toHaveText(/^ {17}\^$/)
  // The picture of the last readable formula stays.
  await surface.rest()
  expect(await surface.pixels(surface.ground)).toBe(before)

  await formula().fill('(x - 1)^2 + 3*(y + 0.5)^2')
  await expect(formula()).not.toHaveAttribute('aria-invalid')
  await expect(page.getByText(/Gradient checked/)).toBeVisible()
  await expect.poll(() => surface.pixels(surface.ground)).not.toBe(before)
  // Its one minimum is found by itself.
  await expect(surface.field('Minimum 1, x')).toHaveValue('1')
  await expect(surface.field('Minimum 1, y')).toHaveValue('-0.5')

  await formula().fill('abs(x) + y^2')
  await expect(page.getByText(/Not smooth near \(0, /)).toBeVisible()

  await surface.field('Domain: x from').fill('9')
  await expect(page.getByText('From must be less than to.')).toBeVisible()
  await surface.field('Domain: x from').fill('-2')
  await expect(page.getByText('From must be less than to.')).toBeHidden()

  const kept = async (): Promise<unknown> => {
    const { own } = (await lab.settings()).surface ?? {}
    return [own?.text, own?.domain.x[0]]
  }
  await expect.poll(kept).toEqual(['abs(x) + y^2', -2])
  page = await lab.relaunch()
  await page.locator('[data-start]').waitFor()
  surface = await SurfaceStage.open(page)
  await expect(formula()).toHaveValue('abs(x) + y^2')
  await expect(surface.field('Domain: x from')).toHaveValue('-2')
})

test('a formula half-way between two others never costs the stage', async ({ lab }) => {
  let surface = await SurfaceStage.open(lab.page)
  let { page } = surface
  await surface.choose('Own formula')
  const formula = surface.field('Formula in x and y')
  await formula.fill('10x^2 + y^2')
  await expect(page.getByText(/Gradient checked/)).toBeVisible()
  // Deletes the 1 as a person does.
  await formula.press('Home')
  await formula.press('Delete')
  await expect(formula).toHaveValue('0x^2 + y^2')
  await expect(surface.plot).toBeVisible()
  await expect.poll(() => lab.settings()).toMatchObject({ surface: { own: { text: '0x^2 + y^2' } } }) // oxfmt-ignore

  page = await lab.relaunch()
  surface = await SurfaceStage.open(page)
  await expect(surface.field('Formula in x and y')).toHaveValue('0x^2 + y^2')
  await expect(surface.plot).toBeVisible()

  // What may be meant takes its place by a press.
  await surface.field('Formula in x and y').fill('xy + |x|')
  await page.getByRole('button', { name: 'Use x*y' }).click()
  await expect(surface.field('Formula in x and y')).toHaveValue('x*y + |x|')
  await expect(surface.field('Formula in x and y')).not.toHaveAttribute('aria-invalid')
})

test('a stage that breaks is undone, or put back to defaults, while the others go on', async ({
  lab,
}) => {
  lab.allowConsoleErrors(/out of order/)
  let surface = await SurfaceStage.open(lab.page)
  let { page } = surface
  await surface.choose('Own formula')
  const formula = (): ReturnType<SurfaceStage['field']> => surface.field('Formula in x and y')
  await formula().fill('x^2 + y^2')
  await expect.poll(() => lab.settings()).toMatchObject({ surface: { own: { text: 'x^2 + y^2' } } }) // oxfmt-ignore
  // A fault of the machine beneath, which shows when the formula is walked.
  await page.evaluate(() => {
    Math.cbrt = () => {
      throw new RangeError('Math.cbrt is out of order')
    }
  })
  const alert = page.getByRole('alert')
  await formula().fill('cbrt(x) + y^2')
  await expect(alert.getByRole('heading')).toHaveText('The Surface stage stopped')
  await expect(alert).toContainText('Math.cbrt is out of order')
  await alert.getByText('Details').click()
  await expect(alert.locator('pre')).toContainText('RangeError')

  // The rail and the other stages go on.
  await page.getByRole('link', { name: 'Iris' }).click()
  await expect(page.getByRole('heading', { name: 'Iris experiment' })).toBeVisible()
  await page.getByRole('link', { name: 'Surface' }).click()
  await expect(alert).toBeVisible()
  await alert.getByRole('button', { name: 'Undo the last change' }).click()
  await expect(formula()).toHaveValue('x^2 + y^2')
  await expect(surface.plot).toBeVisible()

  await formula().fill('y^2 + cbrt(x)')
  await alert.getByRole('button', { name: 'Back to defaults' }).click()
  await expect(page.getByRole('combobox', { name: 'Surface' })).toContainText('Rosenbrock')
  await expect(surface.plot).toBeVisible()

  // What broke the stage was never written down.
  await surface.choose('Own formula')
  await formula().fill('x^2 + 3y^2')
  await expect.poll(() => lab.settings()).toMatchObject({ surface: { own: { text: 'x^2 + 3y^2' } } }) // oxfmt-ignore
  await page.evaluate(() => {
    Math.cbrt = () => {
      throw new RangeError('Math.cbrt is out of order')
    }
  })
  await formula().fill('cbrt(y)')
  await expect(alert).toBeVisible()
  page = await lab.relaunch()
  surface = await SurfaceStage.open(page)
  await expect(formula()).toHaveValue('x^2 + 3y^2')
})

test('whatever is saved, every stage opens', async ({ lab }) => {
  await SurfaceStage.open(lab.page)
  await expect.poll(() => lab.settings()).toMatchObject({ stage: 'surface' })
  const own = { domain: { x: [-1, 1], y: [-1, 1] }, minima: [] }
  const point = { x: 0, y: 0 }
  const picture = { version: 1, start: point, steps: 10, step: 0, noise: { deviation: 0, seed: 1 } }
  for (const [at, surface] of [
    { ...picture, surface: 'own', own: { ...own, text: '0xff' }, racers: [] },
    {
      ...picture,
      surface: 'gone',
      racers: [{ optimizer: 'gone', convention: 'keras', hyper: {} }],
    },
    { ...picture, surface: 7 },
    'none',
  ].entries()) {
    await lab.relaunch(
      () =>
      writeFile(join(lab.dataFolder, 'settings.json'), JSON.stringify({ surface, race: surface, optimizers: surface, stage: 'surface' })), // oxfmt-ignore
    )
    const stage = await SurfaceStage.open(lab.page)
    await expect(stage.plot).toBeVisible()
    // To the other stages the first ones are the same: an object of another form.
    const others = ['Race', 'Optimizers', 'Data', 'Runs', 'Iris']
    for (const name of at === 0 || surface === 'none' ? others : []) {
      await lab.page.getByRole('link', { name, exact: true }).click()
      await expect(lab.page.getByRole('main')).toBeVisible()
      await expect(lab.page.getByRole('heading', { name: /stopped/ })).toHaveCount(0)
    }
  }
})
