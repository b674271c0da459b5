/**
 * @vitest-environment happy-dom
 */
import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { lessons, type Guess, type Step } from '#shared/lessons/index.ts'
import { say } from '#shared/lessons/say.ts'
import type { Language } from '#shared/text.ts'
import { handlesOf, isMarked, lessonFrame } from '#renderer/charts/lesson/frame.ts'
import { i18n } from '#renderer/locales/index.ts'
import LessonPlayer from '#renderer/views/learn/LessonPlayer.vue'
import { useSettings } from '#renderer/stores/settings.ts'
import { useLearn } from '#renderer/views/learn/store.ts'
import { mountPart } from '../../support/mount-part.ts'

/*
 * What the end-to-end tours leave out, of every step that needs no training: right predictions by keys,
 * wrong ones by mouse, in the other language.
 */

const [width, height] = [900, 500]
let player: VueWrapper

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(private readonly told: (entries: unknown[]) => void) {}
      observe = (): void => this.told([{ contentRect: { width, height } }])
      unobserve = (): void => undefined
      disconnect = (): void => undefined
    },
  )
  // Motion is reduced: the truth stands there at once.
  vi.stubGlobal('matchMedia', (query: string) => ({
    matches: query.includes('reduce'),
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }))
  let captured = false
  Object.assign(Element.prototype, {
    setPointerCapture: () => (captured = true),
    hasPointerCapture: () => captured,
  })
  player = mountPart(LessonPlayer, {})
})
afterEach(() => {
  player.unmount()
  vi.unstubAllGlobals()
})

const firsts = (step: Step): Record<string, number> =>
  Object.fromEntries(step.dials.map(({ key, first }) => [key, first]))

/** Figures are walks of thousands of steps: each is computed once. */
const figures = new Map<Step, ReturnType<Step['figure']>>()
function figureOf(step: Step): ReturnType<Step['figure']> {
  const figure = figures.get(step) ?? step.figure(firsts(step))
  figures.set(step, figure)
  return figure
}
const frameOf = (step: Step): ReturnType<typeof lessonFrame> =>
  lessonFrame(figureOf(step), width, height, 1)

const press = async (key: string, target: EventTarget = window): Promise<void> => {
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  await nextTick()
}

/** Some presses of an arrow key off the truth, to begin with. */
const presses = 2

/** Toward which side of the figure a mark begins: where there is room beside the truth. */
const sides = (step: Step, x: number, y: number): readonly [across: 1 | -1, down: 1 | -1] => {
  const { toX, toY } = frameOf(step)
  return [toX(x) > width / 2 ? -1 : 1, toY(y) > height / 2 ? -1 : 1]
}

/** Brings each mark to the truth by arrow keys, from a few presses away. */
async function bringByKeys(step: Step, truth: Guess): Promise<void> {
  const { ask } = step
  const { fromX, fromY, toX, toY, box } = frameOf(step)
  const begun = handlesOf(figureOf(step), ask, truth).map(({ x, y }) => {
    const [across, down] = sides(step, x, y)
    return {
      x: fromX(toX(x) + (across * presses * box.width) / 50),
      y: fromY(toY(y) + (down * presses * box.height) / 50),
      keys: [across > 0 ? 'ArrowLeft' : 'ArrowRight', down > 0 ? 'ArrowUp' : 'ArrowDown'] as const,
    }
  })
  const onX = ask.kind === 'value' && ask.on === 'x'
  const [{ x, y } = { x: 0, y: 0 }] = begun
  useLearn().guess(
    ask.kind === 'curve'
      ? begun.map((each) => each.y)
      : ask.kind === 'point'
        ? { x, y }
        : onX
          ? x
          : y,
  )
  await nextTick()
  for (const [index, { keys }] of begun.entries()) {
    for (let time = 0; time < presses; time++) {
      const { element } = player.findAll('.figure [role="slider"]')[index]!
      if (onX || ask.kind === 'point') await press(keys[0], element)
      if (!onX) await press(keys[1], element)
    }
  }
}

/** How far the marks of a step are from the truth, in pixels of the figure. */
function apart(step: Step, truth: Guess): number {
  const frame = frameOf(step)
  const figure = figureOf(step)
  const places = (guess: Guess): (readonly [number, number])[] =>
    handlesOf(figure, step.ask, guess).map(({ x, y }) => [frame.toX(x), frame.toY(y)] as const)
  const targets = places(truth)
  const marks = places(useLearn().state!.guess!)
  return Math.max(
    ...targets.map(([x, y], at) => {
      const [left, top] = marks[at]!
      if (step.ask.kind === 'value') return Math.abs(step.ask.on === 'x' ? left - x : top - y)
      return Math.hypot(left - x, top - y)
    }),
  )
}

async function shows(step: Step, why: string, language: Language): Promise<void> {
  const facts = step.facts(firsts(step))
  expect(player.find('.reveal').text()).toContain(say(why, facts, language))
  expect(player.findAll('.formula .differs').length).toBeGreaterThan(0)
  const canvas = player.find('.figure canvas')
  expect(canvas.attributes('data-revealed')).toBe('true')
  // Who does not see the figure hears what was hidden in it.
  const figure = figureOf(step)
  const parts = figure.kind === 'plot' ? figure.lines : figure.walks
  const hidden = parts.filter((part) => part.hidden && part.name[language] !== '')
  for (const { name } of hidden) expect(canvas.attributes('aria-label')).toContain(name[language])
  expect(canvas.attributes('aria-label')).not.toContain(i18n.global.t('learn.figure.hidden'))
}

const open = async (lesson: string, at: number): Promise<void> => {
  useLearn().open(lesson)
  for (let step = 0; step < at; step++) useLearn().go(1)
  await flushPromises()
}

/** Of each lesson the steps that need no training, where there are some. */
const computed = lessons.flatMap((lesson) => {
  const steps = lesson.steps.flatMap((step, at) =>
    step.race ? [] : [[step.id, step, at] as const],
  )
  return steps.length === 0 ? [] : [[lesson.id, lesson, steps] as const]
})

describe.each(computed)('%s', (_, lesson, steps) => {
  it('is right by keys', async () => {
    const language = 'en'
    for (const [id, step, at] of steps) {
      await open(lesson.id, at)
      const truth = step.truth(firsts(step))!
      expect(player.find('.figure canvas').attributes('aria-label')).toContain(
        i18n.global.t('learn.figure.hidden'),
      )
      if (step.ask.kind === 'choice') {
        await press(`${step.ask.options.indexOf(truth as string) + 1}`)
      } else if (isMarked(step.ask)) {
        await bringByKeys(step, truth)
        expect(apart(step, truth), id).toBeLessThan(1)
      }
      await press('Enter')
      await shows(step, lesson.text[language].steps[id]!.why, language)
      if (step.ask.kind === 'choice') {
        expect(player.find('.reveal').text()).toContain(
          language === 'en' ? 'As you said' : '正如你所说',
        )
      }
    }
  })

  it('is wrong by mouse, in Chinese', async () => {
    const language = 'zh-CN'
    await useSettings().change({ language })
    for (const [id, step, at] of steps) {
      await open(lesson.id, at)
      const truth = step.truth(firsts(step))!
      if (step.ask.kind === 'choice') {
        const wrong = step.ask.options.findIndex((option) => option !== truth)
        await player.findAll('[role="radio"]')[wrong]!.trigger('click')
      } else if (isMarked(step.ask)) {
        const [{ x, y } = { x: 0, y: 0 }] = handlesOf(figureOf(step), step.ask, truth)
        const frame = frameOf(step)
        // To the half of the figure where the truth is not.
        const clientX = frame.toX(x) > width / 2 ? width / 4 : (3 * width) / 4
        const clientY = frame.toY(y) > height / 2 ? height / 4 : (3 * height) / 4
        const at =
          step.ask.kind === 'curve' ? { clientX: frame.toX(x), clientY } : { clientX, clientY }
        await player.find('.figure').trigger('pointerdown', { button: 0, pointerId: 1, ...at })
        expect(apart(step, truth), id).toBeGreaterThan(50)
      }
      await player.find('[data-testid="onward"]').trigger('click')
      await flushPromises()
      await shows(step, lesson.text[language].steps[id]!.why, language)
      expect(player.find('.reveal').text()).not.toMatch(/As you said|正如你所说/)
    }
  })
})

it('takes the curves of a class one after the other, and shows them all with the truth', async () => {
  const learn = useLearn()
  const across = lessons[0]!.steps.findIndex(({ id }) => id === 'across')
  await open('downhill', across)
  learn.asClass = true
  const truth = lessons[0]!.steps[across]!.truth({ lr: 1.5 }) as readonly number[]
  const above = (by: number): number[] => truth.map((height) => height + by)
  for (const by of [1, 2]) {
    learn.guess(above(by))
    await press('a')
  }
  expect(player.text()).toContain('2 kept')
  // The third learner has the mark still in hand when the truth is asked for.
  learn.guess(above(6))
  await press('Enter')
  // Off by 1, 2 and 6; the middle of the three curves by 2.
  expect(player.find('.reveal').text()).toContain(
    '3 curves, 1 to 6 off on average; their middle is 2 off.',
  )
  const bars = player.find('[role="group"][aria-label="Show of hands"]')
  expect(bars.text()).toContain('off by 1 to 2')
  expect(learn.state!.called).toHaveLength(3)

  await press('r')
  learn.takeBack()
  expect(learn.state!.called).toHaveLength(2)
})
