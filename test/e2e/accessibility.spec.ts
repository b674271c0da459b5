import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { AxeResults } from 'axe-core'
import { root } from '#test/support/golden.ts'
import { expect, test } from './support/app.ts'
import { laboratoryOf } from './support/calls.ts'
import { IrisStage } from './support/iris.ts'

/* Nothing on the page keeps a person out who hears it, enlarges it or works by keys. */

/** What axe finds on the page as it stands, a line for each rule: its name and where. */
async function faults(page: Page): Promise<string[]> {
  const source = await readFile(join(root, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8')
  // By the debugger, since the page runs no script of others.
  await page.evaluate(source)
  const { violations } = await page.evaluate(() => {
    const { axe } = window as unknown as { axe: { run(): Promise<AxeResults> } }
    return axe.run()
  })
  return violations.map(({ id, nodes }) => {
    const places = nodes.slice(0, 4).map(({ target }) => target.join(' '))
    return `${id} ×${nodes.length}: ${places.join(' | ')}`
  })
}

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any stage, sheet and menu, ${theme}`, async ({ lab }) => {
    const { page } = lab
    const laboratory = laboratoryOf(page)
    await laboratory.writeSettings({ language: 'en', theme, projector: false })
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    // A transition would be measured in its middle.
    await page.emulateMedia({ reducedMotion: 'reduce' })
    const iris = await IrisStage.open(page)
    await iris.fullSpeed()
    await iris.run.click()
    await iris.finished(480)

    const found: Record<string, string[]> = {}
    const look = async (name: string): Promise<void> => {
      const all = await faults(page)
      if (all.length > 0) found[name] = all
    }
    for (const stage of ['Iris', 'Race', 'Surface', 'Optimizers', 'Data', 'Runs']) {
      await page.getByRole('link', { name: stage, exact: true }).click()
      await expect(page.getByRole('main')).toBeVisible()
      await page.waitForLoadState('networkidle')
      await look(stage)
      const menu = page.getByRole('button', { name: 'Export this chart' }).first()
      if ((await menu.count()) > 0) {
        await menu.click()
        await look(`${stage}, export`)
        await page.keyboard.press('Escape')
      }
    }
    await page.getByRole('link', { name: 'Race', exact: true }).click()
    await page.keyboard.press('x')
    await expect(page.getByRole('region', { name: 'The next tournament' })).toBeVisible()
    await look('Tournament')
    for (const [key, sheet] of [
      [',', 'Settings'],
      ['?', 'Keys'],
      ['c', 'One name, several formulas'],
    ] as const) {
      await page.keyboard.press(key)
      await expect(page.getByRole('dialog', { name: sheet })).toBeVisible()
      await look(sheet)
      await page.keyboard.press('Escape')
    }
    expect(found).toEqual({})
  })
}
