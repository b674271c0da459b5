// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { formCurves, pathName } from '#renderer/views/optimizers/form-curves.ts'
import { areAlike, comparedForms, formPaths, meaningOf } from '#renderer/views/optimizers/forms.ts'
import { formsOf, type Form } from '#shared/optimizers/forms.ts'
import { defaultHyper, type Convention } from '#shared/optimizers/index.ts'
import { findSurface } from '#shared/surfaces/index.ts'

const surface = findSurface('quadratic')!
const ground = { surface, start: surface.starts[0]!, steps: 50 }

const formOf = (id: string, convention: Convention): Form =>
  formsOf(id).find((form) => form.convention === convention)!

function paths(id: string, convention: Convention, hyper: Readonly<Record<string, number>> = {}) {
  const shown = formOf(id, convention)
  const numbers = { ...defaultHyper(shown.rule), ...hyper }
  const compared = comparedForms(formsOf(id), shown, numbers, 'equal')
  return { compared, paths: formPaths(compared, ground) }
}

describe('the forms of an optimizer', () => {
  it('have the numbers of the one looked at, or their own', () => {
    const shown = formOf('rmsprop', 'pytorch')
    const moved = { ...defaultHyper(shown.rule), lr: 0.07, alpha: 0.8 }
    const equal = comparedForms(formsOf('rmsprop'), shown, moved, 'equal')
    expect(equal.map(({ form }) => form.convention)).toEqual(['pytorch', 'tutorial', 'keras'])
    expect(equal.map(({ hyper }) => hyper.lr)).toEqual([0.07, 0.07, 0.07])
    expect(equal.map(({ hyper }) => hyper.alpha ?? hyper.gamma ?? hyper.rho)).toEqual([
      0.8, 0.8, 0.8,
    ])
    const usual = comparedForms(formsOf('rmsprop'), shown, moved, 'defaults')
    expect(usual.map(({ hyper }) => hyper.lr)).toEqual([0.01, 0.02, 0.001])
  })

  it('share a path where they take the same', () => {
    // At a constant rate a velocity that holds the rate is the same velocity.
    const momentum = paths('momentum', 'tutorial').paths
    expect(momentum.map(({ forms }) => forms.map(({ convention }) => convention))).toEqual([
      ['tutorial', 'pytorch', 'keras'],
    ])
    expect(paths('nesterov', 'keras').paths.map(pathName)).toEqual([
      'Keras, Tutorial, PyTorch',
      'Nesterov, look-ahead',
    ])
    expect(pathName(paths('sgd', 'tutorial', { lr: 900 }).paths[0]!)).toContain('diverged')
  })

  it('are alike where only names and the arrangement differ', () => {
    expect(areAlike(formOf('rmsprop', 'tutorial'), formOf('rmsprop', 'keras'))).toBe(true)
    expect(areAlike(formOf('rmsprop', 'tutorial'), formOf('rmsprop', 'pytorch'))).toBe(false)
  })

  it('mean the same by other symbols, and by numbers that they write out', () => {
    const [, pytorch, keras] = paths('rmsprop', 'tutorial').compared
    expect(meaningOf(pytorch!)!('\\alpha \\cdot s + \\epsilon')).toBe('\\gamma \\cdot s + 10^{-6}')
    expect(meaningOf(keras!)!('\\rho')).toBe('\\gamma')
    // A rate that is left out stands in no line.
    const [, adadelta] = paths('adadelta', 'pytorch').compared
    expect(meaningOf(adadelta!)!('1 - 10^{-6}')).toBe('1 - \\epsilon')
  })
})

it('a curve that has arrived leaves the picture instead of lying on its foot', () => {
  const { forms } = paths('sgd', 'tutorial').paths[0]!
  const trajectory = {
    ...{ steps: 3, diverged: false, points: new Float64Array(8), gradients: new Float64Array(6) },
    ...{ values: Float64Array.of(1, 1e-9, 1e-20, 0), slots: [] },
  }
  const { curves, fixed, logarithmic } = formCurves('sgd', [{ forms, trajectory }], 3, 'light').data
  expect(logarithmic).toBe(true)
  expect(fixed).toEqual({ min: 1e-12, max: 1 })
  expect(Array.from(curves[0]!.y)).toEqual([1, 1e-9, 1e-20, 1e-24])
})
