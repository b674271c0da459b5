import { expect, test } from './support/app.ts'
import { DataStage } from './support/data.ts'
import { part, Pictures } from './support/pictures.ts'
import { RaceStage } from './support/race.ts'
import { SurfaceStage } from './support/surface.ts'

/* The charts of every other stage: how they are saved in a browser the Iris stage's show. */

test('the charts of the Race stage', async ({ lab }) => {
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
  await expect(race.status).toContainText(/medians at step [\d,]+:/)
  await pictures.takeAll(part(page, /^Chart: /), {
    texts: [/^Two moons: Validation loss/, /^↑ /, /^SGD$/, /median and 5–95 % of 3 seeds/],
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
  const plots = part(page, 'Boundary').getByRole('img')
  await expect(plots).toHaveCount(4)
  // What is saved while pictures are still computed lacks their lanes.
  await expect(plots.and(page.locator('[aria-busy]'))).toHaveCount(0)
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
  await expect(page.getByTestId('sweep-status')).toContainText('trials done')
  await pictures.takeAll(page.locator('.sensitivity'), {
    texts: [/against learning rate$/, /^SGD/],
    columns: /^optimizer,learning rate,validationLoss median/,
  })
})

test('the charts of the Surface stage and of the conventions', async ({ lab }) => {
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
    columns: /^lane,optimizer,step,x,y,f,/,
  })
  await surface.scrub.focus()
  await page.keyboard.press('End')
  await pictures.takeAll(page.locator('.value-chart'), {
    texts: [/^Himmelblau: value against step$/, /^↑ f/, /^step →$/],
    columns: /^lane,optimizer,step,f,f above lowest$/,
  })
  await surface.view('3-D')
  await pictures.takeAll(plot, {
    texts: [/^Himmelblau at step/, /^f$/, /^height: log of f/],
    columns: /^lane,optimizer,step,x,y,f,/,
  })
  // A map costs its steps at each of its starts.
  await surface.field('Steps').fill('100')
  await surface.view('Basins')
  await surface.mapDone()
  await pictures.takeAll(plot, {
    texts: [/^Himmelblau: basins of /, /^\(3, 2\) /, /^no minimum reached /],
    columns: /^start x,start y,ends at x,ends at y,steps,end$/,
  })
  await page.keyboard.press('c')
  await pictures.takeAll(page.getByRole('region', { name: 'In other conventions' }), {
    texts: [/ by convention: /, /^↑ f$/, /^step →$/],
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
