/** How long a person waits for the desktop app: for its window, and for the first point of a race. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { whileOpen, type Measured } from './launch.ts'

export interface AppFigures {
  /** Milliseconds from the start of the process to the page's first painted content. */
  readonly firstPaint: number
  /** Milliseconds from the start of the process until the lanes of the first screen were seen to move, at most. */
  readonly firstMove: number
  /** Milliseconds from Run to the first painted point, trainers yet to be started. */
  readonly firstPoint: number
  /** The same for the next race, by the same trainers. */
  readonly nextPoint: number
}

/** Starts the app once over an empty data folder and measures it. */
export function measureApp(measured: Measured): Promise<AppFigures> {
  return whileOpen(measured, async (app, started) => {
    const page = await app.firstWindow()
    const firstPaint = (await paintedAt(page)) - started
    const firstMove = (await movedAt(page)) - started
    await openIris(page)
    const firstPoint = await untilFirstPoint(page)
    // The key would stop a race that is still on.
    await page.getByRole('button', { name: 'Clear the chart' }).waitFor()
    await page.keyboard.press('r')
    await page.getByRole('slider', { name: 'Recorded point' }).waitFor({ state: 'detached' })
    const nextPoint = await untilFirstPoint(page)
    return { firstPaint, firstMove, firstPoint, nextPoint }
  })
}

/** The least that an app of Electron can be: a window like ours, and a page of one word. */
const emptyApp = `
const { app, BrowserWindow } = require('electron')
app.whenReady().then(async () => {
  const window = new BrowserWindow({ width: 1280, height: 860, show: false, webPreferences: { sandbox: true } })
  window.once('ready-to-show', () => window.show())
  await window.loadURL('data:text/html,empty')
})
app.on('window-all-closed', () => app.quit())
`

/** Starts an empty app of the same Electron once. @returns milliseconds to its first painted content */
export async function measureEmpty(measured: Omit<Measured, 'source'>): Promise<number> {
  const source = await mkdtemp(join(tmpdir(), 'descent-lab-bench-'))
  await writeFile(
    join(source, 'package.json'),
    '{"name":"empty","version":"0.0.0","main":"main.cjs"}',
  )
  await writeFile(join(source, 'main.cjs'), emptyApp)
  try {
    return await whileOpen(
      { ...measured, source },
      async (app, started) => (await paintedAt(await app.firstWindow())) - started,
    )
  } finally {
    await rm(source, { recursive: true, force: true })
  }
}

/** @returns when the page painted its first content, as a time of the clock */
export function paintedAt(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          const [entry] = list.getEntriesByName('first-contentful-paint')
          if (entry) resolve(performance.timeOrigin + entry.startTime)
        }).observe({ type: 'paint', buffered: true })
      }),
  )
}

/** @returns when the lanes of a first start had moved and their start could be dragged, as a time of the clock */
function movedAt(page: Page): Promise<number> {
  return page.evaluate(async () => {
    // One flat expression: what runs in the page can call nothing that stands beside it here.
    while (!(Number(document.querySelector<HTMLElement>('canvas[data-step]')?.dataset['step']) > 0))
      await new Promise((resolve) => requestAnimationFrame(resolve))
    return performance.timeOrigin + performance.now()
  })
}

/** Goes from a first start's screen to Iris, at full speed: its slowest part is what is measured. */
export async function openIris(page: Page): Promise<void> {
  await page.locator('main').waitFor()
  await page.keyboard.press('i')
  await page.getByRole('slider', { name: 'Speed' }).focus()
  await page.keyboard.press('End')
}

/** Presses Run on a cleared chart and waits until the frame after the one in which a point has come. */
export function untilFirstPoint(page: Page): Promise<number> {
  // One flat function: what runs in the page can call nothing that stands beside it here.
  return page.evaluate(async () => {
    const run = [...document.querySelectorAll('button')].find((button) =>
      /^Run( again)?$/.test(button.textContent?.trim() ?? ''),
    )
    if (!run) throw new Error('there is no Run button')
    const started = performance.now()
    run.click()
    while (!document.querySelector('[role="slider"][aria-valuetext^="Step"]')) {
      await new Promise((resolve) => requestAnimationFrame(resolve))
    }
    await new Promise((resolve) => requestAnimationFrame(resolve))
    return performance.now() - started
  })
}
