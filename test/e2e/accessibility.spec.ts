import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { AxeResults, RunOptions } from 'axe-core'
import { root } from '#test/support/golden.ts'
import { expect, test } from './support/app.ts'
import { laboratoryOf } from './support/calls.ts'
import { IrisStage } from './support/iris.ts'

/* Nothing on the page keeps a person out who hears it, enlarges it or works by keys. */

/**
 * What axe finds on the page as it stands, a line for each rule: its name and where.
 * @param within only there, by a selector
 * @param rules only these. @default all
 */
async function faults(page: Page, within: string, rules?: string[]): Promise<string[]> {
  return page.evaluate(
    async ([place, only]) => {
      const { axe } = window as unknown as {
        axe: { run(place: string, options: RunOptions): Promise<AxeResults> }
      }
      // What passes, hundreds of places a page, is neither gathered nor carried here.
      const options: RunOptions = { resultTypes: ['violations'] }
      const { violations } = await axe.run(place, only ? { ...options, runOnly: only } : options)
      return violations.map(({ id, nodes }) => {
        const places = nodes.slice(0, 4).map(({ target }) => target.join(' '))
        return `${id} ×${nodes.length}: ${places.join(' | ')}`
      })
    },
    [within, rules] as const,
  )
}

test('axe finds nothing on any stage, sheet and menu, in both themes', async ({ lab }) => {
  const { page } = lab
  await laboratoryOf(page).writeSettings({
    ...{ language: 'en', theme: 'system', projector: false },
    learn: { begun: true, done: {} },
  })
  const wear = async (colorScheme: 'light' | 'dark'): Promise<void> => {
    // A transition would be measured in its middle.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
  }
  await wear('light')
  // By the debugger, since the page runs no script of others.
  await page.evaluate(await readFile(join(root, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8'))
  const iris = await IrisStage.open(page)
  await iris.fullSpeed()
  await iris.run.click()
  await iris.finished(480)

  const found: Record<string, string[]> = {}
  /** All rules in light; a dark page differs from it in its colours alone. */
  const look = async (name: string, within = 'html'): Promise<void> => {
    const light = await faults(page, within)
    await wear('dark')
    const dark = await faults(page, within, ['color-contrast'])
    await wear('light')
    if (light.length + dark.length > 0) found[name] = [...light, ...dark]
  }
  for (const stage of ['Learn', 'Iris', 'Race', 'Surface', 'Optimizers', 'Data', 'Runs']) {
    await page.getByRole('link', { name: stage, exact: true }).click()
    await expect(page.getByRole('main')).toBeVisible()
    await page.waitForLoadState('networkidle')
    await look(stage)
    if (stage === 'Learn') {
      await page.locator('.lesson').first().click()
      await look('a lesson', 'main')
      await page.getByTestId('onward').click()
      await look('a lesson, revealed', 'main')
    }
    const menu = page.getByRole('button', { name: 'Export this chart' }).first()
    if ((await menu.count()) > 0) {
      await menu.click()
      // What lies beneath a sheet was looked at before it opened.
      await look(`${stage}, export`, '[role="dialog"]')
      await page.keyboard.press('Escape')
    }
  }
  await page.getByRole('link', { name: 'Race', exact: true }).click()
  await page.keyboard.press('x')
  await expect(page.getByRole('region', { name: 'The next tournament' })).toBeVisible()
  await look('Tournament', 'main')
  for (const [key, sheet] of [
    [',', 'Settings'],
    ['?', 'Keys'],
  ] as const) {
    await page.keyboard.press(key)
    await expect(page.getByRole('dialog', { name: sheet })).toBeVisible()
    await look(sheet, '[role="dialog"]')
    await page.keyboard.press('Escape')
  }
  expect(found).toEqual({})
})
