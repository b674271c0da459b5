import { expect, served, test } from './support/app.ts'
import { IrisStage } from './support/iris.ts'

/* What a person chooses for the whole program, at once and for good. */

test('language and theme change at once, and are kept', { tag: served }, async ({ lab }) => {
  let { page } = await IrisStage.open(lab.page)
  await page.keyboard.press(',')
  const sheet = page.getByRole('dialog', { name: 'Settings' })
  await sheet.getByRole('radio', { name: 'Dark' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(19, 20, 23)')
  await sheet.getByRole('radio', { name: '简体中文' }).click()
  await expect(page.getByRole('heading', { name: '鸢尾花实验' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
  await expect(page.getByRole('button', { name: '运行', exact: true }).first()).toBeVisible()

  page = (await IrisStage.open(await lab.relaunch())).page
  await expect(page.getByRole('heading', { name: '鸢尾花实验' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  // The keys do the same.
  await page.keyboard.press('Shift+L')
  await expect(page.getByRole('heading', { name: 'Iris experiment' })).toBeVisible()
  await page.keyboard.press('t')
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(250, 250, 247)')
})

test('following the system, the page follows it', async ({ lab }) => {
  const body = lab.page.locator('body')
  await lab.page.emulateMedia({ colorScheme: 'dark' })
  await expect(body).toHaveCSS('background-color', 'rgb(19, 20, 23)')
  await lab.page.emulateMedia({ colorScheme: 'light' })
  await expect(body).toHaveCSS('background-color', 'rgb(250, 250, 247)')
})

test('projector mode makes everything 1.4 times as large', async ({ lab }) => {
  await IrisStage.open(lab.page)
  const heading = lab.page.getByRole('heading', { name: 'Iris experiment' })
  const before = await heading.evaluate((element) => getComputedStyle(element).fontSize)
  await lab.page.keyboard.press(',')
  const sheet = lab.page.getByRole('dialog', { name: 'Settings' })
  await sheet.getByRole('switch', { name: 'Projector' }).click()
  await expect
    .poll(() => heading.evaluate((element) => parseFloat(getComputedStyle(element).fontSize)))
    .toBeCloseTo(parseFloat(before) * 1.4, 3)
  await lab.page.keyboard.press('Escape')
  const { page } = await IrisStage.open(await lab.relaunch())
  await expect(page.locator('html')).toHaveAttribute('data-projector', '')
})

test('it says what it is and where runs are kept', { tag: served }, async ({ lab }) => {
  const iris = await IrisStage.open(lab.page)
  await iris.fullSpeed()
  await iris.run.click()
  await iris.finished(480)
  await lab.page.keyboard.press(',')
  const sheet = lab.page.getByRole('dialog', { name: 'Settings' })
  await expect(sheet).toContainText(`${lab.dataFolder}/runs`)
  await expect(sheet.getByRole('button', { name: 'Open this folder' })).toHaveCount(
    lab.shell === 'desktop' ? 1 : 0,
  )
  await lab.page.keyboard.press('Escape')
  await lab.page.keyboard.press('?')
  await lab.page.getByRole('button', { name: 'About Descent Lab' }).click()
  const about = lab.page.getByRole('dialog', { name: 'About Descent Lab' })
  await expect(about).toContainText(/TensorFlow\s*4\.22\.0 \/ \d+\.\d+\.\d+/)
  await expect(about).toContainText('MIT licence')
})

test('nothing moves where reduced motion is asked for', async ({ lab }) => {
  await IrisStage.open(lab.page)
  await lab.page.emulateMedia({ reducedMotion: 'reduce' })
  await lab.page.keyboard.press(',')
  await expect(lab.page.getByRole('dialog', { name: 'Settings' })).toBeVisible()
  const moving = await lab.page.evaluate(() =>
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
})

test('both sizes hold the stage without scrolling the page', { tag: served }, async ({ lab }) => {
  await IrisStage.open(lab.page)
  for (const size of [
    { width: 1440, height: 900 },
    { width: 1024, height: 700 },
  ]) {
    if (lab.electron) {
      await lab.electron.evaluate(({ BrowserWindow }, { width, height }) => {
        BrowserWindow.getAllWindows()[0]?.setContentSize(width, height)
      }, size)
    } else {
      await lab.page.setViewportSize(size)
    }
    await expect.poll(() => lab.page.evaluate(() => window.innerWidth)).toBe(size.width)
    const overflow = await lab.page.evaluate(() => {
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

test(
  'a change of a form is taken back and done again by keys',
  { tag: served },
  async ({ lab }) => {
    const { page } = lab
    await page.getByRole('link', { name: 'Iris' }).click()
    const batch = page.getByRole('radiogroup', { name: 'Batch' })
    await batch.getByRole('radio', { name: '120' }).click()
    await page.getByRole('checkbox', { name: 'Adam: take part in the next run' }).uncheck()
    await page.keyboard.press('Control+z')
    await expect(
      page.getByRole('checkbox', { name: 'Adam: take part in the next run' }),
    ).toBeChecked()
    await page.keyboard.press('Control+z')
    await expect(batch.getByRole('radio', { name: '24' })).toBeChecked()
    await page.keyboard.press('Control+y')
    await expect(batch.getByRole('radio', { name: '120' })).toBeChecked()
  },
)
