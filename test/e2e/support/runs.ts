import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect, type LabFixture } from './app.ts'

/** The Runs stage as a person finds their way on it: by roles and names. */
export class RunsStage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  static async open(page: Page): Promise<RunsStage> {
    const stage = new RunsStage(page)
    await page.getByRole('link', { name: 'Runs' }).click()
    await expect(stage.search).toBeVisible()
    return stage
  }

  get search(): Locator {
    return this.page.getByRole('searchbox', { name: 'Search the runs' })
  }

  get list(): Locator {
    return this.page.getByRole('grid', { name: 'Runs' })
  }

  get rows(): Locator {
    return this.list.getByRole('row')
  }

  row(text: string): Locator {
    return this.rows.filter({ hasText: text })
  }

  /** What is shown of the selected run, or of those that are ticked. */
  get beside(): Locator {
    return this.page.getByRole('region', { name: 'What is shown' })
  }

  get chart(): Locator {
    return this.beside.getByRole('img', { name: /^Chart:/ })
  }

  /** Ticks a run by its box. */
  tick(text: string): Promise<void> {
    return this.row(text)
      .getByTitle(/: tick$/)
      .click()
  }

  async rename(name: string): Promise<void> {
    await this.beside.getByRole('button', { name: 'Rename' }).click()
    const field = this.beside.getByRole('textbox', { name: 'Name of the run' })
    await field.fill(name)
    await field.press('Enter')
    await expect(this.row(name)).toHaveCount(1)
  }

  async export(format: string): Promise<void> {
    await this.beside.getByRole('button', { name: 'Export', exact: true }).click()
    await this.page.getByRole('menuitem', { name: format }).click()
  }

  get exported(): Locator {
    return this.page.getByTestId('export-notes')
  }
}

/** Where the desktop app saves whatever it is asked to save next. */
async function saveTo(lab: LabFixture, path: string): Promise<void> {
  await lab.electron?.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, path)
}

/** Exports the selected run by the page's menu, as its shell hands files over. @returns the file it went to */
export async function exported(
  lab: LabFixture,
  runs: RunsStage,
  format: string,
  name: string,
): Promise<string> {
  const path = join(lab.folder, name)
  if (lab.shell === 'desktop') {
    await saveTo(lab, path)
    await runs.export(format)
    await expect(runs.exported).toContainText('Saved as')
    return path
  }
  const download = lab.page.waitForEvent('download')
  await runs.export(format)
  await (await download).saveAs(path)
  await expect(runs.exported).toContainText('is downloaded')
  return path
}
