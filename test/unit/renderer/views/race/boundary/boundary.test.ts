import { describe, expect, it } from 'vitest'
import { effectScope, shallowRef } from 'vue'
import type { RaceProblem } from '#shared/contract/problem.ts'
import { fieldPixels } from '#renderer/charts/boundary-paint.ts'
import { axesOf, targetAxis, targetSpan } from '#renderer/views/race/boundary/domain.ts'
import {
  computeGrid,
  noClass,
  placeOf,
  type GridOrder,
} from '#renderer/views/race/boundary/grid.ts'
import type { FromWorker, ToWorker } from '#renderer/views/race/boundary/messages.ts'
import { PicturePump, type Helper, type Wanted } from '#renderer/views/race/boundary/pump.ts'
import { usePictures } from '#renderer/views/race/boundary/usePictures.ts'

const unit = { min: -1, max: 1 }
const softmax: GridOrder = {
  model: { hidden: [], activation: 'relu' },
  loss: 'crossEntropy',
  outputs: 2,
  // Weights of the first input, of the second, biases: class 1's score is that of class 0 plus 4x.
  parameters: Float64Array.of(0, 4, 0, 0, 0, 0),
  spans: [unit, unit],
  size: 4,
}

describe('what a model says over two features', () => {
  it('is class 0 on the left and 1 on the right, surer farther out', () => {
    const { classes, values } = computeGrid(softmax)
    // Middles of four cells: −0.75, −0.25, 0.25, 0.75.
    expect([0, 1, 2, 3].map((cell) => placeOf(unit, cell, 4))).toEqual([-0.75, -0.25, 0.25, 0.75])
    for (let row = 0; row < 4; row++) {
      expect([...classes.subarray(4 * row, 4 * row + 4)]).toEqual([0, 0, 1, 1])
    }
    // p = 1/(1 + e^(−4·0.75)) = 0.9526; from one half to one that is (0.9526 − 0.5)/0.5.
    const p = 1 / (1 + Math.exp(-3))
    expect(values[3]).toBeCloseTo((p - 0.5) / 0.5, 6)
    expect(values[0]).toBeCloseTo(values[3]!, 6)
  })

  it('goes up with the second feature, and is painted the right way up', () => {
    const upward = { ...softmax, parameters: Float64Array.of(0, 0, 0, 4, 0, 0) }
    const grid = computeGrid(upward)
    expect([...grid.classes]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1])
    const pixels = fieldPixels(grid, unit, 'light')
    const pixel = (row: number): string => pixels.data.slice(row * 16, row * 16 + 4).join()
    // The picture's first row is the top: class 1, as sure as class 0 at the bottom.
    expect(pixel(0)).not.toBe(pixel(3))
    expect(pixel(0)).not.toBe(pixel(1))
    const swapped = fieldPixels(
      computeGrid({ ...softmax, parameters: Float64Array.of(0, 0, 4, 0, 0, 0) }),
      unit,
      'light',
    )
    expect(swapped.data.slice(0, 4).join()).toBe(pixel(3))
  })

  it('is no class where scores are not finite', () => {
    const { classes } = computeGrid({ ...softmax, parameters: new Float64Array(6).fill(NaN) })
    expect(classes.every((each) => each === noClass)).toBe(true)
  })

  it('is the network’s own arithmetic: max(0, 2x + 1)·3 − 1 over one feature', () => {
    const { values, classes } = computeGrid({
      model: { hidden: [1], activation: 'relu' },
      loss: 'meanSquaredError',
      outputs: 1,
      parameters: Float64Array.of(2, 1, 3, -1),
      spans: [unit],
      size: 4,
    })
    expect(classes).toHaveLength(0)
    // At −0.75, −0.25, 0.25, 0.75: 2x + 1 is −0.5, 0.5, 1.5, 2.5.
    expect([...values]).toEqual([-1, 0.5, 3.5, 6.5])
  })

  it('over one feature is each class’s probability, together 1', () => {
    const { values } = computeGrid({
      ...softmax,
      parameters: Float64Array.of(0, 4, 0, 0),
      spans: [unit],
    })
    expect(values).toHaveLength(8)
    for (let cell = 0; cell < 4; cell++) {
      expect(values[2 * cell]! + values[2 * cell + 1]!).toBeCloseTo(1, 6)
    }
    expect(values[7]).toBeCloseTo(1 / (1 + Math.exp(-3)), 6)
  })
})

const rows = (features: number[], targets: number[]) => ({
  count: targets.length,
  total: targets.length,
  features: Float64Array.from(features),
  targets: Float64Array.from(targets),
})
const problem: RaceProblem = {
  inputs: 1,
  outputs: 1,
  featureNames: ['weight'],
  featureScales: [{ offset: 50, width: 10 }],
  classNames: [],
  targetScale: { offset: 100, width: 20 },
  target: 'price',
  train: rows([-1, 1], [-2, 0]),
  validation: rows([0], [3]),
}

describe('a picture’s axes', () => {
  it('cover all rows and a little more, and are marked in the table’s own unit', () => {
    const [axis] = axesOf(problem, 4)
    // Features −1 … 1, 8 % of 2 more on both sides: 48.4·… that is 50 ± 10·1.16 = 38.4 … 61.6.
    expect(axis).toMatchObject({ name: 'weight', span: { min: -1.16, max: 1.16 } })
    expect(axis?.ticks.map(({ value }) => value)).toEqual([40, 50, 60])
    expect(axis?.ticks[1]?.share).toBeCloseTo(0.5, 12)
    expect(targetSpan(problem)).toEqual({ min: -2, max: 3 })
    // 60 … 160, 8 more on both sides.
    expect(targetAxis(problem, 4).ticks.map(({ value }) => value)).toEqual([100, 150])
  })

  it('of a feature that does not vary has room all the same, and no marks', () => {
    const constant: RaceProblem = {
      ...problem,
      featureScales: [{ offset: 7, width: 0 }],
      train: rows([0, 0], [1, 2]),
      validation: rows([], []),
    }
    expect(axesOf(constant, 4)[0]).toMatchObject({ span: { min: -1, max: 1 }, ticks: [] })
  })
})

class Recorder implements Helper {
  onmessage: Helper['onmessage'] = null
  onerror: Helper['onerror'] = null
  readonly asked: ToWorker[] = []
  postMessage(message: ToWorker): void {
    this.asked.push(message)
  }
  answer(): void {
    const { id, order } = this.asked.at(-1)!
    const data: FromWorker = { id, grid: computeGrid(order) }
    this.onmessage?.(new MessageEvent('message', { data }))
  }
  fail(failed: string): void {
    this.onmessage?.(new MessageEvent('message', { data: { id: this.asked.at(-1)!.id, failed } }))
  }
  terminate(): void {
    this.onmessage = null
  }
}

describe('the pump of pictures', () => {
  const wanted = (lane: string, key: string) => ({ lane, key, order: () => softmax })

  it('computes one at a time, the lanes in turn, and never the same twice', () => {
    const helper = new Recorder()
    const done: string[] = []
    const pump = new PicturePump(
      helper,
      (lane, key) => done.push(`${lane} ${key}`),
      () => undefined,
    )
    pump.want([wanted('a', '1'), wanted('b', '1')])
    pump.want([wanted('a', '1'), wanted('b', '1')])
    expect(helper.asked).toHaveLength(1)
    // Meanwhile both have gone on: of b only what it is now is computed.
    pump.want([wanted('a', '2'), wanted('b', '2')])
    for (let round = 0; round < 3; round++) helper.answer()
    expect(done).toEqual(['a 1', 'b 2', 'a 2'])
    expect(helper.asked).toHaveLength(3)
    pump.want([wanted('a', '2'), wanted('b', '2')])
    expect(helper.asked).toHaveLength(3)
  })
})

/** All that promises and watchers have to do. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

describe('the pictures of all lanes', () => {
  const wanted = (lane: string, key: string): Wanted => ({ lane, key, order: () => softmax })

  function asked(...lanes: Wanted[]) {
    const helper = new Recorder()
    const now = shallowRef<readonly Wanted[]>(lanes)
    const scope = effectScope()
    const pictures = scope.run(() =>
      usePictures(
        () => now.value,
        () => helper,
      ),
    )!
    const there = (): { done: boolean } => {
      const state = { done: false }
      void pictures.ready().then(() => (state.done = true))
      return state
    }
    return { helper, now, pictures, there }
  }

  it('are there when each that was wanted has been computed', async () => {
    const { helper, pictures, there } = asked(wanted('a', '1'), wanted('b', '1'))
    helper.answer()
    const both = there()
    await turn()
    expect([both.done, pictures.pictures.size]).toEqual([false, 1])
    helper.answer()
    await turn()
    expect([both.done, pictures.pictures.size]).toEqual([true, 2])
  })

  it('are there in a race that goes on, once each lane has a newer one', async () => {
    const { helper, now, there } = asked(wanted('a', '1'), wanted('b', '1'))
    for (let step = 2; step < 4; step++) {
      helper.answer()
      now.value = [wanted('a', `${step}`), wanted('b', `${step}`)]
      await turn()
    }
    const both = there()
    for (const [step, done] of [
      [4, false],
      [5, true],
    ] as const) {
      helper.answer()
      now.value = [wanted('a', `${step}`), wanted('b', `${step}`)]
      await turn()
      expect(both.done).toBe(done)
    }
  })

  it('are not waited for when they fail, and the reason stays until that lane has one', async () => {
    const { helper, now, pictures, there } = asked(wanted('a', '1'), wanted('b', '1'))
    const both = there()
    helper.fail('no memory')
    helper.answer()
    await turn()
    expect([both.done, pictures.failed.value]).toEqual([true, 'no memory'])
    now.value = [wanted('a', '2'), wanted('b', '1')]
    await turn()
    helper.answer()
    expect(pictures.failed.value).toBe('')
    const broken = asked(wanted('a', '1'))
    const never = broken.there()
    broken.helper.onerror?.({ message: 'no worker' } as ErrorEvent)
    await turn()
    expect([never.done, broken.pictures.failed.value]).toEqual([true, 'no worker'])
  })
})
