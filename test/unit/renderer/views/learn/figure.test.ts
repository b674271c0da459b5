/**
 * @vitest-environment happy-dom
 */
import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { findLesson, type Guess, type Step } from '#shared/lessons/index.ts'
import { lessonFrame } from '#renderer/charts/lesson/frame.ts'
import { bridgeKey } from '#renderer/composables/useBridge.ts'
import { i18n } from '#renderer/locales/index.ts'
import LessonFigure from '#renderer/views/learn/LessonFigure.vue'
import { TestLaboratory } from '../../support/laboratory.ts'

const [width, height] = [900, 500]

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
  let captured = false
  Object.assign(Element.prototype, {
    setPointerCapture: () => (captured = true),
    hasPointerCapture: () => captured,
  })
})
afterEach(() => vi.unstubAllGlobals())

function stepOf(lesson: string, id: string): Step {
  return findLesson(lesson)!.steps.find((step) => step.id === id)!
}
const values = (step: Step): Record<string, number> =>
  Object.fromEntries(step.dials.map(({ key, first }) => [key, first]))

/** A figure on a plot of 900 × 500 pixels whose guess follows what it says. */
async function shown(
  step: Step,
  guess: Guess,
): Promise<{ wrapper: VueWrapper; said: () => Guess }> {
  let now = guess
  const figure = step.figure(values(step))
  const wrapper = mount(LessonFigure, {
    props: {
      ...{ figure, ask: step.ask, guess, truth: undefined },
      onGuess: (next: Guess) => {
        now = next
        void wrapper.setProps({ guess: next })
      },
    },
    global: {
      plugins: [createPinia(), i18n],
      provide: { [bridgeKey as symbol]: new TestLaboratory() },
    },
  })
  await nextTick()
  return { wrapper: wrapper as unknown as VueWrapper, said: () => now }
}

async function drag(wrapper: VueWrapper, ...way: [number, number][]): Promise<void> {
  for (const [index, [clientX, clientY]] of way.entries()) {
    const type = index === 0 ? 'pointerdown' : 'pointermove'
    await wrapper.find('.figure').trigger(type, { button: 0, pointerId: 1, clientX, clientY })
  }
}

it('takes a place on the axis from a drag, and from arrow keys', async () => {
  const step = stepOf('downhill', 'step')
  const frame = lessonFrame(step.figure(values(step)), width, height, 1)
  const { wrapper, said } = await shown(step, 4)
  await drag(wrapper, [frame.toX(-2), 100])
  expect(said()).toBeCloseTo(-2, 9)

  const handle = wrapper.find('[role="slider"]')
  expect(handle.attributes('aria-valuetext')).toBe('−2')
  // A fiftieth of the axis from −6 to 6 is 0.24; with Shift a tenth of that.
  await handle.trigger('keydown', { key: 'ArrowRight' })
  expect(said()).toBeCloseTo(-1.76, 9)
  await handle.trigger('keydown', { key: 'ArrowDown', shiftKey: true })
  expect(said()).toBeCloseTo(-1.784, 9)
})

it('takes a curve from a drag over the axes, and each of its handles from arrow keys', async () => {
  const step = stepOf('downhill', 'across')
  const frame = lessonFrame(step.figure(values(step)), width, height, 1)
  const { wrapper, said } = await shown(step, [4, 4, 4, 4, 4, 4])
  const at = (x: number, y: number): [number, number] => [frame.toX(x), frame.toY(y)]
  await drag(wrapper, at(1, 2), at(6, 12))
  // Handles at 1, 2, 4, 6, 8 and 10: on the way from (1, 2) to (6, 12) they lie on its line.
  const heights = said() as readonly number[]
  ;[2, 4, 8, 12, 4, 4].forEach((height, index) => expect(heights[index]).toBeCloseTo(height, 9))

  const last = wrapper.findAll('[role="slider"]')[5]!
  await last.trigger('keydown', { key: 'ArrowUp' })
  expect((said() as readonly number[])[5]).toBeCloseTo(4 + 16 / 50, 9)
})

it('takes a place of the plane, and keeps it when the truth is there', async () => {
  const step = stepOf('adagrad', 'own')
  const frame = lessonFrame(step.figure(values(step)), width, height, 1)
  const { wrapper, said } = await shown(step, { x: 0, y: 1 })
  await drag(wrapper, [frame.toX(-1), frame.toY(0.5)])
  expect(said()).toEqual({ x: expect.closeTo(-1, 9), y: expect.closeTo(0.5, 9) })
  expect(wrapper.find('canvas').attributes('aria-label')).toContain('hidden until')

  const truth = step.truth(values(step))!
  await wrapper.setProps({ truth })
  await drag(wrapper, [frame.toX(2), frame.toY(2)])
  expect(said()).toEqual({ x: expect.closeTo(-1, 9), y: expect.closeTo(0.5, 9) })
  expect(wrapper.findAll('[role="slider"]')).toHaveLength(0)
  expect(wrapper.find('canvas').attributes('aria-label')).toContain('Adagrad walks from (−5, −2)')
})
