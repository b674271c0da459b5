import { expect, test } from './support/app.ts'
import { SurfaceStage } from './support/surface.ts'

/* What a hand does on the Surface stage. */

test('update rules are compiled, as far as the page’s policy goes', async ({ lab }) => {
  lab.allowConsoleErrors(/Content Security Policy/)
  const { page } = lab
  // Counts the kernels that the page itself makes, from its first line on.
  await page.addInitScript(() => {
    const own = window as unknown as { kernels: number }
    own.kernels = 0
    WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
      construct(target, given: ConstructorParameters<typeof WebAssembly.Instance>) {
        own.kernels++
        return new target(...given)
      },
    })
  })
  await page.reload()
  const { lanes } = await SurfaceStage.open(page)
  const kernels = () => page.evaluate(() => (window as unknown as { kernels: number }).kernels)
  // Six lanes of six rules, each with a program of its own.
  expect(await kernels()).toBeGreaterThanOrEqual(6)
  const compiled = await lanes.allInnerTexts()
  // JavaScript made of a string stays refused; later, since what drives the page may evaluate anything.
  const evaluated = await page.evaluate(
    () =>
      new Promise<string>((resolve) =>
        setTimeout(() => {
          try {
            resolve(String((0, eval)('6 * 7')))
          } catch (error) {
            resolve((error as Error).name)
          }
        }),
      ),
  )
  expect(evaluated).toBe('EvalError')

  // Where nothing may be compiled, rules are interpreted, to the same points, values and outcomes.
  await page.addInitScript(() => {
    WebAssembly.Module = new Proxy(WebAssembly.Module, {
      construct() {
        throw new WebAssembly.CompileError('refused by the policy')
      },
    })
  })
  await page.reload()
  await SurfaceStage.open(page)
  await expect(lanes).toHaveText(compiled, { useInnerText: true })
  expect(await kernels()).toBe(0)
})

test('the start is moved, points are read off, and the same step is the same picture', async ({
  lab,
}) => {
  const surface = await SurfaceStage.open(lab.page)
  const { page } = surface
  expect(await surface.startPoint()).toEqual({ x: -1.2, y: 1 })
  const first = await surface.pixels(surface.trajectories)

  await surface.drag([0.5, 0.5], [0.7, 0.25])
  const dragged = await surface.startPoint()
  // Rosenbrock's domain is four high and stands in the middle: y from −1 to 3.
  expect(dragged.y).toBeCloseTo(2, 1)
  expect(dragged.x).toBeGreaterThan(0)
  await expect.poll(() => surface.pixels(surface.trajectories)).not.toBe(first)

  // The ring has the focus: arrow keys are its own, by a hundredth of the picture's height.
  await surface.page.keyboard.press('ArrowDown')
  const nudged = await surface.startPoint()
  expect(nudged.x).toBe(dragged.x)
  expect(dragged.y - nudged.y).toBeCloseTo(0.04, 3)

  await surface.field('Start, x').fill('0.25')
  await surface.field('Start, y').fill('none')
  await expect(surface.page.getByText('Enter a number.')).toBeVisible()
  await surface.field('Start, y').fill('0.5')
  await expect(surface.start).toHaveAccessibleName(/Start at \(0\.25, 0\.5\)/)

  // R brings all back.
  await surface.rest()
  await surface.page.keyboard.press('r')
  expect(await surface.startPoint()).toEqual({ x: -1.2, y: 1 })
  await surface.rest()
  expect(await surface.pixels(surface.trajectories)).toBe(first)

  await test.step('what is pointed at is read off, on the plot and on the chart', async () => {
    // The start lies under every trajectory's first step.
    const ring = await surface.start.boundingBox()
    if (!ring) throw new Error('no start')
    await page.mouse.move(ring.x + ring.width / 2, ring.y + ring.height / 2)
    await expect(surface.inspector).toHaveAccessibleName('At step 0')
    await expect(surface.inspector).toContainText('under the pointer')
    await expect(surface.inspector.getByRole('row', { name: /point/ })).toContainText('−1.2')
    const chart = page.getByRole('img', { name: 'Value against step, for all lanes' })
    const box = await chart.boundingBox()
    if (!box) throw new Error('no chart')
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    const heard = await surface.inspector.getAttribute('aria-label')
    const step = Number(/\d+/.exec(heard?.replace(',', '') ?? '')?.[0])
    expect(step).toBeGreaterThan(400)
    expect(step).toBeLessThan(600)
    // A press takes everyone there.
    await page.mouse.down()
    await page.mouse.up()
    expect(await surface.step()).toBe(step)
  })

  await test.step('the same step is the same picture, pixel for pixel', async () => {
    await surface.rest()
    await page.keyboard.press('Home')
    const pictures = new Map<number, string>()
    for (const step of [0, 1, 2, 3]) {
      await surface.rest()
      pictures.set(step, await surface.pixels(surface.trajectories))
      await page.keyboard.press('ArrowRight')
    }
    expect(new Set(pictures.values()).size).toBe(4)
    await page.keyboard.press('End')
    await surface.rest()
    const last = await surface.pixels(surface.trajectories)
    expect(await surface.step()).toBe(1000)

    // Back by keys, and there again by the slider.
    await page.keyboard.press('Home')
    for (const step of [1, 2, 3]) {
      await page.keyboard.press('ArrowRight')
      expect(await surface.step()).toBe(step)
      await surface.rest()
      expect(await surface.pixels(surface.trajectories), `step ${step}`).toBe(pictures.get(step))
    }
    await page.keyboard.press('ArrowLeft')
    await surface.rest()
    expect(await surface.pixels(surface.trajectories), 'step 2, from after').toBe(pictures.get(2))
    await surface.scrub.focus()
    await page.keyboard.press('End')
    await surface.rest()
    expect(await surface.pixels(surface.trajectories), 'the last step').toBe(last)

    // Also after the picture was moved, zoomed and put back.
    await page.keyboard.press('+')
    await surface.rest()
    expect(await surface.pixels(surface.trajectories)).not.toBe(last)
    await page.keyboard.press('0')
    await surface.rest()
    expect(await surface.pixels(surface.trajectories)).toBe(last)
  })
})

test('the whole stage is worked by keys alone', async ({ lab }) => {
  const { page } = lab
  await expect(page.getByRole('heading', { name: 'Iris experiment' })).toBeVisible()
  await page.keyboard.press('s')
  const start = page.locator('[data-start]')
  await start.waitFor()
  await start.focus()
  await page.keyboard.press('ArrowLeft')
  await expect(start).toHaveAccessibleName(/Start at \(−1\.2[2-9]/)
  await page.keyboard.press('3')
  const surface = await SurfaceStage.open(page)
  await expect(surface.inspector).toContainText('Adagrad')
  await page.keyboard.press('v')
  await expect(page.getByRole('radio', { name: '3-D' })).toBeChecked()
  await page.keyboard.press('v')
  await expect(page.getByRole('radio', { name: 'Basins' })).toBeChecked()
  await page.keyboard.press('v')
  await expect(page.getByRole('radio', { name: '2-D' })).toBeChecked()
  await page.keyboard.press('?')
  const keys = page.getByRole('dialog', { name: 'Keys' })
  await expect(keys).toContainText('Play, pause')
  await expect(keys).toContainText('Zoom in')
  await page.keyboard.press('Escape')

  await test.step('all play in the same step, pause, and play in a loop', async () => {
    await surface.field('Steps').fill('30')
    await surface.rest()
    await page.keyboard.press('Space')
    await expect.poll(() => surface.step()).toBeGreaterThan(3)
    await page.keyboard.press('Space')
    const paused = await surface.step()
    await surface.frames(20)
    expect(await surface.step()).toBe(paused)
    await page.getByRole('button', { name: 'Play', exact: true }).click()
    await expect.poll(() => surface.step()).toBe(30)
    await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
    // From the end it begins anew; in a loop it comes round by itself.
    await surface.rest()
    await page.keyboard.press('o')
    await page.keyboard.press('Space')
    await expect.poll(() => surface.step()).toBe(30)
    await expect.poll(() => surface.step(), { intervals: [30] }).toBeLessThan(10)
    await page.keyboard.press('Space')
  })

  await page.keyboard.press('i')
  await expect(page.getByRole('heading', { name: 'Iris experiment' })).toBeVisible()
})

test('lanes are added, changed, doubled, switched off and removed, and kept', async ({ lab }) => {
  const surface = await SurfaceStage.open(lab.page)
  const { page } = surface
  await expect(surface.lanes).toHaveCount(6)
  // By keys alone: the menu opens, finds by a part of the name, and gives the focus back.
  const search = page.getByRole('combobox', { name: 'Search by name' })
  const found = page.getByRole('listbox', { name: 'Add a lane' }).getByRole('option')
  await page.keyboard.press('a')
  await expect(search).toBeFocused()
  await page.keyboard.type('cautious')
  await expect(found).toHaveText(['Cautious AdamW'])
  await page.keyboard.press('Escape')
  await expect(search).toBeHidden()
  await page.keyboard.press('a')
  await expect(search).toBeFocused()
  await page.keyboard.type('nadam')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('combobox', { name: 'Add a lane' })).toBeFocused()
  await expect(surface.lanes).toHaveCount(7)
  await expect(surface.inspector).toContainText('NAdam')
  await page.getByRole('button', { name: 'SGD: duplicate' }).click()
  await expect(surface.lanes).toHaveCount(8)
  // Twins are numbered; what differs distinguishes two of one optimizer.
  await page.getByRole('textbox', { name: 'SGD #2: learning rate' }).fill('0.6')
  await expect(surface.inspector).toContainText('SGD 0.6')
  await expect(surface.inspector).toContainText(/Diverged at step \d+/)
  await page.getByRole('textbox', { name: 'SGD 0.6: learning rate' }).fill('0')
  await expect(page.getByText('Must be above 0.')).toBeVisible()
  await page.getByRole('textbox', { name: 'SGD 0.6: learning rate' }).fill('0.001')
  await surface.rest()
  const all = await surface.pixels(surface.trajectories)
  await page.getByRole('checkbox', { name: 'Adadelta: takes part' }).click()
  await surface.rest()
  expect(await surface.pixels(surface.trajectories)).not.toBe(all)
  await page.getByRole('checkbox', { name: 'Adadelta: takes part' }).click()
  await surface.rest()
  expect(await surface.pixels(surface.trajectories)).toBe(all)
  await page.getByRole('button', { name: 'SGD 0.001: remove' }).click()
  await expect(surface.lanes).toHaveCount(7)

  await test.step('the stage and what is on it are found again', async () => {
    await surface.choose('Beale')
    await surface.field('Start, x').fill('2.5')
    await page.getByRole('button', { name: 'Adam: remove', exact: true }).click()
    const lanes = await surface.lanes.count()
    const kept = async (): Promise<unknown> => {
      const { surface } = await lab.settings()
      return [surface?.surface, surface?.start.x, surface?.lanes.length]
    }
    await expect.poll(kept).toEqual(['beale', 2.5, lanes])
    await page.reload()
    await expect(page.getByRole('combobox', { name: 'Surface' })).toHaveText('Beale')
    expect((await surface.startPoint()).x).toBe(2.5)
    await expect(surface.lanes).toHaveCount(lanes)
  })

  await test.step('a rate above 2/L is named with its L', async () => {
    await page.getByRole('combobox', { name: 'Presets' }).click()
    await page.getByRole('option', { name: 'Too fast: the limit 2/L' }).click()
    await expect(surface.inspector).toContainText('rate 0.52 is above 2/L = 0.5, where L = 4')
    await page.keyboard.press('Shift+L')
    await expect(page.getByRole('region', { name: /^第 120 步/ })).toContainText(
      '学习率 0.52 超过 2/L = 0.5，其中最大曲率 L = 4',
    )
  })
})

test('basins are computed in the background, and cancelled', async ({ lab }) => {
  const surface = await SurfaceStage.open(lab.page)
  const { page } = surface
  await surface.choose('Himmelblau')
  await surface.field('Steps').fill('20000')
  await surface.view('Basins')
  const progress = page.locator('[data-basin-progress]')
  await expect(progress).toContainText(' s left')
  // The page is at hand meanwhile.
  await surface.drag([0.4, 0.4], [0.42, 0.45])
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(progress).toContainText(/^Cancelled at \d+%\.$/)

  await surface.field('Steps').fill('300')
  await surface.mapDone()
  const legend = page.getByRole('list', { name: 'Legend' })
  const shares = await legend.getByRole('listitem').allTextContents()
  // Four minima, each with about a quarter of the starts.
  const minima = shares.filter((text) => text.includes('('))
  expect(minima).toHaveLength(4)
  for (const text of minima) {
    const share = Number(/([\d.]+)%/.exec(text)?.[1])
    expect(share).toBeGreaterThan(15)
    expect(share).toBeLessThan(35)
  }
  const byMinimum = await surface.pixels(surface.ground)
  await page.getByRole('radio', { name: 'steps needed' }).click()
  await expect.poll(() => surface.pixels(surface.ground)).not.toBe(byMinimum)
})
