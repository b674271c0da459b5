import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { parseSpec, type ExperimentSpec } from '#shared/experiment/spec.ts'
import {
  findLesson,
  lessons,
  type Ask,
  type Guess,
  type Lesson,
  type Step,
} from '#shared/lessons/index.ts'
import { say } from '#shared/lessons/say.ts'
import type { Language } from '#shared/text.ts'
import { handlesOf, lessonFrame } from '#renderer/charts/lesson/frame.ts'
import { thorough } from '#test/support/thorough.ts'
import { expect, served, test, type LabFixture } from './support/app.ts'
import { DataStage } from './support/data.ts'

/*
 * Every lesson to its end. What the usual ways leave out: test/unit/renderer/views/learn, or
 * DESCENT_LAB_THOROUGH=1.
 */

const firsts = (step: Step): Record<string, number> =>
  Object.fromEntries(step.dials.map(({ key, first }) => [key, first]))

/** The places of the window at which a prediction is true. */
async function placesOf(page: Page, step: Step, truth: Guess): Promise<[number, number][]> {
  const box = (await page.locator('.figure').boundingBox())!
  const figure = step.figure(firsts(step))
  const frame = lessonFrame(figure, box.width, box.height, 1)
  return handlesOf(figure, step.ask, truth).map(({ x, y }) => [
    box.x + frame.toX(x),
    box.y + frame.toY(y),
  ])
}

/** @returns what a learner says of a step: what is true, where that is known before a training, or something else */
function saidOf(step: Step, right: boolean): Guess | undefined {
  const { ask } = step
  const truth = step.race ? undefined : step.truth(firsts(step))
  if (ask.kind === 'choice') {
    return ask.options.find((option) => truth === undefined || (option === truth) === right)
  }
  if (truth === undefined || right) return truth
  // A little off what stands there at first.
  if (ask.kind === 'curve') return ask.at.map(() => 0.8 * ask.first)
  if (ask.kind === 'point') return { x: ask.first.x + 0.5, y: ask.first.y - 0.5 }
  return ask.whole ? ask.first - 1 : ask.first + 0.05 * (ask.to - ask.first)
}

/** @returns where on its slider a number stands, from 0 to 1 */
function shareOf(ask: Extract<Ask, { kind: 'value' }>, value: number): number {
  const on = (each: number): number => (ask.logarithmic ? Math.log(each) : each)
  return (on(value) - on(ask.from)) / (on(ask.to) - on(ask.from))
}

async function predictByMouse(page: Page, step: Step, said: Guess | undefined): Promise<void> {
  const { ask } = step
  if (ask.kind === 'choice') {
    return page
      .getByRole('radio')
      .nth(ask.options.indexOf(String(said)))
      .click()
  }
  if (said === undefined) return
  if (ask.kind === 'value' && !ask.on) {
    const track = (await page
      .getByRole('slider', { name: ask.symbol, exact: true })
      .locator('..')
      .boundingBox())!
    const share = shareOf(ask, Number(said))
    return page.mouse.click(track.x + share * track.width, track.y + track.height / 2)
  }
  const [first, ...rest] = await placesOf(page, step, said)
  await page.mouse.move(...first!)
  await page.mouse.down()
  for (const place of rest) await page.mouse.move(...place)
  await page.mouse.up()
}

async function predictByKeys(page: Page, step: Step, said: Guess | undefined): Promise<void> {
  const { ask } = step
  const press = async (key: string, times: number): Promise<void> => {
    for (let time = 0; time < times; time++) await page.keyboard.press(key)
  }
  if (ask.kind === 'choice') {
    await press(`${ask.options.indexOf(String(said)) + 1}`, 1)
  } else if (said === undefined) {
    return
  } else if (ask.kind === 'value' && !ask.on) {
    await page.getByRole('slider', { name: ask.symbol, exact: true }).focus()
    await press('Home', 1)
    const places = ask.whole ? ask.to - ask.from : 200
    await press('ArrowRight', Math.round(shareOf(ask, Number(said)) * places))
  } else {
    const handles = page.locator('.figure [role="slider"]')
    const figure = (await page.locator('.figure').boundingBox())!
    const { box } = lessonFrame(step.figure(firsts(step)), figure.width, figure.height, 1)
    for (const [index, [x, y]] of (await placesOf(page, step, said)).entries()) {
      const mark = (await handles.nth(index).boundingBox())!
      const across = ((x - mark.x - mark.width / 2) / box.width) * 50
      const up = ((mark.y + mark.height / 2 - y) / box.height) * 50
      await handles.nth(index).focus()
      const onX = ask.kind === 'point' || (ask.kind === 'value' && ask.on === 'x')
      if (onX) await press(across > 0 ? 'ArrowRight' : 'ArrowLeft', Math.round(Math.abs(across)))
      if (ask.kind === 'value' && onX) continue
      await press(up > 0 ? 'ArrowUp' : 'ArrowDown', Math.round(Math.abs(up)))
    }
  }
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

/** How somebody goes through the lessons. */
interface Way {
  readonly by: 'mouse' | 'keys'
  readonly language: Language
  readonly right: boolean
}

/** Every lesson to its end. */
async function tour(page: Page, { by, language, right }: Way): Promise<void> {
  await page.keyboard.press('k')
  for (const [index, lesson] of lessons.entries()) {
    const entry = page.locator('.lesson').nth(index)
    if (by === 'mouse') await entry.click()
    else {
      await entry.focus()
      await page.keyboard.press('Enter')
    }
    for (const step of lesson.steps) {
      const { title, ask } = lesson.text[language].steps[step.id]!
      await expect(page.getByRole('heading', { level: 2 })).toContainText(title)
      await expect(page.locator('.ask')).toHaveText(say(ask, step.facts(firsts(step)), language))
      const said = saidOf(step, right)
      if (by === 'mouse') {
        await predictByMouse(page, step, said)
        await page.getByTestId('onward').click()
      } else {
        await predictByKeys(page, step, said)
        await page.keyboard.press('Enter')
      }
      await revealed(page, lesson, step, language)
      const asSaid = expect(page.locator('.reveal'))
      if (!step.race && right && step.ask.kind === 'choice') {
        await asSaid.toContainText(/As you said|正如你所说/)
      } else if (!step.race && !right) await asSaid.not.toContainText(/As you said|正如你所说/)
      if (by === 'mouse') await page.getByTestId('onward').click()
      else await page.keyboard.press(step === lesson.steps.at(-1) ? 'Enter' : 'PageDown')
    }
    await expect(entry).toContainText(
      language === 'en'
        ? `${lesson.steps.length} of ${lesson.steps.length} steps seen`
        : `已看 ${lesson.steps.length} / ${lesson.steps.length} 步`,
    )
  }
}

/** The app by mouse, right; the served page by keys, wrong, in Chinese. With DESCENT_LAB_THOROUGH=1 each in every way. */
const ways = (shell: 'desktop' | 'served'): readonly Way[] =>
  thorough
    ? (['mouse', 'keys'] as const).flatMap((by) =>
        (['en', 'zh-CN'] as const).flatMap((language) =>
          [true, false].map((right) => ({ by, language, right })),
        ),
      )
    : [
        shell === 'desktop'
          ? { by: 'mouse', language: 'en', right: true }
          : { by: 'keys', language: 'zh-CN', right: false },
      ]

test('every lesson goes to its end', { tag: served }, async ({ lab }) => {
  let language: Language = 'en'
  const all = ways(lab.shell)
  for (const [at, way] of all.entries()) {
    const page = at === 0 ? lab.page : await lab.relaunch()
    // Where all ways are gone, the wrong ones see the truth grow.
    const moves = all.length > 1 && !way.right
    await page.emulateMedia({ reducedMotion: moves ? 'no-preference' : 'reduce' })
    if (way.by === 'keys') await page.setViewportSize({ width: 1024, height: 700 })
    await expect(page.getByRole('main')).toBeVisible()
    if (way.language !== language) await page.keyboard.press('Shift+L')
    language = way.language
    await expect(
      page.getByRole('link', { name: language === 'en' ? 'Learn' : '学习' }),
    ).toBeVisible()
    await test.step(`${way.by}, ${language}, ${way.right ? 'right' : 'wrong'}`, () =>
      tour(page, way))
  }
  await expect
    .poll(async () => (await lab.settings()).learn?.done.choose)
    .toEqual(findLesson('choose')!.steps.map(({ id }) => id))
})

/** Goes to a lesson from any stage. */
async function openLesson(page: Page, id: string): Promise<void> {
  await page.keyboard.press('k')
  const list = page.getByRole('button', { name: 'All lessons' })
  if (await list.isVisible()) await list.click()
  await page
    .locator('.lesson')
    .nth(lessons.findIndex((lesson) => lesson.id === id))
    .click()
}

/** What the newest race is told to do. */
async function newestSpec(lab: LabFixture): Promise<ExperimentSpec> {
  const folder = (await lab.runFolders()).at(-1)!
  return parseSpec(JSON.parse(await readFile(join(folder, 'spec.json'), 'utf8')))
}

test('what a step shows goes on in other stages, number by number', async ({ lab }) => {
  const { page } = lab
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await expect(page.getByRole('main')).toBeVisible()
  await openLesson(page, 'downhill')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Open in Surface' }).click()
  await expect(page.getByRole('link', { name: 'Surface' })).toHaveAttribute('aria-current', 'page')
  await expect
    .poll(async () => (await lab.settings()).surface)
    .toMatchObject({
      surface: 'own',
      own: { text: '0.5*x^2 + 0.1*y^2' },
      start: { x: -4, y: 0 },
      lanes: [{ optimizer: 'sgd', hyper: { lr: 0.5 } }],
    })

  // Iris takes the experiment of the lesson, with the seed that the learner has chosen.
  await openLesson(page, 'iris')
  await page.getByRole('slider', { name: 'seed' }).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Open in Iris' }).click()
  await page.keyboard.press('Space')
  await expect.poll(async () => (await lab.runFolders()).length).toBe(2)
  const over = findLesson('iris')!.steps[0]!.open({ seed: 2 })
  if (over.stage !== 'iris') throw new Error(over.stage)
  const { record, ...rest } = parseSpec(over.spec)
  expect(await newestSpec(lab)).toMatchObject(rest)
  expect(record.every).toEqual({ samples: 48 })

  // A table of one's own is dropped on the last lesson, trained on, and taken along to Race.
  const file = join(lab.folder, 'clover.csv')
  const rows = Array.from({ length: 90 }, (_, row) => {
    const kind = row % 3
    return `${kind + ((row * 7) % 10) / 10},${((row * 3) % 11) / 5 - kind},${'abc'[kind]!}`
  })
  await writeFile(file, ['leaf,stem,kind', ...rows].join('\n'))
  await openLesson(page, 'choose')
  await expect(page.getByText('Which rate suits Adam on the table Wine?')).toBeVisible()
  await new DataStage(page).drop(file)
  await expect(page.getByText('Which rate suits Adam on the table clover.csv?')).toBeVisible()
  await expect(page.getByRole('combobox', { name: 'predict' })).toHaveValue('kind')
  await page.keyboard.press('Enter')
  await expect(page.locator('.reveal')).toContainText('lowest median held-out loss')
  await page.getByRole('button', { name: 'Open in Race' }).click()
  await expect(page.getByRole('link', { name: 'Race' })).toHaveAttribute('aria-current', 'page')
  await expect
    .poll(async () => (await lab.settings()).race)
    .toMatchObject({
      experiment: {
        dataset: { file: expect.stringContaining('clover.csv') as unknown },
        target: 'kind',
        seeds: [1, 2, 3, 4],
        budget: { steps: 80 },
        batchSize: 16,
        split: { validation: 0.3, seed: 'run' },
        lanes: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3].map((lr) => ({
          optimizer: 'adam',
          hyper: { lr },
        })),
      },
    })
})

test('a class predicts, and a lesson is printed as it stands', async ({ lab }) => {
  const { page } = lab
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await expect(page.getByRole('main')).toBeVisible()
  await openLesson(page, 'downhill')
  await page.getByRole('button', { name: 'Class', exact: true }).click()
  // One after the other moves the mark and keeps it; the last has it still in hand.
  const mark = page.getByRole('slider', { name: 'Your prediction' })
  await mark.focus()
  await page.keyboard.press('a')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('a')
  await expect(page.getByText('2 kept')).toBeVisible()
  await page.keyboard.press('ArrowLeft')
  await page.getByTestId('onward').click()
  await expect(page.locator('.reveal')).toContainText('3 values from 3.52 to 4')
  await expect(page.getByRole('group', { name: 'Show of hands' }).locator('.bar')).not.toHaveCount(
    0,
  )

  for (let step = 0; step < 4; step++) await page.keyboard.press('PageDown')
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
  await expect(paper.locator('section .shown > svg').first()).toBeVisible()
  expect(await paper.locator('section .shown > svg path').count()).toBeGreaterThan(10)
  await expect(paper).toContainText('A quarter of it')
  await expect(paper.locator('.differs')).toHaveCount(2)
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
