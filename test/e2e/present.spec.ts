import { readFile, stat } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { chromium } from '@playwright/test'
import { expect, served, test, type LabFixture } from './support/app.ts'
import { needed } from './support/environment.ts'
import { IrisStage } from './support/iris.ts'
import { part, Pictures } from './support/pictures.ts'
import { SurfaceStage } from './support/surface.ts'

/* A picture carries: it is presented, and leaves as a film. */

async function irisRun(lab: LabFixture): Promise<void> {
  const iris = await IrisStage.open(lab.page)
  await iris.fullSpeed()
  await iris.run.click()
  await iris.finished(480)
}

test('a stage is presented, one lane in the light', { tag: served }, async ({ lab }) => {
  const { page } = lab
  await irisRun(lab)
  await page.keyboard.press('p')
  const strip = page.getByRole('group', { name: 'Presentation' })
  await expect(strip).toContainText('softmax regression')
  await expect(page.getByRole('navigation', { name: 'Stages' })).toBeHidden()
  const adam = strip.getByRole('button', { name: 'Adam', exact: true })
  await adam.click()
  await expect(adam).toHaveAttribute('aria-pressed', 'true')
  // The others stand back, without a name.
  const names = page.locator('[data-picture] [data-names]')
  await expect.poll(async () => (await names.getAttribute('data-names'))?.split(';').length).toBe(1)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('navigation', { name: 'Stages' })).toBeVisible()
  await expect.poll(async () => (await names.getAttribute('data-names'))?.split(';').length).toBe(6)
  // From stage to stage it stays, but where there is no picture.
  await page.keyboard.press('p')
  for (const stage of ['s', 'd']) {
    await page.keyboard.press(stage)
    await expect(strip).toBeVisible()
  }
  await page.keyboard.press('k')
  await expect(page.getByRole('navigation', { name: 'Stages' })).toBeVisible()
})

test(
  'a film plays as a page of its own, from a file, and asks for nothing',
  { tag: served },
  async ({ lab }) => {
    const pictures = await Pictures.into(lab)
    await irisRun(lab)
    await pictures.open(part(lab.page, /^Chart: Training loss/))
    const path = await pictures.save('Film as HTML, one page that plays anywhere')
    expect((await stat(path)).size).toBeLessThan(2_000_000)

    const browser = await chromium.launch({
      executablePath: needed('CHROME_PATH'),
      args: ['--no-sandbox'],
    })
    try {
      const page = await browser.newPage({ colorScheme: 'dark' })
      const asked: string[] = []
      const errors: string[] = []
      page.on('request', (request) => asked.push(request.url()))
      page.on('pageerror', ({ message }) => errors.push(message))
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text())
      })
      const address = pathToFileURL(path).href
      await page.goto(address)
      const root = page.locator('html')
      await expect(root).toHaveAttribute('data-share', '1.000')
      await expect(root).toHaveAttribute('data-theme', 'dark')
      await expect(page.getByRole('img', { name: /^Iris experiment: Training loss/ })).toBeVisible()
      await expect(page.getByText(/Adam 0\.\d+/)).toBeVisible()
      await expect(page.locator('#moment')).toHaveText('samples seen 480')
      await page.getByRole('slider').focus()
      await page.keyboard.press('Home')
      await expect(root).toHaveAttribute('data-share', '0.000')
      await page.getByRole('button', { name: 'Play' }).click()
      await expect(root).not.toHaveAttribute('data-share', '0.000')
      await page.getByRole('button', { name: 'Pause' }).click()
      await page.getByRole('button', { name: 'Light or dark' }).click()
      await expect(root).toHaveAttribute('data-theme', 'light')
      expect(asked).toEqual([address])
      expect(errors).toEqual([])
    } finally {
      await browser.close()
    }
  },
)

test('trajectories leave as GIF and MP4', async ({ lab }) => {
  const surface = await SurfaceStage.open(lab.page)
  const pictures = await Pictures.into(lab)
  // As short as a film is: one picture a step.
  await surface.field('Steps').fill('12')
  await surface.rest()
  await pictures.open(lab.page.locator('.plot-panel'))
  const gif = await readFile(await pictures.save('Film as GIF'))
  expect(gif.subarray(0, 6).toString('latin1')).toBe('GIF89a')
  expect([gif.readUInt16LE(6), gif.readUInt16LE(8)]).toEqual([960, 600])
  // A picture of each step, and of the start.
  expect(gif.toString('latin1').split('\x21\xf9\x04').length - 1).toBe(13)
  const mp4 = await readFile(await pictures.save('Film as MP4'))
  expect(mp4.subarray(4, 8).toString('latin1')).toBe('ftyp')
  await lab.page.keyboard.press('Escape')
})

test('basin maps of all lanes stand side by side, and leave as one picture', async ({ lab }) => {
  const surface = await SurfaceStage.open(lab.page)
  const { page } = lab
  const pictures = await Pictures.into(lab)
  await surface.choose('Booth')
  await surface.field('Steps').fill('40')
  await surface.view('Basins')
  await page.getByRole('button', { name: 'All lanes' }).click()
  const maps = page.getByRole('img', { name: /^Booth: how many starts end at a minimum/ })
  await expect(maps).toBeVisible()
  await expect(page.locator('progress')).toHaveCount(0)
  await expect(maps).toHaveAccessibleName(/Adam \d+%/)
  await pictures.takeAll(page.locator('.plot-panel'), {
    texts: [/^Booth: basins of all lanes$/, /^SGD$/, /^Adam$/, /^\(1, 3\)$/],
    columns: /^lane,ends at x,ends at y,starts,of$/,
  })
  await page.getByRole('button', { name: 'Show the map of Adam alone' }).click()
  await expect(page.getByRole('button', { name: 'All lanes' })).toHaveAttribute(
    'aria-pressed',
    'false',
  )
})
