import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from './support/app.ts'
import { SurfaceStage } from './support/surface.ts'

/* A formula of one's own, and the surface in three dimensions. */

test('a formula is read as it is typed, wrong and then right, and kept', async ({ lab }) => {
  const surface = await SurfaceStage.open(lab.page)
  const { page } = surface
  await surface.choose('Own formula')
  const formula = surface.field('Formula in x and y')
  await expect(page.getByText(/Gradient checked against finite differences/)).toBeVisible()
  // The minima found by themselves are part of the picture.
  await expect(surface.field('Minimum 1, x')).toBeVisible()
  await surface.rest()
  const before = await surface.pixels(surface.ground)

  await formula.fill('sin(x)*y^2 + 0.1*z')
  await expect(page.getByText('“z” is unknown: use x, y, pi and e.')).toBeVisible()
  await expect(formula).toHaveAttribute('aria-invalid', 'true')
  // The mark stands under the 17th character from 0: the z.
  await expect(page.locator('pre.caret')).toHaveText(/^ {17}\^$/)
  // The picture of the last readable formula stays.
  await surface.rest()
  expect(await surface.pixels(surface.ground)).toBe(before)

  await formula.fill('(x - 1)^2 + 3*(y + 0.5)^2')
  await expect(formula).not.toHaveAttribute('aria-invalid')
  await expect(page.getByText(/Gradient checked/)).toBeVisible()
  await expect.poll(() => surface.pixels(surface.ground)).not.toBe(before)
  // Its one minimum is found by itself.
  await expect(surface.field('Minimum 1, x')).toHaveValue('1')
  await expect(surface.field('Minimum 1, y')).toHaveValue('-0.5')

  await formula.fill('abs(x) + y^2')
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
  await page.reload()
  await expect(formula).toHaveValue('abs(x) + y^2')
  await expect(surface.field('Domain: x from')).toHaveValue('-2')

  await test.step('a formula half-way between two others never costs the stage', async () => {
    await formula.fill('10x^2 + y^2')
    await expect(page.getByText(/Gradient checked/)).toBeVisible()
    // Deletes the 1 as a person does.
    await formula.press('Home')
    await formula.press('Delete')
    await expect(formula).toHaveValue('0x^2 + y^2')
    await expect(surface.plot).toBeVisible()
    await expect.poll(() => lab.settings()).toMatchObject({ surface: { own: { text: '0x^2 + y^2' } } }) // oxfmt-ignore

    await page.reload()
    await expect(formula).toHaveValue('0x^2 + y^2')
    await expect(surface.plot).toBeVisible()

    // What may be meant takes its place by a press.
    await formula.fill('xy + |x|')
    await page.getByRole('button', { name: 'Use x*y' }).click()
    await expect(formula).toHaveValue('x*y + |x|')
    await expect(formula).not.toHaveAttribute('aria-invalid')
  })
})

test('a stage that breaks is undone, or put back to defaults, while the others go on', async ({
  lab,
}) => {
  lab.allowConsoleErrors(/out of order/)
  const surface = await SurfaceStage.open(lab.page)
  const { page } = surface
  await surface.choose('Own formula')
  const formula = surface.field('Formula in x and y')
  await formula.fill('x^2 + y^2')
  await expect.poll(() => lab.settings()).toMatchObject({ surface: { own: { text: 'x^2 + y^2' } } }) // oxfmt-ignore
  // A fault of the machine beneath, which shows when the formula is walked.
  await page.evaluate(() => {
    Math.cbrt = () => {
      throw new RangeError('Math.cbrt is out of order')
    }
  })
  const alert = page.getByRole('alert')
  await formula.fill('cbrt(x) + y^2')
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
  await expect(formula).toHaveValue('x^2 + y^2')
  await expect(surface.plot).toBeVisible()

  await formula.fill('y^2 + cbrt(x)')
  await alert.getByRole('button', { name: 'Back to defaults' }).click()
  await expect(page.getByRole('combobox', { name: 'Surface' })).toContainText('Rosenbrock')
  await expect(surface.plot).toBeVisible()

  // What broke the stage was never written down.
  await surface.choose('Own formula')
  await formula.fill('x^2 + 3y^2')
  await expect.poll(() => lab.settings()).toMatchObject({ surface: { own: { text: 'x^2 + 3y^2' } } }) // oxfmt-ignore
  await page.evaluate(() => {
    Math.cbrt = () => {
      throw new RangeError('Math.cbrt is out of order')
    }
  })
  await formula.fill('cbrt(y)')
  await expect(alert).toBeVisible()
  await page.reload()
  await expect(formula).toHaveValue('x^2 + 3y^2')
})

test('whatever is saved, every stage opens', async ({ lab }) => {
  await SurfaceStage.open(lab.page)
  await expect.poll(() => lab.settings()).toMatchObject({ stage: 'surface' })
  const own = { domain: { x: [-1, 1], y: [-1, 1] }, minima: [] }
  const point = { x: 0, y: 0 }
  const picture = { version: 1, start: point, steps: 10, step: 0, noise: { deviation: 0, seed: 1 } }
  // Forms of another program, and what has no form at all: to each stage either, and a read formula.
  const gone = { ...picture, surface: 'gone', lanes: [{ optimizer: 'gone', convention: 'keras', hyper: {} }] } // oxfmt-ignore
  const unread = { ...picture, surface: 'own', own: { ...own, text: '0xff' }, lanes: [] }
  for (const settings of [
    { surface: unread, race: gone, optimizers: 'none', iris: 7 },
    { surface: gone, race: 'none', optimizers: unread, iris: gone },
    { surface: { ...picture, surface: 7 }, race: unread, optimizers: gone, iris: 'none' },
  ]) {
    await lab.relaunch(
      () =>
      writeFile(join(lab.dataFolder, 'settings.json'), JSON.stringify({ ...settings, stage: 'surface' })), // oxfmt-ignore
    )
    const stage = await SurfaceStage.open(lab.page)
    await expect(stage.plot).toBeVisible()
    for (const name of ['Race', 'Optimizers', 'Data', 'Runs', 'Iris']) {
      await lab.page.getByRole('link', { name, exact: true }).click()
      await expect(lab.page.getByRole('main')).toBeVisible()
      await expect(lab.page.getByRole('heading', { name: /stopped/ })).toHaveCount(0)
    }
  }
})
