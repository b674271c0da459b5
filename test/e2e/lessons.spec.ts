import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { lessons, type Guess, type Lesson, type Step } from '#shared/lessons/index.ts'
import { say } from '#shared/lessons/say.ts'
import type { Language } from '#shared/text.ts'
import { expect, served, test } from './support/app.ts'

/* Every lesson to its end: by mouse with predictions that are wrong, by keys with such as are right. */

const firsts = (step: Step): Record<string, number> =>
  Object.fromEntries(step.dials.map(({ key, first }) => [key, first]))

/** Moves a handle by arrow keys until it is as near to a value as they bring it. */
async function bring(
  page: Page,
  handle: number,
  target: number,
  keys: readonly [less: string, more: string],
): Promise<void> {
  const slider = page.locator('.figure [role="slider"]').nth(handle)
  await slider.focus()
  const now = (): Promise<number> =>
    slider.evaluate(
      (element) =>
        new Promise((resolve) =>
          requestAnimationFrame(() => resolve(Number(element.getAttribute('aria-valuenow')))),
        ),
    )
  const before = await now()
  const key = before > target ? keys[0] : keys[1]
  await page.keyboard.press(key)
  // Every press goes as far again, or on a logarithmic axis by the same factor.
  const after = await now()
  if (after === before) return
  const even = (target - before) / (after - before)
  const times = Math.log(target / before) / Math.log(after / before)
  const third = 2 * after - before
  await page.keyboard.press(key)
  const linear = Math.abs((await now()) - third) < 1e-6 * Math.abs(after - before)
  const presses = Math.min(60, Math.round(linear || Number.isNaN(times) ? even : times))
  // The rest as a person does: the key is held down, and repeats.
  for (let press = 2; press < presses; press++) await page.keyboard.down(key)
  await page.keyboard.up(key)
}

async function predictByKeys(page: Page, step: Step, truth: Guess): Promise<void> {
  const { ask } = step
  if (ask.kind === 'choice') await page.keyboard.press(String(ask.options.indexOf(`${truth}`) + 1))
  else if (ask.kind === 'value' && ask.on && typeof truth === 'number') {
    await bring(page, 0, truth, ['ArrowLeft', 'ArrowRight'])
  } else if (ask.kind === 'value') {
    await page.getByRole('slider', { name: ask.symbol, exact: true }).focus()
    await page.keyboard.press('End')
  } else if (ask.kind === 'curve') {
    for (const [index, height] of (truth as readonly number[]).entries()) {
      await bring(page, index, height, ['ArrowDown', 'ArrowUp'])
    }
  } else if (typeof truth === 'object' && 'x' in truth) {
    await bring(page, 0, truth.x, ['ArrowLeft', 'ArrowRight'])
  }
}

async function predictByMouse(page: Page, step: Step): Promise<void> {
  if (step.ask.kind === 'choice') return page.getByRole('radio').last().click()
  const box = (await page.locator('.figure').boundingBox())!
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.3)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.25, { steps: 4 })
  await page.mouse.up()
}

/** Waits for what a step says with the truth; of one that trained, only that it says something. */
async function revealed(page: Page, lesson: Lesson, step: Step, language: Language): Promise<void> {
  const status = page.locator('main [role="status"].reveal')
  const { why } = lesson.text[language].steps[step.id]!
  if (step.race) await expect(status).not.toBeEmpty()
  else await expect(status).toContainText(say(why, step.facts(firsts(step)), language))
  await expect(page.locator('.formula .differs').first()).toBeVisible()
  await expect(page.locator('.figure canvas')).toHaveAttribute('data-revealed', 'true')
}

test('every lesson goes to its end by mouse', { tag: served }, async ({ lab }) => {
  const { page } = lab
  // In the served page only what a step that trains asks of the laboratory differs.
  const differs = ({ steps }: Lesson): boolean => steps.some(({ race }) => race)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.getByRole('link', { name: 'Learn' }).click()
  for (const [index, lesson] of lessons.entries()) {
    if (lab.shell === 'served' && index > 0 && !differs(lesson)) continue
    await page.locator('.lesson').nth(index).click()
    for (const step of lesson.steps) {
      const { ask } = lesson.text.en.steps[step.id]!
      await expect(page.getByText(say(ask, step.facts(firsts(step)), 'en'))).toBeVisible()
      await predictByMouse(page, step)
      await page.getByRole('button', { name: 'I predict this' }).click()
      await revealed(page, lesson, step, 'en')
      await page.getByTestId('onward').click()
    }
    await expect(page.locator('.lesson').nth(index)).toContainText(
      `${lesson.steps.length} of ${lesson.steps.length} steps seen`,
    )
  }
  await expect
    .poll(async () => (await lab.settings()).learn?.done.downhill)
    .toEqual(lessons[0]!.steps.map(({ id }) => id))
})

test('every lesson goes to its end by keys alone, in Chinese', async ({ lab }) => {
  const { page } = lab
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await expect(page.getByRole('main')).toBeVisible()
  await page.keyboard.press('Shift+L')
  await expect(page.getByRole('link', { name: '学习' })).toBeVisible()
  await page.keyboard.press('k')
  for (const [index, lesson] of lessons.entries()) {
    await page.locator('.lesson').nth(index).focus()
    await page.keyboard.press('Enter')
    for (const step of lesson.steps) {
      await expect(page.getByRole('heading', { level: 2 })).toContainText(
        lesson.text['zh-CN'].steps[step.id]!.title,
      )
      const truth = step.race ? undefined : step.truth(firsts(step))
      if (truth !== undefined) await predictByKeys(page, step, truth)
      else if (step.ask.kind === 'choice') await page.keyboard.press('1')
      await page.keyboard.press('Enter')
      await revealed(page, lesson, step, 'zh-CN')
      if (typeof truth === 'string') {
        await expect(page.locator('.reveal')).toContainText('正如你所说')
      }
      await page.keyboard.press(step === lesson.steps.at(-1) ? 'Enter' : 'PageDown')
    }
    await expect(page.locator('.lesson').nth(index)).toBeVisible()
  }
})

test('what a step shows goes on in other stages', async ({ lab }) => {
  const { page } = lab
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await expect(page.getByRole('main')).toBeVisible()
  await page.keyboard.press('k')
  await page.locator('.lesson').first().click()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Open in Surface' }).click()
  await expect(page.getByRole('link', { name: 'Surface' })).toHaveAttribute('aria-current', 'page')
  await expect
    .poll(async () => (await lab.settings()).surface)
    .toMatchObject({
      surface: 'own',
      own: { text: '0.5*x^2 + 0.1*y^2' },
      start: { x: -4, y: 0 },
      racers: [{ optimizer: 'sgd', hyper: { lr: 0.5 } }],
    })
  await page.keyboard.press('k')
  await expect(page.getByRole('button', { name: 'Open in Surface' })).toBeVisible()
})

test('a class predicts by show of hands, and a lesson is printed as it stands', async ({ lab }) => {
  const { page } = lab
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await expect(page.getByRole('main')).toBeVisible()
  await page.keyboard.press('k')
  await page.locator('.lesson').first().click()
  for (let step = 0; step < 4; step++) await page.keyboard.press('PageDown')
  await page.getByRole('button', { name: 'Class', exact: true }).click()
  await page.getByRole('textbox', { name: 'Hands for: Half of it' }).fill('2')
  await page.getByRole('textbox', { name: 'Hands for: A quarter of it' }).fill('7')
  await page.getByTestId('onward').click()
  await expect(page.locator('.reveal')).toContainText('7 of 9 hands are right: A quarter of it.')
  await expect(
    page.getByRole('group', { name: 'Show of hands' }).locator('.bar.right'),
  ).toHaveCount(1)

  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
  await page.emulateMedia({ media: 'print', reducedMotion: 'reduce' })
  const paper = page.getByTestId('hand-out')
  await expect(paper.getByRole('heading', { level: 2 })).toHaveCount(5)
  await expect(paper.locator('section > svg').first()).toBeVisible()
  expect(await paper.locator('section > svg path').count()).toBeGreaterThan(10)
  await expect(paper).toContainText('A quarter of it')
  await expect(paper.locator('.differs')).toHaveCount(1)
  await expect(page.locator('#app')).toBeHidden()
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')))
  await page.emulateMedia({ media: null, reducedMotion: 'reduce' })
  await expect(page.getByRole('main', { name: 'Learn' })).toBeVisible()
})

test(
  'a first start moves, can be touched, and has three doors',
  { tag: served },
  async ({ lab }) => {
    const page = await lab.relaunch(() => rm(join(lab.dataFolder, 'settings.json')))
    const canvas = page.getByRole('main', { name: 'Four optimizers, one ravine' }).getByRole('img')
    await expect(canvas).toBeVisible()
    const step = async (): Promise<number> => Number(await canvas.getAttribute('data-step'))
    const first = await step()
    await expect.poll(step).not.toBe(first)
    await expect(canvas).toHaveAttribute('aria-label', /starts at \(−5, −2\)/)

    await page.getByRole('slider', { name: /^Where they start/ }).focus()
    await page.keyboard.press('ArrowUp')
    await expect(canvas).not.toHaveAttribute('aria-label', /starts at \(−5, −2\)/)
    const box = (await canvas.boundingBox())!
    await page.mouse.move(box.x + box.width * 0.8, box.y + box.height * 0.2)
    await page.mouse.down()
    await expect(canvas).toHaveAttribute('data-step', '90')
    await page.mouse.up()

    await page.getByRole('button', { name: /^Learn/ }).click()
    await expect(page.locator('.lesson').first()).toBeVisible()
    await page.getByRole('button', { name: /^Four optimizers/ }).click()
    await page.getByRole('button', { name: /^The tutorial’s Iris experiment/ }).click()
    await expect(page.getByRole('link', { name: 'Iris' })).toHaveAttribute('aria-current', 'page')
    await expect.poll(async () => (await lab.settings()).stage).toBe('iris')
    const again = await lab.relaunch()
    await expect(again.getByRole('link', { name: 'Iris' })).toHaveAttribute('aria-current', 'page')
    await again.keyboard.press('k')
    await expect(again.locator('.lesson').first()).toBeVisible()
  },
)
