import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test, type LabFixture } from './support/app.ts'
import { laboratoryOf } from './support/calls.ts'
import { IrisStage } from './support/iris.ts'
import { collidingNames, pictureShare, scrolledFormulas, unreadable } from './support/looks.ts'
import { RaceStage } from './support/race.ts'

/*
 * Every stage in the sizes, themes and languages that people use: no words are cut off or lie over one
 * another, no name in a chart covers another, no formula is scrolled, and presented, most of the window is
 * the picture. With DESCENT_LAB_SHOTS=<folder> (`npm run shots`) each is photographed too, and sheets and
 * menus with them, to be looked at.
 */

const folder = process.env['DESCENT_LAB_SHOTS']
const stages = ['learn', 'iris', 'race', 'surface', 'optimizers', 'data', 'runs'] as const
const sizes = [
  { name: '1440', width: 1440, height: 900, projector: false },
  { name: '1024', width: 1024, height: 700, projector: false },
  { name: 'projector', width: 1440, height: 900, projector: true },
] as const

async function resize(lab: LabFixture, width: number, height: number): Promise<void> {
  await lab.electron?.evaluate(
    ({ BrowserWindow }, size) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height)
    },
    { width, height },
  )
  await expect.poll(() => lab.page.evaluate(() => innerWidth)).toBe(width)
}

/** A chart is painted in the frame after the one that resized it. */
const painted = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((done) =>
        requestAnimationFrame(() =>
          requestAnimationFrame(() => requestAnimationFrame(() => done())),
        ),
      ),
  )

async function faultsOf(page: Page): Promise<string[]> {
  return [
    ...(await unreadable(page)),
    ...(await collidingNames(page)),
    ...(await scrolledFormulas(page)),
  ]
}

/** What opens over a stage, or instead of its picture: only looked at. */
const extras: readonly (readonly [stage: (typeof stages)[number], name: string, keys: string])[] = [
  ['iris', 'settings', ','],
  ['iris', 'keys', '?'],
  ['iris', 'export', 'e'],
  ['iris', 'inside', 'w'],
  ['race', 'tournament', 'x'],
]

const soon = { timeout: 2000 }

test('no words are cut off or lie over one another, and the picture has the room', async ({
  lab,
}) => {
  const { page } = lab
  if (folder) await mkdir(folder, { recursive: true })
  const shoot = async (...name: string[]): Promise<void> => {
    if (!folder) return
    await painted(page)
    await page.screenshot({ path: join(folder, `${name.join('-')}.png`) })
  }
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const iris = await IrisStage.open(page)
  await iris.fullSpeed()
  await iris.run.click()
  await iris.finished(480)
  const race = await RaceStage.open(page)
  await race.run.click()
  await race.finished(200)
  await page.keyboard.press('k')
  await page.locator('.lesson').first().click()
  await page.keyboard.press('Enter')

  const found: Record<string, string[]> = {}
  for (const { name, width, height, projector } of sizes) {
    await resize(lab, width, height)
    for (const language of ['en', 'zh-CN'] as const) {
      // The theme changes no place of any word.
      for (const theme of folder ? (['light', 'dark'] as const) : (['light'] as const)) {
        // The page may write down its own settings at the same moment, with the language of before.
        await expect(async () => {
          await laboratoryOf(page).writeSettings({ language, theme, projector })
          await expect(page.locator('html')).toHaveAttribute('lang', language, soon)
          await expect(page.locator('html')).toHaveAttribute('data-theme', theme, soon)
        }).toPass()
        for (const stage of stages) {
          await page.locator(`nav a[href="#${stage}"]`).click()
          await expect(page.getByRole('main')).toBeVisible()
          await page.waitForLoadState('networkidle')
          await page.evaluate(() => document.fonts.ready.then(() => undefined))
          const faults = await faultsOf(page)
          if (faults.length > 0) found[`${stage} ${name} ${language}`] = faults
          await shoot(stage, name, theme, language)
          if (stage === 'learn') {
            const { width: across = 0, height: up = 0 } =
              (await page.locator('.figure').boundingBox()) ?? {}
            expect((across * up) / (width * height)).toBeGreaterThan(0.55)
          } else if (language === 'en') {
            await page.keyboard.press('p')
            await expect(page.getByRole('group', { name: 'Presentation' })).toBeVisible()
            await expect
              .poll(() => pictureShare(page), { message: `the picture of ${stage}` })
              .toBeGreaterThan(0.55)
            const presented = await faultsOf(page)
            if (presented.length > 0) found[`${stage} ${name} presented`] = presented
            await shoot(stage, name, theme, 'present')
            await page.keyboard.press('Escape')
            await expect(page.getByRole('navigation', { name: 'Stages' })).toBeVisible()
          }
        }
        if (!folder) continue
        for (const [stage, what, key] of extras) {
          await page.locator(`nav a[href="#${stage}"]`).click()
          await page.keyboard.press(key)
          const faults = await faultsOf(page)
          if (faults.length > 0) found[`${what} ${name} ${language}`] = faults
          await shoot(what, name, theme, language)
          await page.keyboard.press(['w', 'x'].includes(key) ? key : 'Escape')
        }
      }
    }
  }
  expect(found).toEqual({})
})
