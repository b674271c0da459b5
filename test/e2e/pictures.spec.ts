import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { expect, served, test, type LabFixture } from './support/app.ts'
import { laboratoryOf } from './support/calls.ts'
import { IrisStage } from './support/iris.ts'
import { part, Pictures, readVectors, sizeOf } from './support/pictures.ts'

/* Every chart leaves the page: as vectors, as a picture, and as the numbers behind it. */

async function irisRun(lab: LabFixture): Promise<IrisStage> {
  const iris = await IrisStage.open(lab.page)
  await iris.fullSpeed()
  await iris.run.click()
  await iris.finished(480)
  return iris
}

/** The part of the inspector, whether it is a column or a tab. */
async function inspector(page: Page, name: string): Promise<Locator> {
  const tab = page.getByRole('tab', { name, exact: true })
  if ((await tab.count()) === 0) return page.locator('section.part', { hasText: name }).first()
  await tab.click()
  return page.locator('.tabs').filter({ has: tab })
}

test('the charts of the Iris stage', { tag: served }, async ({ lab }) => {
  const { page } = lab
  const pictures = await Pictures.into(lab)
  await irisRun(lab)
  await pictures.takeAll(part(page, /^Chart: Training loss/), {
    texts: [
      /^Iris experiment: Training loss/,
      /↑ loss on 120 training flowers/,
      /samples seen/,
      /^Adam$/,
      /seed 1/,
    ],
    columns: /^optimizer,seed,step,samples,trainLoss \[nats\]$/,
  })
  await pictures.takeAll(await inspector(page, 'Weights'), {
    texts: [/^Weights of Adagrad at step 20$/, /^petal length$/, /^setosa$/],
    columns: /^step,layer,from,to,parameter,weight$/,
  })
  await pictures.takeAll(await inspector(page, 'Accuracy'), {
    texts: [/^Flowers named rightly at step 20/, /^RMSprop$/, /^flowers named rightly$/],
    columns: /trainAccuracy \[share\]/,
  })
  await pictures.takeAll(await inspector(page, 'Confusion'), {
    texts: [/^Confusion matrix of Adagrad/, /^virginica$/],
    columns: /^lane,step,actual,predicted,rows$/,
  })
})

test('the key opens the main chart’s menu, and the menu keeps what is chosen', async ({ lab }) => {
  const { page } = lab
  const pictures = await Pictures.into(lab)
  await irisRun(lab)
  await page.keyboard.press('t')
  await page.keyboard.press('e')
  await expect(pictures.menu).toBeVisible()

  // The print is light whatever the screen is, until that is asked for.
  const light = await readFile(await pictures.save('Vectors (SVG)'), 'utf8')
  expect(light).toContain('fill="#ffffff"')
  await pictures.menu.getByRole('radio', { name: 'As on screen' }).click()
  await pictures.menu.getByRole('checkbox', { name: 'Title, settings and version' }).click()
  const path = await pictures.save('Vectors (SVG)')
  const dark = await readFile(path, 'utf8')
  const screen = await page.evaluate(() => document.documentElement.dataset.theme)
  expect(dark).toContain(screen === 'dark' ? 'fill="#1a1b1f"' : 'fill="#ffffff"')
  const { texts, width, height } = await readVectors(page, path)
  expect(texts.some((text) => text.startsWith('Descent Lab'))).toBe(false)
  for (const [form, scale] of [
    ['PNG at 1×', 1],
    ['PNG at 4×', 4],
  ] as const) {
    expect(sizeOf(await readFile(await pictures.save(form)))).toEqual([
      scale * width,
      scale * height,
    ])
  }

  await pictures.menu.getByRole('button', { name: 'Copy picture' }).click()
  if (lab.electron) {
    await expect(pictures.menu.getByRole('status')).toContainText('Copied')
    const copied = await lab.electron.evaluate(({ clipboard }) => {
      // Newer Electrons' types no longer say that it is there.
      type Images = { readImage(): { getSize(): { width: number; height: number } } }
      return (clipboard as unknown as Images).readImage().getSize()
    })
    expect(copied).toEqual({ width: 2 * width, height: 2 * height })
    // What is no picture is refused.
    await expect(
      laboratoryOf(page).copyImage({ png: Uint8Array.from([0x89, 0x50, 0x4e, 0x47]) }),
    ).rejects.toThrow()
  }

  // Kept while the page is open, by keyboard alone.
  await page.keyboard.press('Escape')
  await expect(pictures.menu).toBeHidden()
  await page.keyboard.press('e')
  await expect(
    pictures.menu.getByRole('checkbox', { name: 'Title, settings and version' }),
  ).not.toBeChecked()
})
