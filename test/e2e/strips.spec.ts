import type { Locator, Page } from '@playwright/test'
import { expect, served, test } from './support/app.ts'
import { IrisStage, lastLog } from './support/iris.ts'
import { RaceStage } from './support/race.ts'
import { SurfaceStage } from './support/surface.ts'

/* What happens inside a lane over time, and the tutorial's own picture of Iris. */

const strips = (page: Page): Locator => page.getByRole('region', { name: 'Inside over time' })
const rates = (page: Page): Locator => page.getByTestId('strip-rates')
const picture = (page: Page): Locator =>
  strips(page).getByRole('img', { name: /^Strips of gradient/ })

/** Chooses in a select of the strips. */
async function choose(page: Page, select: string, option: string): Promise<void> {
  await strips(page).getByRole('combobox', { name: select }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

test(
  'on Iris the rate of Adagrad sinks and that of RMSprop holds, as the log has it',
  { tag: served },
  async ({ lab }) => {
    const { page } = lab
    const iris = await IrisStage.open(page)
    await page.keyboard.press('w')
    await expect(strips(page)).toContainText('appear with the first steps')
    await iris.fullSpeed()
    await iris.run.click()
    await iris.finished(480)
    await expect(rates(page)).toContainText(/Adagrad [\d.]+ → [\d.]+, sinks/)
    await expect(rates(page)).toContainText(/RMSprop [\d.]+ → [\d.]+, holds/)

    // Three quartiles and 15 weights of each quantity; the third is the rate.
    const log = await lastLog(lab)
    const rate = (run: number, step: number, place: number): number =>
      log.flatMap((record) =>
        record.kind === 'strip' && record.run === run && record.step === step
          ? [record.values[2 * 18 + place]!]
          : [],
      )[0]!
    const printed = (value: number): string => String(Number(value.toPrecision(3)))
    await expect(rates(page)).toContainText(
      `Adagrad ${printed(rate(0, 1, 1))} → ${printed(rate(0, 20, 1))}`,
    )
    // One weight: chosen here, it is chosen among the weights too, and the other way round.
    await choose(page, 'Weight', 'sepal width → versicolor')
    await expect(rates(page)).toContainText(`→ ${printed(rate(0, 20, 3 + 4))}`)
    await expect(page.getByText('Weight: sepal width → versicolor')).toBeVisible()
    await page
      .getByRole('grid', { name: /^Weights of/ })
      .getByRole('gridcell')
      .first()
      .click()
    await expect(strips(page).getByRole('combobox', { name: 'Weight' })).toContainText(
      'sepal length → setosa',
    )
    // The strips follow the scrubber, also by keys.
    await expect(picture(page)).toHaveAccessibleName(/Adagrad at step 20:/)
    await page.getByRole('heading', { level: 1 }).click()
    await page.keyboard.press('ArrowLeft')
    await expect(picture(page)).toHaveAccessibleName(/Adagrad at step 18: .*RMSprop at step 18:/)
    // And the scrubber follows them.
    const box = (await picture(page).boundingBox())!
    await picture(page).click({ position: { x: 60, y: box.height / 2 } })
    await expect(iris.scrubber).toHaveAttribute('aria-valuetext', /^Step 2,/)
    await page.keyboard.press('w')
    await expect(strips(page)).toBeHidden()
  },
)

test('a race shows them of two lanes chosen, live, and on the Surface stage every step', async ({
  lab,
}) => {
  const { page } = lab
  const race = await RaceStage.open(page)
  await page.keyboard.press('w')
  await race.run.click()
  await race.finished(200)
  await race.select('Adagrad')
  // Where gradients vanish the sum of their squares grows no more; the mean of them falls.
  await expect(rates(page)).toContainText(/Adagrad [\d.]+ → [\d.]+, holds/)
  await expect(rates(page)).toContainText(/RMSprop [\d.]+ → [\d.]+, rises/)
  await choose(page, 'Compare with', 'with SGD')
  // What never changes but by its rate.
  await expect(rates(page)).toContainText('SGD 0.05 → 0.05, holds')
  await choose(page, 'Compare with', 'alone')
  await expect(rates(page)).not.toContainText('SGD')

  const surface = await SurfaceStage.open(page)
  await page.keyboard.press('3')
  await page.keyboard.press('w')
  await surface.choose('Ill-conditioned bowl')
  await expect(rates(page)).toContainText(/step 1 to 1,000/)
  await expect(rates(page)).toContainText('Adagrad')
  await expect(picture(page)).toHaveAccessibleName(/Adagrad at step 1,000: gradient g/)
  await page.getByRole('heading', { name: 'Lanes' }).click()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  await expect(picture(page)).toHaveAccessibleName(/Adagrad at step 1: gradient g/)
})

test(
  'Iris frames the tutorial’s window, and runs batches of 1, 24 and 120 side by side',
  { tag: served },
  async ({ lab }) => {
    const { page } = lab
    const iris = await IrisStage.open(page)
    await iris.fullSpeed()
    await iris.run.click()
    await iris.finished(480)
    await page.getByRole('button', { name: 'Tutorial’s window' }).click()
    await expect(page.getByRole('img', { name: /^Chart: Training loss/ })).toHaveAccessibleName(
      /RMSprop leaves below at step \d+/,
    )
    await page.getByRole('button', { name: 'Tutorial’s window' }).click()

    await page.getByRole('button', { name: 'All three' }).click()
    for (const batch of [1, 24, 120]) {
      await expect(
        page.getByRole('img', { name: new RegExp(`^Batches of ${batch}: Training loss.*RMSprop`) }),
      ).toBeVisible()
    }
    // Each is kept, beside the first.
    expect(await lab.runFolders()).toHaveLength(4)
    await page.getByRole('link', { name: 'Runs' }).click()
    for (const batch of [1, 24, 120]) {
      await expect(
        page.getByText(`Iris experiment, batch ${batch}`, { exact: true }).first(),
      ).toBeVisible()
    }
  },
)

test('an Iris race that broke off goes on after the program was closed', async ({ lab }) => {
  const iris = await IrisStage.open(lab.page)
  await iris.run.click()
  await iris.reached(4)
  await iris.transport.getByRole('button', { name: 'Stop' }).click()
  await expect(iris.status).toContainText(/Stopped at step/)
  const page = await lab.relaunch()
  const again = await IrisStage.open(page)
  await expect(again.status).toContainText(/Stopped at step/)
  await again.fullSpeed()
  await page.getByRole('button', { name: 'Go on', exact: true }).click()
  await again.finished(480)
  expect(await lab.runFolders()).toHaveLength(1)
})
