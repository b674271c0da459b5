import { describe, expect, it } from 'vitest'
import { arrowsAt, slotDirections } from '#renderer/charts/surface/arrows.ts'
import { conventions, defaultHyper, findRule, optimizers } from '#shared/optimizers/index.ts'
import { walk } from '#shared/surfaces/walk.ts'

describe('arrows', () => {
  it.each([
    // A mean of gradients pulls against itself; a sum of squares points nowhere.
    ['adam', 'tutorial', [-1, 0]],
    ['adagrad', 'tutorial', [0]],
    ['sgd', 'tutorial', []],
    // PyTorch's buffer holds gradients, Keras' velocity is the step itself.
    ['momentum', 'pytorch', [-1]],
    ['momentum', 'keras', [1]],
  ] as const)('the slots of %s (%s) point %j', (optimizer, convention, expected) => {
    const rule = findRule(optimizer, convention)!
    expect(slotDirections(rule, defaultHyper(rule))).toEqual(expected)
  })

  it('can be asked of every rule', () => {
    for (const { id } of optimizers) {
      for (const convention of conventions) {
        const rule = findRule(id, convention)
        if (rule) expect(slotDirections(rule, defaultHyper(rule))).toHaveLength(rule.slots.length)
      }
    }
  })

  it('show the pull downhill and the step taken', () => {
    const rule = findRule('sgd', 'tutorial')!
    const trajectory = walk({
      surface: {
        value: (x, y) => x * x + y * y,
        gradient: (x, y, into) => into.set([2 * x, 2 * y]),
      },
      rule,
      hyper: { lr: 0.25 },
      start: { x: 3, y: 4 },
      steps: 2,
    })
    // g = (6, 8), so the pull is (−0.6, −0.8) and the step −0.25 g.
    expect(arrowsAt(rule, [], trajectory, 0)).toEqual([
      { kind: 'gradient', symbol: '-g', x: -0.6, y: -0.8, share: 1 },
      { kind: 'step', symbol: '\\Delta', x: -1.5, y: -2 },
    ])
    expect(arrowsAt(rule, [], trajectory, 2)).toEqual([])
  })
})
