import type { Locator, Page } from '@playwright/test'
import { expect, served, test, type LabFixture } from './support/app.ts'
import { IrisStage } from './support/iris.ts'
import { RaceStage } from './support/race.ts'

/* The queue of work: nothing is stopped because something else was started. */

const strip = (page: Page): Locator => page.getByRole('contentinfo', { name: 'Work under way' })
const job = (page: Page, name: string): Locator =>
  strip(page).getByRole('listitem').filter({ hasText: name })
const question = (page: Page): Locator => page.getByRole('group', { name: 'When to start' })

/** A race on Wine that takes minutes: of full batches, so that it has little to record. */
async function longRace(lab: LabFixture): Promise<RaceStage> {
  const race = await RaceStage.open(lab.page)
  await race.keepLanes(3)
  await race.unfold()
  await race.field('Budget').fill('60000')
  await race.fold()
  await race.run.click()
  await expect(race.status).toContainText(/Running · step [1-9]/)
  return race
}

test(
  'the tutorial’s experiment runs beside a race, and every stage shows what runs',
  { tag: served },
  async ({ lab }) => {
    const { page } = lab
    await longRace(lab)
    const rail = page.getByRole('navigation')
    await expect(
      rail.getByRole('link', { name: /^something is under way here Race$/ }),
    ).toBeVisible()
    await expect.poll(() => page.title()).toMatch(/^\d+ ?% · .*Wine.* · Descent Lab$/)

    await rail.getByRole('link', { name: 'Iris' }).click()
    const iris = await IrisStage.open(page)
    await iris.fullSpeed()
    await iris.run.click()
    await iris.finished(480)
    await expect(job(page, 'Iris')).toHaveAttribute('data-phase', 'finished')
    await expect(job(page, 'Wine')).toContainText(/running · \d+ ?%/)

    // It is paused, gone on with and stopped from any stage, and its name leads to it.
    await job(page, 'Wine')
      .getByRole('button', { name: /^Pause/ })
      .click()
    await expect(job(page, 'Wine')).toContainText('paused')
    await job(page, 'Wine')
      .getByRole('button', { name: /^Go on/ })
      .click()
    await expect(job(page, 'Wine')).toContainText('running')
    await job(page, 'Wine')
      .getByRole('button', { name: /it can go on later$/ })
      .click()
    await expect(job(page, 'Wine')).toContainText('stopped')
    await expect.poll(() => page.title()).toBe('Descent Lab')
    await job(page, 'Iris')
      .getByRole('button', { name: /off the list$/ })
      .click()
    await expect(job(page, 'Iris')).toHaveCount(0)
    await job(page, 'Wine').getByRole('button').first().click()
    await expect(page.getByTestId('start-line')).toBeVisible()
  },
)

test(
  'a second start asks once: after what runs, or instead of it',
  { tag: served },
  async ({ lab }) => {
    const { page } = lab
    const race = await longRace(lab)
    await page.getByRole('tab', { name: 'Sweep' }).click()
    const sweep = page.getByRole('region', { name: 'Sweep' })
    await sweep.getByRole('button', { name: 'Start sweep' }).click()
    await expect(question(page)).toContainText('is running. Start this:')
    // Thought better of: nothing has changed.
    await question(page).getByRole('button', { name: 'Cancel' }).click()
    await expect(question(page)).toHaveCount(0)
    await expect(strip(page)).toContainText('running')

    await sweep.getByRole('button', { name: 'Start sweep' }).click()
    await question(page).getByRole('button', { name: 'After it' }).click()
    const waiting = strip(page).locator('[data-phase="waiting"]')
    await expect(waiting).toContainText('waits for its turn')
    await waiting.getByRole('button', { name: /off the list$/ }).click()
    await expect(waiting).toHaveCount(0)

    await sweep.getByRole('button', { name: 'Start sweep' }).click()
    await question(page).getByRole('button', { name: 'Instead of it' }).click()
    await expect(page.getByTestId('sweep-status')).toContainText(/of \d+ trials/)
    await expect(strip(page).locator('[data-phase="stopped"]')).toHaveCount(1)
    // What was stopped is kept, and goes on.
    await sweep.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('tab', { name: 'Confusion' }).click()
    await expect(race.status).toContainText(/Stopped at step [\d,]+ of [\d,]+/)
    await page.getByRole('button', { name: 'Go on', exact: true }).click()
    await expect(race.status).toContainText(/Running · step [1-9]/)
    expect(await lab.runFolders()).toHaveLength(1)
  },
)

test(
  'a race that was cut off is offered to go on after a restart',
  { tag: served },
  async ({ lab }) => {
    await longRace(lab)
    await expect
      .poll(async () => (await lab.settings()).race)
      .toMatchObject({ heats: [expect.any(String)] })
    const page = await lab.relaunch()
    const race = await RaceStage.open(page)
    await expect(race.status).toContainText(/Stopped at step [\d,]+ of [\d,]+/)
    await page.getByRole('button', { name: 'Go on', exact: true }).click()
    await expect(race.status).toContainText(/Running · step [1-9]/)
    expect(await lab.runFolders()).toHaveLength(1)
  },
)
