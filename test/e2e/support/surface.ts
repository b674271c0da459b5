import { expect, type Locator, type Page } from '@playwright/test'

/** The Surface stage as a person finds it. */
export class SurfaceStage {
  readonly page: Page
  /** The plot's own rectangle, and the layer of trajectories in it. */
  readonly plot: Locator
  readonly trajectories: Locator
  readonly ground: Locator
  /** The ring at the start. */
  readonly start: Locator
  readonly lanes: Locator
  readonly inspector: Locator
  readonly scrub: Locator
  readonly count: Locator

  private constructor(page: Page) {
    this.page = page
    this.plot = page.locator('[data-plot]')
    this.trajectories = page.locator('canvas[data-layer="trajectories"]')
    this.ground = page.locator('canvas[data-layer="ground"]')
    this.start = page.locator('[data-start]')
    this.lanes = page.getByRole('region', { name: 'Lanes' }).getByRole('listitem')
    this.inspector = page.getByRole('region', { name: /^At step/ })
    this.scrub = page.getByRole('slider', { name: 'Step', exact: true })
    this.count = page.getByRole('group', { name: 'Playback' })
  }

  /** Goes there by the rail, from whichever stage is shown. */
  static async open(page: Page): Promise<SurfaceStage> {
    const stage = new SurfaceStage(page)
    await page.getByRole('link', { name: 'Surface' }).click()
    await stage.start.waitFor()
    await page.evaluate(() => document.fonts.ready)
    return stage
  }

  async choose(surface: string): Promise<void> {
    await this.page.getByRole('combobox', { name: 'Surface' }).click()
    await this.page.getByRole('option', { name: surface, exact: true }).click()
  }

  async view(name: '2-D' | '3-D' | 'Basins'): Promise<void> {
    await this.page.getByRole('radio', { name, exact: true }).click()
  }

  field(name: string): Locator {
    return this.page.getByRole('textbox', { name, exact: true })
  }

  async startPoint(): Promise<{ x: number; y: number }> {
    const [x, y] = await Promise.all([
      this.field('Start, x').inputValue(),
      this.field('Start, y').inputValue(),
    ])
    return { x: Number(x), y: Number(y) }
  }

  /** @returns the step shown and the number of steps */
  async step(): Promise<number> {
    return Number(await this.scrub.getAttribute('aria-valuenow'))
  }

  /** Takes the focus, and with it the hints, away from whatever has it. */
  async rest(): Promise<void> {
    await this.page.mouse.move(1, 1)
    await this.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    await this.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    )
  }

  /** Waits until so many frames have been shown. */
  async frames(count: number): Promise<void> {
    await this.page.evaluate(async (left) => {
      for (; left > 0; left--) await new Promise((resolve) => requestAnimationFrame(resolve))
    }, count)
  }

  /** Waits until the level lines of a view that was moved are traced anew: the page does so 90 ms later. */
  async traced(): Promise<void> {
    await this.rest()
    // Timers of a page are called in the order in which they are due.
    await this.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)))
    await this.rest()
  }

  /** @returns every pixel of a layer, as the page holds it */
  pixels(layer: Locator): Promise<string> {
    return layer.evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL())
  }

  async drag(from: readonly [number, number], to: readonly [number, number]): Promise<void> {
    const box = await this.plot.boundingBox()
    if (!box) throw new Error('the plot is not shown')
    const at = ([x, y]: readonly [number, number]): [number, number] => [
      box.x + box.width * x,
      box.y + box.height * y,
    ]
    await this.page.mouse.move(...at(from))
    await this.page.mouse.down()
    for (let part = 1; part <= 5; part++) {
      const share = part / 5
      await this.page.mouse.move(
        ...at([from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share]),
      )
    }
    await this.page.mouse.up()
  }

  async mapDone(): Promise<void> {
    await expect(this.page.locator('[data-basin-progress]')).toContainText(' starts in ')
  }
}
