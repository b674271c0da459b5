import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, served, test } from './support/app.ts'
import { SurfaceStage } from './support/surface.ts'

/* A picture is given away and opens as the same picture. */

async function makePicture(surface: SurfaceStage): Promise<void> {
  await surface.choose('Himmelblau')
  await surface.field('Start, x').fill('0.5')
  await surface.field('Start, y').fill('-2.5')
  await surface.page.getByRole('textbox', { name: 'Adam: learning rate' }).fill('0.31')
  await surface.page.getByRole('button', { name: 'SGD: remove' }).click()
  await surface.rest()
  await surface.page.keyboard.press('Home')
  for (let step = 0; step < 12; step++) await surface.page.keyboard.press('ArrowRight')
  await surface.page.keyboard.press('+')
  await surface.traced()
}

async function spoil(surface: SurfaceStage): Promise<void> {
  await surface.choose('Booth')
  await surface.page.getByRole('button', { name: 'Momentum: remove' }).click()
  await surface.page.keyboard.press('0')
  await surface.rest()
}

test(
  'a picture leaves as a text, a link and a file, and opens to the same picture',
  { tag: served },
  async ({ lab }) => {
    const surface = await SurfaceStage.open(lab.page)
    const { page } = surface
    await makePicture(surface)
    const picture = [
      await surface.pixels(surface.trajectories),
      await surface.pixels(surface.ground),
    ]

    // What the clipboard is given, whichever way the shell keeps it.
    await page.evaluate(() => {
      Object.defineProperty(navigator, 'clipboard', {
        value: { writeText: (text: string) => void Object.assign(window, { copied: text }) },
      })
    })
    await page.getByRole('button', { name: 'Share' }).click()
    const copied = (): Promise<string> =>
      page.evaluate(() => (window as unknown as { copied: string }).copied)
    await page.getByRole('button', { name: 'Copy as text' }).click()
    await expect(page.getByRole('button', { name: 'Text copied' })).toBeVisible()
    const text = await copied()
    expect(text).toMatch(/^descent-lab-surface-[\w-]+$/)
    let link = `${lab.address}#surface=${text.slice('descent-lab-surface-'.length)}`
    if (lab.shell === 'served') {
      await page.getByRole('button', { name: 'Copy link' }).click()
      await expect(page.getByRole('button', { name: 'Link copied' })).toBeVisible()
      link = await copied()
      expect(link.startsWith(`${lab.address}#surface=`)).toBe(true)
    } else {
      // An address of the app's own leads nowhere.
      await expect(page.getByRole('button', { name: 'Copy link' })).toHaveCount(0)
    }
    await page.keyboard.press('Escape')

    await spoil(surface)
    expect(await surface.pixels(surface.trajectories)).not.toBe(picture[0])
    await page.getByRole('button', { name: 'Share' }).click()
    await page.getByRole('textbox', { name: 'Paste a text or a link' }).fill(`See ${text}.`)
    await page.keyboard.press('Enter')
    await surface.rest()
    await expect.poll(() => surface.pixels(surface.trajectories)).toBe(picture[0])
    await expect.poll(() => surface.pixels(surface.ground)).toBe(picture[1])
    expect(await surface.step()).toBe(12)

    // In the address bar it does the same, also while the page is open.
    await spoil(surface)
    await page.evaluate((hash) => {
      location.hash = hash
    }, new URL(link).hash)
    await surface.rest()
    if (lab.shell === 'served') {
      // And where no page is open yet, as from a mail.
      await spoil(surface)
      await page.goto('about:blank')
      await page.goto(link)
      await surface.rest()
    }
    await expect.poll(() => surface.pixels(surface.trajectories)).toBe(picture[0])
    expect(new URL(page.url()).hash).toBe('#surface')

    // A bad one says so and changes nothing.
    await page.evaluate(() => {
      location.hash = '#surface=eyJ2ZXJzaW9uIjoxfQ'
    })
    await expect(page.getByRole('alert')).toContainText('incomplete or damaged')
    await surface.rest()
    expect(await surface.pixels(surface.trajectories)).toBe(picture[0])

    await test.step('a file is saved, opened, and dropped on the window', async () => {
      const path = join(lab.dataFolder, 'picture.surface.json')
      await lab.electron?.evaluate(
        ({ session }, to) =>
          void session.defaultSession.once('will-download', (_event, item) => item.setSavePath(to)),
        path,
      )
      await page.getByRole('button', { name: 'Share' }).click()
      if (lab.shell === 'served') {
        const download = page.waitForEvent('download')
        await page.getByRole('button', { name: 'Save as a file' }).click()
        expect((await download).suggestedFilename()).toBe('himmelblau.surface.json')
        await (await download).saveAs(path)
      } else {
        await page.getByRole('button', { name: 'Save as a file' }).click()
      }
      await expect
        .poll(() => readFile(path, 'utf8').catch(() => ''))
        .toContain('"form": "descent-lab-surface"')
      await page.keyboard.press('Escape')

      await spoil(surface)
      await page.getByRole('button', { name: 'Share' }).click()
      await page.locator('input[type="file"]').setInputFiles(path)
      await surface.rest()
      await expect.poll(() => surface.pixels(surface.trajectories)).toBe(picture[0])

      await spoil(surface)
      const drop = async (name: string, text: string): Promise<void> => {
        const files = await page.evaluateHandle(
          ([as, content]) => {
            const transfer = new DataTransfer()
            transfer.items.add(new File([content ?? ''], as ?? ''))
            return transfer
          },
          [name, text],
        )
        await page.locator('[data-plot]').dispatchEvent('dragover', { dataTransfer: files })
        await page.locator('[data-plot]').dispatchEvent('drop', { dataTransfer: files })
      }
      await drop('picture.surface.json', await readFile(path, 'utf8'))
      await surface.rest()
      await expect.poll(() => surface.pixels(surface.trajectories)).toBe(picture[0])

      await drop('notes.json', 'not a picture')
      await expect(page.getByRole('alert')).toContainText('no picture of the Surface stage')
      await writeFile(path, (await readFile(path, 'utf8')).replace('"adam"', '"nobody"'))
      await page.getByRole('button', { name: 'Share' }).click()
      await page.locator('input[type="file"]').setInputFiles(path)
      await expect(page.getByRole('alert')).toContainText('nobody')
      await surface.rest()
      expect(await surface.pixels(surface.trajectories)).toBe(picture[0])
    })
  },
)
