import type { JSHandle, Locator, Page } from '@playwright/test'
import { expect } from './app.ts'

/** The Data stage as a person finds their way on it: by roles and names. */
export class DataStage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /** Goes there by its key, and waits for the table that is open first. */
  static async open(page: Page): Promise<DataStage> {
    await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible()
    await page.evaluate(() => document.fonts.ready.then(() => undefined))
    await page.keyboard.press('d')
    const stage = new DataStage(page)
    await expect(stage.columns).toBeVisible()
    return stage
  }

  get list(): Locator {
    return this.page.getByRole('navigation', { name: 'Tables' })
  }

  get title(): Locator {
    return this.page.getByRole('main').getByRole('heading', { level: 1 })
  }

  get head(): Locator {
    return this.page.getByTestId('table-head')
  }

  get columns(): Locator {
    return this.page.getByRole('table', { name: 'Columns' })
  }

  get setup(): Locator {
    return this.page.getByRole('complementary', { name: 'What to learn' })
  }

  get race(): Locator {
    return this.page.getByRole('button', { name: 'Race on this' })
  }

  get refused(): Locator {
    return this.page.getByRole('main').locator('details', { hasText: /rows? refused/ })
  }

  option(name: string): Locator {
    return this.page.getByRole('combobox', { name, exact: true })
  }

  /** Chooses a file by the button, as the system's dialog answers it. */
  async choose(path: string): Promise<void> {
    const waiting = this.page.waitForEvent('filechooser')
    await this.page.getByRole('button', { name: 'Choose a file' }).click()
    await (await waiting).setFiles(path)
  }

  /**
   * Drops a file from the disk on the window. A file that a script made has no place on the disk,
   * so one is taken from a field of the page's that the system filled.
   */
  async drop(path: string): Promise<void> {
    const transfer = await this.held(path)
    const body = this.page.locator('body')
    await body.dispatchEvent('dragover', { dataTransfer: transfer })
    await expect(this.page.getByText('Drop it: it opens as a table')).toBeVisible()
    await body.dispatchEvent('drop', { dataTransfer: transfer })
    await expect(this.page.getByText('Drop it: it opens as a table')).toBeHidden()
  }

  private async held(path: string): Promise<JSHandle<DataTransfer>> {
    const field = await this.page.evaluateHandle(() => {
      const input = document.createElement('input')
      input.type = 'file'
      return input
    })
    await field.asElement()?.setInputFiles(path)
    return field.evaluateHandle((input) => {
      const transfer = new DataTransfer()
      for (const file of (input as HTMLInputElement).files ?? []) transfer.items.add(file)
      return transfer
    })
  }

  /** Waits until the table of that name is open, and nothing is being read. */
  async shown(name: string, rows?: number): Promise<void> {
    await expect(this.title).toHaveText(name)
    await expect(this.page.getByRole('progressbar')).toHaveCount(0)
    if (rows === undefined) return
    const fact = `${rows.toLocaleString('en')} rows`
    await expect(this.head.getByText(fact, { exact: true })).toBeVisible()
  }
}
