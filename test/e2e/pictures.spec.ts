import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { expect, test, type LabFixture } from './support/app.ts'
import { DataStage } from './support/data.ts'
import { IrisStage } from './support/iris.ts'
import { Pictures, readVectors, sizeOf } from './support/pictures.ts'
import { RaceStage } from './support/race.ts'
import { SurfaceStage } from './support/surface.ts'

/* Every chart leaves the page: as vectors, as a picture, and as the numbers behind it. */

const part = (page: Page, name: string | RegExp): Locator => page.getByRole('region', { name })

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

test('the charts of the Iris stage', async ({ lab }) => {
  const { page } = lab
  const pictures = await Pictures.into(lab)
  await irisRun(lab)
  await pictures.takeAll(part(page, /^Chart: Loss, training/), {
    texts: [
      /^Iris experiment: Loss, training/,
      /↑ loss on 120 training flowers/,
      /samples seen/,
      /^Adam \d/,
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
    await expect(pictures.menu.getByRole('status')).toContainText('Copied', { timeout: 20_000 })
    const copied = await lab.electron.evaluate(({ clipboard }) => {
      // Newer Electrons' types no longer say that it is there.
      type Images = { readImage(): { getSize(): { width: number; height: number } } }
      return (clipboard as unknown as Images).readImage().getSize()
    })
    expect(copied).toEqual({ width: 2 * width, height: 2 * height })
  }

  // Kept while the page is open, by keyboard alone.
  await page.keyboard.press('Escape')
  await expect(pictures.menu).toBeHidden()
  await page.keyboard.press('e')
  await expect(
    pictures.menu.getByRole('checkbox', { name: 'Title, settings and version' }),
  ).not.toBeChecked()
})

test('the charts of the Race stage', async ({ lab }) => {
  test.slow()
  const { page } = lab
  const pictures = await Pictures.into(lab)
  const data = await DataStage.open(page)
  await data.list.getByRole('button', { name: 'Two moons' }).click()
  await data.shown('Two moons')
  await pictures.takeAll(page.locator('.generator'), {
    texts: [/^Two moons: x2 against x1|^Two moons: /],
    columns: /./,
  })
  await data.race.click()
  const race = await RaceStage.open(page)
  await race.keepLanes(4)
  await race.setSeeds(3)
  await race.run.click()
  await expect(race.status).toContainText(/medians at step [\d,]+:/, { timeout: 60_000 })
  await pictures.takeAll(part(page, /^Chart: /), {
    texts: [/^Two moons: Loss, held out/, /^↑ /, /^SGD \d/, /median and 5–95 % of 3 seeds/],
    columns: /^lane,optimizer,convention,step,samples,seconds \[s\],validationLoss p5 \[nats\]/,
  })
  const tab = async (name: string): Promise<void> => {
    const wanted = page.getByRole('tab', { name, exact: true })
    if ((await wanted.getAttribute('data-state')) !== 'active') await wanted.click()
  }
  if ((await page.getByRole('tab', { name: 'Standings' }).count()) > 0) await tab('Standings')
  await pictures.takeAll(part(page, 'Standings').first(), {
    texts: [/standings by/, /^SGD$/],
    columns: /^rank,lane,seeds,reached target,diverged,/,
  })
  await tab('Confusion')
  await pictures.takeAll(part(page, 'Confusion'), {
    texts: [/^Confusion matrix of SGD/],
    columns: /^lane,step,actual,predicted,rows$/,
  })
  await tab('Boundary')
  await expect(part(page, 'Boundary').getByRole('img').first()).toBeVisible()
  await pictures.takeAll(part(page, 'Boundary'), {
    texts: [/what each lane’s model says/, /^trained on$/],
    columns: /^lane,step,/,
  })
  await tab('Weight paths')
  await expect(part(page, 'Weight paths').getByRole('img')).toBeVisible()
  await pictures.takeAll(part(page, 'Weight paths'), {
    texts: [/paths through the weights/, /^first component: /, /^second component: /],
    columns: /^lane,step,first component,second component$/,
  })
})

test('a sweep’s sensitivity', async ({ lab }) => {
  test.slow()
  const { page } = lab
  const pictures = await Pictures.into(lab)
  await page.getByRole('navigation').getByRole('link', { name: 'Race' }).click()
  await page.getByRole('tab', { name: 'Sweep' }).click()
  const form = page.getByRole('form', { name: 'How to tune' })
  await form.getByRole('textbox', { name: 'Trials of each' }).fill('6')
  await form.getByRole('textbox', { name: 'Tuning seeds' }).fill('2')
  await page
    .getByRole('region', { name: 'Sweep' })
    .getByRole('button', { name: 'Start sweep' })
    .click()
  await expect(page.getByTestId('sweep-status')).toContainText('trials done', { timeout: 90_000 })
  await pictures.takeAll(page.locator('.sensitivity'), {
    texts: [/against learning rate$/, /^SGD /],
    columns: /^optimizer,learning rate,validationLoss median/,
  })
})

test('the charts of the Surface stage and of the conventions', async ({ lab }) => {
  test.slow()
  const { page } = lab
  const pictures = await Pictures.into(lab)
  const surface = await SurfaceStage.open(page)
  await surface.choose('Himmelblau')
  const plot = page.locator('.plot-panel')
  await surface.scrub.focus()
  await page.keyboard.press('Home')
  for (let step = 0; step < 6; step++) await page.keyboard.press('ArrowRight')
  await pictures.takeAll(plot, {
    texts: [/^Himmelblau at step 6$/, /^x$/, /^y$/, /^Adam$/, /^start$/, /^minimum$/],
    columns: /^racer,optimizer,step,x,y,f,/,
  })
  await surface.scrub.focus()
  await page.keyboard.press('End')
  await pictures.takeAll(page.locator('.value-chart'), {
    texts: [/^Himmelblau: value against step$/, /^↑ f/, /^step$/],
    columns: /^racer,optimizer,step,f,f above lowest$/,
  })
  await surface.view('3-D')
  await pictures.takeAll(plot, {
    texts: [/^Himmelblau at step/, /^f$/, /^height: log of f/],
    columns: /^racer,optimizer,step,x,y,f,/,
  })
  await surface.view('Basins')
  await expect(page.locator('[data-basin-progress]')).toContainText('starts in', {
    timeout: 60_000,
  })
  await pictures.takeAll(plot, {
    texts: [/^Himmelblau: basins of /, /^\(3, 2\) /, /^no minimum reached /],
    columns: /^start x,start y,ends at x,ends at y,steps,end$/,
  })
  await page.keyboard.press('c')
  await pictures.takeAll(page.getByRole('dialog', { name: 'One name, several formulas' }), {
    texts: [/^RMSprop by convention: /, /^↑ f$/, /^step →$/],
    columns: /^convention,step,f$/,
  })
})

test('the charts of the Data stage', async ({ lab }) => {
  const { page } = lab
  const pictures = await Pictures.into(lab)
  const data = await DataStage.open(page)
  const open = (name: string): Promise<void> =>
    data.columns
      .getByRole('button', { name: `${name}:` })
      .or(data.columns.getByTitle(name, { exact: true }))
      .first()
      .click()
  await open('alcohol')
  await pictures.takeAll(data.columns.locator('.detail'), {
    texts: [/^Wine: alcohol$/, /^rows$/, /^alcohol$/],
    columns: /^alcohol from,alcohol to,rows$/,
  })
  await open('alcohol')
  await open('cultivar')
  await pictures.takeAll(data.columns.locator('.detail'), {
    texts: [/^Wine: cultivar$/, /^rows →$/],
    columns: /^cultivar,rows$/,
  })
})
