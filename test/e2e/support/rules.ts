import type { Locator, Page } from '@playwright/test'
import { pasteOf, type PasteName } from '#test/support/pastes.ts'
import { expect } from './app.ts'

/** The Optimizers stage as a person finds their way on it. */
export class OptimizersStage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /** Goes there by its key. */
  static async open(page: Page): Promise<OptimizersStage> {
    await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible()
    await page.evaluate(() => document.fonts.ready.then(() => undefined))
    await page.keyboard.press('m')
    const stage = new OptimizersStage(page)
    await expect(stage.list).toBeVisible()
    return stage
  }

  get list(): Locator {
    return this.page.getByRole('navigation', { name: 'Optimizers' })
  }

  get title(): Locator {
    return this.page.getByRole('main').getByRole('heading', { level: 1 })
  }

  get program(): Locator {
    return this.page.getByRole('textbox', { name: 'Program of the rule' })
  }

  /** The formula as KaTeX was given it. */
  get formula(): Locator {
    return this.page.getByRole('group', { name: 'Formula' }).locator('annotation')
  }

  get who(): Locator {
    return this.page.getByText('Who is it?').locator('..')
  }

  get save(): Locator {
    return this.page.getByRole('button', { name: 'Save', exact: true })
  }

  entry(name: string): Locator {
    return this.list.getByRole('button', { name: new RegExp(`^${name}( draft)?$`) })
  }

  /** Pastes a function as tutorials have it, and takes it over. */
  async paste(name: PasteName, change: (text: string) => string = (text) => text): Promise<void> {
    await this.list.getByRole('button', { name: 'Paste' }).click()
    const sheet = this.page.getByRole('dialog', { name: 'Paste a rule' })
    await sheet.getByRole('textbox').fill(change(pasteOf(name)))
    await sheet.getByRole('button', { name: 'Take over' }).click()
    await expect(this.program).toBeVisible()
  }
}
