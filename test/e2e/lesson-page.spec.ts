import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from '@playwright/test'
import { findLesson } from '#shared/lessons/index.ts'
import { expect, served, test, type LabFixture } from './support/app.ts'
import { asRoot, needed } from './support/environment.ts'

/* A lesson as a page of its own: saved in the Learn stage, opened without program and network. */

/** Most bytes of a page that is handed out. */
const most = 2_000_000

async function saved(lab: LabFixture, id: string): Promise<string> {
  const { page, electron } = lab
  const path = join(lab.folder, `${id}.html`)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await expect(page.getByRole('main')).toBeVisible()
  await page.keyboard.press('k')
  await page.getByRole('button', { name: findLesson(id)!.text.en.title }).click()
  const button = page.getByRole('button', { name: 'Save this lesson as a page' })
  if (electron) {
    await electron.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
    }, path)
    await button.click()
  } else {
    const download = page.waitForEvent('download')
    await button.click()
    await (await download).saveAs(path)
  }
  await expect(page.getByTestId('lesson-saved')).toContainText(`${id}.html`)
  return path
}

test('a lesson that trains is a page that needs nothing', { tag: served }, async ({ lab }) => {
  const lesson = findLesson('iris')!
  const path = await saved(lab, lesson.id)
  expect((await stat(path)).size).toBeLessThan(most)

  const browser = await chromium.launch({
    executablePath: needed('CHROME_PATH'),
    args: [...asRoot],
  })
  try {
    const context = await browser.newContext({
      ...{ offline: true, locale: 'en-US', reducedMotion: 'reduce' },
      viewport: { width: 1024, height: 700 },
    })
    const page = await context.newPage()
    const [asked, faults]: [string[], string[]] = [[], []]
    page.on('request', (request) => asked.push(request.url()))
    page.on('pageerror', ({ message }) => faults.push(message))
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text())
    })
    await page.goto(pathToFileURL(path).href)
    await expect(page).toHaveTitle(lesson.text.en.title)

    const status = page.locator('[role="status"].reveal')
    for (const step of lesson.steps) {
      await expect(page.getByRole('heading', { level: 2 })).toContainText(
        lesson.text.en.steps[step.id]!.title,
      )
      if (step.ask.kind === 'choice') await page.keyboard.press('2')
      await page.keyboard.press('Enter')
      await expect(page.locator('.figure canvas')).toHaveAttribute('data-revealed', 'true')
      const end = lesson.text.en.steps[step.id]!.why.split('}').at(-1)!.trim()
      await expect(status).toContainText(end)
      await expect(status).not.toContainText(/[{}]|NaN/)
      await expect(page.getByRole('button', { name: /^Open in/ })).toHaveCount(0)
      if (step !== lesson.steps.at(-1)) await page.keyboard.press('Enter')
    }

    // The other language, other numbers, all of it still from the file.
    await page.keyboard.press('Shift+L')
    await expect(page).toHaveTitle(lesson.text['zh-CN'].title)
    await page.getByRole('slider', { name: '种子' }).focus()
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await expect(page.locator('.figure canvas')).toHaveAttribute('data-revealed', 'true')

    // What is printed is every step with its figure, and no button.
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
    await page.emulateMedia({ media: 'print' })
    await expect(page.locator('.hand-out section')).toHaveCount(lesson.steps.length)
    await expect(page.getByTestId('onward')).toBeHidden()

    const own = asked.filter((url) => !url.startsWith('data:'))
    expect(own).toEqual([pathToFileURL(path).href])
    expect(faults).toEqual([])
  } finally {
    await browser.close()
  }
})
