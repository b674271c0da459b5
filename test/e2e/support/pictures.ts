import { mkdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect, type LabFixture } from './app.ts'

export type PictureForm =
  | 'PNG at 1×'
  | 'PNG at 2×'
  | 'PNG at 4×'
  | 'Vectors (SVG)'
  | 'Data (CSV)'
  | 'Film as GIF'
  | 'Film as MP4'
  | 'Film as HTML, one page that plays anywhere'

/** A part of a stage, by its name. */
export const part = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('region', { name })

/** Charts as a person takes them away: by the menu beside each. */
export class Pictures {
  /** Whether a picture was taken twice, to be compared. */
  private repeated = false

  private constructor(
    readonly lab: LabFixture,
    /** Where what is saved ends up. */
    readonly folder: string,
  ) {}

  /** From now on the system's dialog answers with a place in the test's folder. */
  static async into(lab: LabFixture): Promise<Pictures> {
    const folder = process.env.DESCENT_LAB_PICTURES ?? join(lab.folder, 'pictures')
    await mkdir(folder, { recursive: true })
    await lab.electron?.evaluate(({ dialog }, place) => {
      const answer = (...given: unknown[]): Promise<{ canceled: boolean; filePath: string }> => {
        const { defaultPath = '' } = (given.at(-1) ?? {}) as { defaultPath?: string }
        const name = defaultPath.split(/[\\/]/).at(-1) ?? ''
        return Promise.resolve({ canceled: false, filePath: `${place}/${name}` })
      }
      Object.assign(dialog, { showSaveDialog: answer })
    }, folder)
    return new Pictures(lab, folder)
  }

  get page(): Page {
    return this.lab.page
  }

  get menu(): Locator {
    return this.page.getByRole('dialog', { name: 'Export this chart' })
  }

  /** Opens the menu beside the chart of that place. */
  async open(place: Locator): Promise<void> {
    if ((await this.menu.count()) > 0) await this.page.keyboard.press('Escape')
    await expect(this.menu).toBeHidden()
    await place.getByRole('button', { name: 'Export this chart' }).click()
    await expect(this.menu).toBeVisible()
  }

  /** @returns the path of the file, once it is there */
  async save(form: PictureForm): Promise<string> {
    const button = this.menu.getByRole('button', { name: form, exact: true })
    const status = this.menu.getByRole('status')
    if (this.lab.electron) {
      await button.click()
      await expect(status).toContainText('Saved to')
      const text = await status.locator('span').innerText()
      return text.replace(/^Saved to /, '')
    }
    const coming = this.page.waitForEvent('download')
    await button.click()
    const download = await coming
    await expect(status).toContainText(`Downloaded as ${download.suggestedFilename()}`)
    const path = join(this.folder, download.suggestedFilename())
    await download.saveAs(path)
    return path
  }

  /** Takes the chart of that place away in every form, and checks each file. */
  async takeAll(
    place: Locator,
    expected: { texts: readonly RegExp[]; columns: RegExp },
  ): Promise<void> {
    await this.open(place)
    const svg = await this.save('Vectors (SVG)')
    const { width, height, texts } = await readVectors(this.page, svg)
    for (const text of [...expected.texts, /^Descent Lab \d+\.\d+\.\d+ · /]) {
      expect(
        texts.some((each) => text.test(each)),
        `${text} in ${basename(svg)}`,
      ).toBe(true)
    }
    const png = await readFile(await this.save('PNG at 2×'))
    if (!this.repeated) {
      // The first of a page waits for its faces: it is the same as any later one.
      const again = await readFile(await this.save('PNG at 2×'))
      expect(png.equals(again), `${basename(svg)} as PNG, twice`).toBe(true)
      this.repeated = true
    }
    expect(sizeOf(png), `${basename(svg)} as PNG`).toEqual([2 * width, 2 * height])
    const csv = await readFile(await this.save('Data (CSV)'), 'utf8')
    const [head = '', ...rows] = csv.trimEnd().split('\r\n')
    expect(head).toMatch(expected.columns)
    expect(rows.length, `rows of ${basename(svg)}`).toBeGreaterThan(0)
    await this.page.keyboard.press('Escape')
  }
}

/** @returns width and height, from a PNG's own header */
export function sizeOf(png: Buffer): [number, number] {
  expect(png.subarray(1, 4).toString('latin1')).toBe('PNG')
  return [png.readUInt32BE(16), png.readUInt32BE(20)]
}

/**
 * Reads an SVG file as XML, and shows it on the page to measure it: every text names its face and
 * lies inside the picture.
 */
export async function readVectors(
  page: Page,
  path: string,
): Promise<{ width: number; height: number; texts: string[] }> {
  const source = await readFile(path, 'utf8')
  const found = await page.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, 'image/svg+xml')
    const fault = parsed.querySelector('parsererror')?.textContent
    if (fault)
      return { fault, width: 0, height: 0, outside: [], faceless: [], texts: [], shapes: 0 }
    const svg = document.importNode(parsed.documentElement, true) as unknown as SVGSVGElement
    svg.style.position = 'fixed'
    svg.style.zIndex = '-1'
    document.body.append(svg)
    const { width, height } = svg.viewBox.baseVal
    const frame = svg.getBoundingClientRect()
    const outside: string[] = []
    const faceless: string[] = []
    const texts: string[] = []
    for (const each of svg.querySelectorAll('text')) {
      const said = each.textContent ?? ''
      texts.push(said)
      const box = each.getBoundingClientRect()
      const [left, top] = [box.left - frame.left, box.top - frame.top]
      const inside =
        left >= 0 && top >= 0 && left + box.width <= width + 0.5 && top + box.height <= height + 0.5
      if (!inside) outside.push(`${said} at ${left}, ${top}, ${box.width} wide`)
      const faces = [each, ...each.querySelectorAll('tspan')]
      const named = (one: SVGTextContentElement): string =>
        one.getAttribute('font-family') ?? one.style.fontFamily
      if (!faces.every(named)) faceless.push(said)
    }
    const shapes = svg.querySelectorAll('path, line, polyline, polygon, rect, circle').length
    svg.remove()
    return { fault: '', width, height, outside, faceless, texts, shapes }
  }, source)
  expect(found.fault, `${basename(path)} as XML`).toBe('')
  expect(found.outside, `texts outside of ${basename(path)}`).toEqual([])
  expect(found.faceless, `texts without a face in ${basename(path)}`).toEqual([])
  expect(found.shapes).toBeGreaterThan(3)
  return found
}
