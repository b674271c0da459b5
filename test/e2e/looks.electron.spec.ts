import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, type LabFixture } from './support/app.ts'
import { laboratoryOf } from './support/calls.ts'
import { IrisStage } from './support/iris.ts'
import { collidingNames, pictureShare, unreadable } from './support/looks.ts'

/*
 * Every stage in the sizes, themes and languages that people use: no words are cut off or lie over one
 * another, no name in a chart covers another, and presented, most of the window is the picture. With DESCENT_LAB_SHOTS=<folder> (`npm run shots`) each is photographed too, to be looked at.
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

test('no words are cut off or lie over one another', async ({ lab }) => {
  const { page } = lab
  if (folder) await mkdir(folder, { recursive: true })
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const iris = await IrisStage.open(page)
  await iris.fullSpeed()
  await iris.run.click()
  await iris.finished(480)

  await page.keyboard.press('k')
  await page.locator('.lesson').first().click()
  await page.keyboard.press('Enter')

  const found: Record<string, string[]> = {}
  for (const { name, width, height, projector } of sizes) {
    await resize(lab, width, height)
    for (const language of ['en', 'zh-CN'] as const) {
      // The theme changes no place of any word.
      for (const theme of folder ? (['light', 'dark'] as const) : (['light'] as const)) {
        await laboratoryOf(page).writeSettings({ language, theme, projector })
        await expect(page.locator('html')).toHaveAttribute('lang', language)
        await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
        for (const stage of stages) {
          await page.locator(`nav a[href="#${stage}"]`).click()
          await expect(page.getByRole('main')).toBeVisible()
          await page.waitForLoadState('networkidle')
          await page.evaluate(() => document.fonts.ready.then(() => undefined))
          const faults = [...(await unreadable(page)), ...(await collidingNames(page))]
          if (faults.length > 0) found[`${stage} ${name} ${language}`] = faults
          if (stage !== 'data' && stage !== 'learn' && language === 'en') {
            await page.keyboard.press('p')
            await expect(page.getByRole('group', { name: 'Presentation' })).toBeVisible()
            await expect
              .poll(() => pictureShare(page), { message: `the picture of ${stage}` })
              .toBeGreaterThan(0.55)
            const presented = [...(await unreadable(page)), ...(await collidingNames(page))]
            if (presented.length > 0) found[`${stage} ${name} presented`] = presented
            if (folder) {
              await page.screenshot({ path: join(folder, `${stage}-${name}-${theme}-present.png`) })
            }
            await page.keyboard.press('Escape')
            await expect(page.getByRole('navigation', { name: 'Stages' })).toBeVisible()
          }
          if (stage === 'learn') {
            const { width: across = 0, height: up = 0 } =
              (await page.locator('.figure').boundingBox()) ?? {}
            expect((across * up) / (width * height)).toBeGreaterThan(0.55)
          }
          if (folder) {
            const path = join(folder, `${stage}-${name}-${theme}-${language}.png`)
            await page.screenshot({ path })
          }
        }
      }
    }
  }
  expect(found).toEqual({})
})
