import type { Locator } from '@playwright/test'
import { expect, served, test } from './support/app.ts'
import { IrisStage } from './support/iris.ts'

/* What a person chooses for the whole program, at once and for good. */

test('what is chosen is done at once, and kept', async ({ lab }) => {
  let { page } = await IrisStage.open(lab.page)
  const body = (): Locator => page.locator('body')
  await test.step('following the system, the page follows it', async () => {
    await page.emulateMedia({ colorScheme: 'light' })
    await expect(body()).toHaveCSS('background-color', 'rgb(250, 250, 247)')
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect(body()).toHaveCSS('background-color', 'rgb(19, 20, 23)')
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  })

  await page.keyboard.press(',')
  const sheet = page.getByRole('dialog', { name: 'Settings' })
  await expect(sheet).toBeVisible()
  await test.step('nothing moves where reduced motion is asked for', async () => {
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter((element) => {
          const { animationName, transitionDuration } = getComputedStyle(element)
          return (
            animationName !== 'none' || transitionDuration.split(', ').some((each) => each !== '0s')
          )
        })
        .map((element) => element.className),
    )
    expect(moving).toEqual([])
    await page.emulateMedia({ colorScheme: null, reducedMotion: null })
  })

  const heading = page.getByRole('heading', { name: 'Iris experiment' })
  const sizeOfHeading = (): Promise<number> =>
    heading.evaluate((element) => parseFloat(getComputedStyle(element).fontSize))
  const before = await sizeOfHeading()
  await sheet.getByRole('switch', { name: 'Projector' }).click()
  await expect.poll(sizeOfHeading).toBeCloseTo(before * 1.4, 3)
  await sheet.getByRole('radio', { name: 'Dark' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(body()).toHaveCSS('background-color', 'rgb(19, 20, 23)')
  await sheet.getByRole('radio', { name: '简体中文' }).click()
  await expect(page.getByRole('heading', { name: '鸢尾花实验' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
  await expect(page.getByRole('button', { name: '运行', exact: true }).first()).toBeVisible()

  page = (await IrisStage.open(await lab.relaunch())).page
  await expect(page.getByRole('heading', { name: '鸢尾花实验' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(page.locator('html')).toHaveAttribute('data-projector', '')
  // The keys do the same.
  await page.keyboard.press('Shift+L')
  await expect(page.getByRole('heading', { name: 'Iris experiment' })).toBeVisible()
  await page.keyboard.press('t')
  await expect(body()).toHaveCSS('background-color', 'rgb(250, 250, 247)')
})

test(
  'a form’s change is taken back; both sizes hold the stage; it says what it is',
  { tag: served },
  async ({ lab }) => {
    const { page } = lab
    const iris = await IrisStage.open(page)
    await test.step('a change of a form is taken back and done again by keys', async () => {
      const batch = page.getByRole('radiogroup', { name: 'Batch' })
      const adam = page.getByRole('checkbox', { name: 'Adam: take part in the next run' })
      await batch.getByRole('radio', { name: '120' }).click()
      await adam.uncheck()
      await page.keyboard.press('Control+z')
      await expect(adam).toBeChecked()
      await page.keyboard.press('Control+z')
      await expect(batch.getByRole('radio', { name: '24' })).toBeChecked()
      await page.keyboard.press('Control+y')
      await expect(batch.getByRole('radio', { name: '120' })).toBeChecked()
    })

    await test.step('both sizes hold the stage without scrolling the page', async () => {
      for (const size of [
        { width: 1440, height: 900 },
        { width: 1024, height: 700 },
      ]) {
        if (lab.electron) {
          await lab.electron.evaluate(({ BrowserWindow }, { width, height }) => {
            BrowserWindow.getAllWindows()[0]?.setContentSize(width, height)
          }, size)
        } else {
          await page.setViewportSize(size)
        }
        await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(size.width)
        const overflow = await page.evaluate(() => {
          const main = document.querySelector('main')
          return {
            page: document.documentElement.scrollHeight - window.innerHeight,
            wide: document.documentElement.scrollWidth - window.innerWidth,
            stage: (main?.scrollHeight ?? 0) - (main?.clientHeight ?? 0),
          }
        })
        expect(overflow).toEqual({ page: 0, wide: 0, stage: 0 })
      }
    })

    await test.step('it says what it is and where runs are kept', async () => {
      await iris.fullSpeed()
      await iris.run.click()
      await iris.finished(480)
      await page.keyboard.press(',')
      const sheet = page.getByRole('dialog', { name: 'Settings' })
      await expect(sheet).toContainText(`${lab.dataFolder}/runs`)
      await expect(sheet.getByRole('button', { name: 'Open this folder' })).toHaveCount(
        lab.shell === 'desktop' ? 1 : 0,
      )
      await page.keyboard.press('Escape')
      await page.keyboard.press('?')
      await page.getByRole('button', { name: 'About Descent Lab' }).click()
      const about = page.getByRole('dialog', { name: 'About Descent Lab' })
      await expect(about).toContainText(/TensorFlow\s*4\.22\.0 \/ \d+\.\d+\.\d+/)
      await expect(about).toContainText('MIT licence')
    })
  },
)
