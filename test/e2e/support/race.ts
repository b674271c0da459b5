import { expect, type Locator, type Page } from '@playwright/test'

/** The Race stage as a person finds their way on it: by roles and names. */
export class RaceStage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  static async open(page: Page): Promise<RaceStage> {
    const stage = new RaceStage(page)
    await page.getByRole('link', { name: 'Race' }).click()
    await expect(stage.lanes.first()).toBeVisible()
    await page.evaluate(() => document.fonts.ready.then(() => undefined))
    return stage
  }

  get transport(): Locator {
    return this.page.getByRole('group', { name: 'Run controls' })
  }

  /** The button that races, by whatever it says now. */
  get run(): Locator {
    return this.transport.getByRole('button', { name: /^(Race( again| \d+ new lanes?)?)$/ })
  }

  get status(): Locator {
    return this.page.getByTestId('status')
  }

  get lanes(): Locator {
    return this.page.getByRole('region', { name: 'Lanes' }).getByRole('listitem')
  }

  get chart(): Locator {
    return this.page.getByRole('img', { name: /^Chart:/ })
  }

  get target(): Locator {
    return this.page.getByRole('slider', { name: 'Target' })
  }

  get form(): Locator {
    return this.page.getByRole('region', { name: 'Start line' })
  }

  lane(name: string): Locator {
    return this.lanes.filter({ has: this.page.getByRole('button', { name, exact: true }) })
  }

  select(name: string): Promise<void> {
    return this.page.getByRole('button', { name, exact: true }).first().click()
  }

  field(name: string): Locator {
    return this.page.getByRole('textbox', { name, exact: true })
  }

  choose(group: string, option: string): Promise<void> {
    const choices = this.page.getByRole('radiogroup', { name: group, exact: true })
    return choices.getByRole('radio', { name: option, exact: true }).click()
  }

  async chooseMetric(name: string): Promise<void> {
    await this.page.getByRole('combobox', { name: 'Metric' }).click()
    await this.page.getByRole('option', { name, exact: true }).click()
  }

  async unfold(): Promise<void> {
    await this.page.getByTestId('start-line').click()
    await expect(this.form).toBeVisible()
  }

  async fold(): Promise<void> {
    await this.page.getByTestId('start-line').click()
    await expect(this.form).toBeHidden()
  }

  /** Leaves the first lanes only. */
  async keepLanes(count: number): Promise<void> {
    for (let left = await this.lanes.count(); left > count; left--) {
      const lane = this.lanes.last()
      await lane.hover()
      await lane.getByRole('button', { name: /: remove$/ }).click()
      await expect(this.lanes).toHaveCount(left - 1)
    }
  }

  async setSeeds(count: number): Promise<void> {
    await this.unfold()
    await this.field('How many').fill(String(count))
    await this.fold()
  }

  async pace(presses: number): Promise<void> {
    await this.page.getByRole('slider', { name: 'Speed' }).focus()
    for (let press = 0; press < presses; press++) await this.page.keyboard.press('ArrowLeft')
  }

  async fullSpeed(): Promise<void> {
    await this.page.getByRole('slider', { name: 'Speed' }).focus()
    await this.page.keyboard.press('End')
  }

  /** Waits for the sentence that only a whole race shows. */
  async finished(step: number): Promise<void> {
    await expect(this.status).toContainText(`medians at step ${step.toLocaleString('en')}:`)
  }
}
