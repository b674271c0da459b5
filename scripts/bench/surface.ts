/** How the Surface stage keeps up with a hand, and how long a basin map takes, in the desktop app. */
import type { Page } from '@playwright/test'
import { whileOpen, type Measured } from './launch.ts'

/** All in milliseconds. */
export interface SurfaceFigures {
  /** From the page's being told of a move to its rendered frame, each of many moves. */
  readonly page: readonly number[]
  /** From the move itself, which waits up to a frame for the page to be told. */
  readonly hand: readonly number[]
  /** 400 × 400 starts, 500 steps each. */
  readonly basins: number
  /** The page's longest task while the map is computed; 0 where none was over 50 ms. */
  readonly longestTask: number
}

/** Lanes of a drag: every optimizer that has the convention, then some twice. */
const lanes = 16

/** Starts the app once over an empty data folder and measures it. */
export function measureSurface(measured: Measured): Promise<SurfaceFigures> {
  return whileOpen(measured, async (app) => {
    const page = await app.firstWindow()
    await page.getByRole('link', { name: 'Surface' }).click()
    await page.locator('[data-start]').waitFor()
    const { handed, told } = await drag(page)
    const { basins, longestTask } = await map(page)
    return { page: told, hand: handed, basins, longestTask }
  })
}

/** Drags the start of sixteen lanes of 2,000 steps over Rosenbrock's valley and walls. */
async function drag(page: Page): Promise<{ handed: number[]; told: number[] }> {
  await page.getByRole('textbox', { name: 'Steps' }).fill('2000')
  const adder = page.getByRole('combobox', { name: 'Add a lane', exact: true })
  const items = page.getByRole('region', { name: 'Lanes' }).getByRole('listitem')
  for (let count = await items.count(), next = 0; count < lanes; count++, next++) {
    await adder.click()
    // The list begins with the rules of the first order, of momentum and the adaptive ones.
    await page.getByRole('listbox').getByRole('option').filter({ visible: true }).nth(next).click()
    await items.nth(count).waitFor()
  }
  await page.evaluate(() => {
    const kept: [number, number][] = []
    Object.assign(window, { dragTimes: kept })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntriesByName('surface drag')) {
        const { detail } = entry as PerformanceMeasure
        kept.push([entry.duration, entry.startTime + entry.duration - Number(detail)])
      }
    }).observe({ entryTypes: ['measure'] })
  })
  const box = await page.locator('[data-plot]').boundingBox()
  if (!box) throw new Error('the Surface stage shows no plot')
  const at = (turn: number): [number, number] => [
    box.x + box.width * (0.3 + 0.3 * Math.sin(turn / 20)),
    box.y + box.height * (0.4 + 0.25 * Math.cos(turn / 15)),
  ]
  await page.mouse.move(...at(0))
  await page.mouse.down()
  for (let turn = 1; turn <= 300; turn++) {
    await page.mouse.move(...at(turn))
    // Moves fall anywhere in a frame, as a hand's do.
    await page.waitForTimeout((turn * 7) % 25)
  }
  await page.mouse.up()
  await page.waitForTimeout(300)
  const times = await page.evaluate(
    () => (window as unknown as { dragTimes: [number, number][] }).dragTimes,
  )
  return { told: times.map(([told]) => told), handed: times.map(([, handed]) => handed) }
}

/** Has Adam's basins on Himmelblau's surface computed. */
async function map(page: Page): Promise<{ basins: number; longestTask: number }> {
  await page.getByRole('textbox', { name: 'Steps' }).fill('500')
  await page.getByRole('combobox', { name: 'Surface' }).click()
  await page.getByRole('option', { name: 'Himmelblau' }).click()
  await page.keyboard.press('6')
  await page.evaluate(() => {
    const tasks: number[] = []
    Object.assign(window, { basinTasks: tasks })
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.push(duration)
    }).observe({ type: 'longtask' })
  })
  await page.getByRole('radio', { name: 'Basins' }).click()
  const progress = page.locator('[data-basin-progress]')
  await progress.filter({ hasText: ' starts in ' }).waitFor({ timeout: 60_000 })
  const [, seconds] = / in ([\d.]+) s/.exec((await progress.textContent()) ?? '') ?? []
  const tasks = await page.evaluate(
    () => (window as unknown as { basinTasks: number[] }).basinTasks,
  )
  return { basins: Number(seconds) * 1000, longestTask: Math.max(0, ...tasks) }
}
