import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '#shared/math/random.ts'
import { activations, layoutOf, losses, type Loss } from '#shared/models.ts'
import type { Problem, Rows } from '#shared/training/problem.ts'
import { createReferenceEngine } from '#shared/training/reference.ts'

/** A problem of random rows. */
function randomProblem(seed: number, inputs: number, outputs: number, loss: Loss): Problem {
  const random = createRandom(seed, 'split')
  const rows = (count: number): Rows => {
    const targets = new Float64Array(count * outputs)
    for (let row = 0; row < count; row++) {
      if (loss === 'crossEntropy') targets[row * outputs + random.below(outputs)] = 1
      else for (let o = 0; o < outputs; o++) targets[row * outputs + o] = random.normal()
    }
    return {
      count,
      features: Float64Array.from({ length: count * inputs }, () => random.normal()),
      targets,
    }
  }
  const classNames = loss === 'crossEntropy' ? Array.from({ length: outputs }, String) : []
  return {
    inputs,
    outputs,
    train: rows(7),
    validation: rows(5),
    featureNames: [],
    featureScales: [],
    classNames,
  }
}

describe.each(losses)('the reference gradient of %s', (loss) => {
  describe.each(activations)('with %s', (activation) => {
    it.each([[[]], [[5]], [[4, 3]], [[4, 3, 2]]])('and hidden layers %j is the slope', (hidden) => {
      fc.assert(
        fc.property(fc.nat(10_000), (seed) => {
          const problem = randomProblem(seed, 3, loss === 'crossEntropy' ? 3 : 2, loss)
          const model = { hidden, activation }
          const { size } = layoutOf(model, problem.inputs, problem.outputs)
          const problems = [problem, randomProblem(seed + 1, 3, problem.outputs, loss)]
          const engine = createReferenceEngine({ model, loss, lanes: 2, problems })
          const random = createRandom(seed, 'weights')
          const runs = 4
          const parameters = Float64Array.from({ length: runs * size }, () => random.normal())
          const batch = Int32Array.of(0, 3, 5, 2, 6, 1)
          const gradients = new Float64Array(runs * size)
          const at = new Float64Array(runs)
          engine.gradients(parameters, batch, 3, gradients, at)

          const scratch = new Float64Array(runs * size)
          const lossesAt = (moved: Float64Array): Float64Array => {
            const result = new Float64Array(runs)
            engine.gradients(moved, batch, 3, scratch, result)
            return result
          }
          for (let i = 0; i < size; i++) {
            // Central differences of the same parameter of every run at once: error about h².
            const h = 1e-5
            const up = parameters.slice()
            const down = parameters.slice()
            for (let run = 0; run < runs; run++) {
              up[run * size + i]! += h
              down[run * size + i]! -= h
            }
            const above = lossesAt(up)
            const below = lossesAt(down)
            for (let run = 0; run < runs; run++) {
              const slope = (above[run]! - below[run]!) / (2 * h)
              // Where a relu's kink lies inside, the difference quotient is off by half of this.
              const bend = Math.abs(above[run]! - 2 * at[run]! + below[run]!) / h
              const allowed =
                1e-6 * Math.max(1, Math.abs(slope)) + (activation === 'relu' ? bend : 0)
              const gradient = gradients[run * size + i]!
              expect(Math.abs(gradient - slope)).toBeLessThanOrEqual(allowed)
            }
          }
        }),
        { numRuns: 8 },
      )
    })
  })
})

describe('the reference engine', () => {
  it('stays finite where the scores are far apart', () => {
    const problem = randomProblem(1, 1, 2, 'crossEntropy')
    const model = { hidden: [], activation: 'relu' } as const
    const engine = createReferenceEngine({
      model,
      loss: 'crossEntropy',
      lanes: 1,
      problems: [problem],
    })
    const row = Int32Array.of(0)
    const label = problem.train.targets.subarray(0, 2).indexOf(1)
    const gradients = new Float64Array(4)
    const losses = new Float64Array(1)
    // Biases alone: the wrong class ahead by 2000, so the loss is 2000 and its slope ±1.
    const parameters = Float64Array.of(0, 0, label === 0 ? -1000 : 1000, label === 0 ? 1000 : -1000)
    engine.gradients(parameters, row, 1, gradients, losses)
    expect(losses[0]).toBe(2000)
    expect([...gradients.subarray(2)].map(Math.abs)).toEqual([1, 1])
  })

  it('lets what is not finite flow through, and counts no class for it', () => {
    const problem = randomProblem(2, 2, 3, 'crossEntropy')
    const model = { hidden: [2], activation: 'tanh' } as const
    const engine = createReferenceEngine({
      model,
      loss: 'crossEntropy',
      lanes: 1,
      problems: [problem],
    })
    const parameters = new Float64Array(15).fill(NaN)
    const { losses, accuracies, confusion } = engine.evaluate(parameters, 'validation', 'classes')
    expect(losses[0]).toBeNaN()
    expect(accuracies[0]).toBe(0)
    expect([...confusion]).toEqual(new Array(9).fill(0))
  })

  it('counts accuracy and confusion', () => {
    const rows: Rows = {
      count: 4,
      features: Float64Array.of(-1, -2, 3, -4),
      targets: Float64Array.of(1, 0, 0, 1, 0, 1, 1, 0),
    }
    const problem: Problem = {
      inputs: 1,
      outputs: 2,
      train: rows,
      validation: rows,
      featureNames: ['x'],
      featureScales: [{ offset: 0, width: 1 }],
      classNames: ['below', 'above'],
    }
    const model = { hidden: [], activation: 'relu' } as const
    const engine = createReferenceEngine({
      model,
      loss: 'crossEntropy',
      lanes: 1,
      problems: [problem],
    })
    // Scores (−x, x): 'below' where x < 0. Only the second row, −2, is truly 'above'.
    const parameters = Float64Array.of(-1, 1, 0, 0)
    const { accuracies, confusion } = engine.evaluate(parameters, 'train', 'classes')
    expect(accuracies[0]).toBe(0.75)
    expect([...confusion]).toEqual([2, 0, 1, 1])
    const lossOnly = engine.evaluate(parameters, 'train', 'loss')
    expect(lossOnly.accuracies[0]).toBeNaN()
    expect(lossOnly.confusion).toHaveLength(0)
  })
})
