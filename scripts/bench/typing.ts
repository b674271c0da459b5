/** How the Optimizers stage keeps up with a person who types a rule, in the desktop app. */
import { loadavg } from 'node:os'
import type { Page } from '@playwright/test'
import { whileOpen, type Measured } from './launch.ts'

export interface TypingFigures {
  /** Milliseconds from a key's press to the frame that shows the new formula, path and answers. */
  readonly keys: readonly number[]
  /** The machine's load over a minute at the end. */
  readonly load: number
}

/** Keys pressed. */
const presses = 120

/** Starts the app once over an empty data folder, writes a rule in it, and measures each key. */
export function measureTyping(measured: Measured): Promise<TypingFigures> {
  return whileOpen(measured, async (app) => {
    const page = await app.firstWindow()
    await page.getByRole('link', { name: 'Optimizers' }).click()
    const list = page.getByRole('navigation', { name: 'Optimizers' })
    await list.getByRole('button', { name: 'AdamW', exact: true }).click()
    await page.getByRole('button', { name: 'Copy and change' }).click()
    const program = page.getByRole('textbox', { name: 'Program of the rule' })
    await program.click()
    await page.keyboard.press('Control+End')
    await page.keyboard.type(' * 1.5')
    await page.waitForTimeout(1000)
    await watchKeys(page)
    for (let press = 0; press < presses; press++) {
      // Every key changes a factor of the step: digits are written, and taken back again.
      const digit = Math.floor(press / 2) % 9
      await page.keyboard.press(press % 2 === 0 ? String(digit + 1) : 'Backspace')
      // As hands type; now and then they rest, and the rule is kept and held against the known ones.
      await page.waitForTimeout(press % 20 === 19 ? 1200 : 90 + ((press * 37) % 160))
    }
    const keys = await page.evaluate(() => (window as unknown as { keyTimes: number[] }).keyTimes)
    if (keys.length < presses * 0.9) {
      throw new Error(`only ${keys.length} of ${presses} keys were seen in formula and pictures`)
    }
    return { keys, load: loadavg()[0] ?? NaN }
  })
}

/** Keeps, of each key, how long it took until the formula and both canvases had changed and were painted. */
function watchKeys(page: Page): Promise<void> {
  // One flat function: what runs in the page can call nothing that stands beside it here.
  return page.evaluate(() => {
    const times: number[] = []
    Object.assign(window, { keyTimes: times })
    const formula = document.querySelector('[role="group"][aria-label="Formula"]')
    const canvases = [...document.querySelectorAll('main canvas[role="img"]')].slice(0, 2)
    if (!formula || canvases.length < 2) throw new Error('the stage shows no formula or picture')
    let pressed: number | undefined
    const missing = new Set<Element>()
    document.addEventListener(
      'keydown',
      ({ timeStamp }) => {
        pressed = timeStamp
        for (const each of [formula, ...canvases]) missing.add(each)
      },
      true,
    )
    const watched = {
      seen(element: Element, wait: (painting: () => void) => void): void {
        if (!missing.delete(element) || missing.size > 0 || pressed === undefined) return
        const from = pressed
        pressed = undefined
        // A frame is painted when its callbacks are done; the next task comes behind that.
        wait(() => {
          const { port1, port2 } = new MessageChannel()
          port1.onmessage = () => times.push(performance.now() - from)
          port2.postMessage(0)
        })
      },
    }
    new MutationObserver(() => watched.seen(formula, requestAnimationFrame)).observe(formula, {
      childList: true,
      subtree: true,
      characterData: true,
    })
    const { clearRect } = CanvasRenderingContext2D.prototype
    CanvasRenderingContext2D.prototype.clearRect = function (...rectangle) {
      // Canvases are painted in a frame's callback.
      watched.seen(this.canvas, (painting) => painting())
      clearRect.apply(this, rectangle)
    }
  })
}
