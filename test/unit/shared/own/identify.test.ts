import { describe, expect, it } from 'vitest'
import { optimizers } from '#shared/optimizers/index.ts'
import { identify, type Identity } from '#shared/own/identify.ts'
import { openRules } from '#shared/own/open.ts'
import { ownCopy, ownOptimizer } from '#shared/own/rule.ts'
import { identityText, speech } from '#shared/words/index.ts'
import { pasteOf, pastes } from '#test/support/pastes.ts'

const identityOf = (text: string): Identity =>
  identify(ownOptimizer(openRules(text, 'mine').rules[0]!))

const adamWithout = `
m = beta1 * m + (1 - beta1) * g
s = beta2 * s + (1 - beta2) * g**2
w -= lr * m / (sqrt(s) + 1e-6)`

describe('who an own rule is', () => {
  it.each(pastes)('%s of a tutorial is the built-in rule, bit for bit', (name) => {
    expect(identityOf(pasteOf(name))).toMatchObject({
      kind: 'same',
      digits: 'all',
      known: { optimizer: name, convention: 'tutorial' },
    })
  })

  it('is a copied built-in rule, or one that takes the same steps', () => {
    for (const optimizer of optimizers) {
      for (const rule of Object.values(optimizer.rules)) {
        const identity = identify(ownOptimizer(ownCopy('copy', optimizer, rule, 'en')))
        expect(identity, optimizer.id).toMatchObject({ kind: 'same', digits: 'all' })
      }
    }
  })

  it('is Adam without bias correction', () => {
    const identity = identityOf(adamWithout)
    expect(identity).toMatchObject({
      kind: 'settles',
      corrects: 'known',
      known: { optimizer: 'adam', convention: 'tutorial' },
    })
    // What is left of a start is 0.999 to the power of the step, half of it under the root.
    const from = identity.kind === 'settles' ? identity.from! : NaN
    expect(from).toBeGreaterThan(Math.log(2e-6) / Math.log(0.999) - 50)
    expect(from).toBeLessThan(Math.log(2e-6) / Math.log(0.999) + 50)
    expect(identityText(identity, speech.en)).toMatch(
      /^This is Adam \(Tutorial\) without bias correction: equal from step 13,\d+ on to 1e-6\.$/,
    )
  })

  it('is momentum at another rate', () => {
    const identity = identityOf('m = momentum * m + (1 - momentum) * g\nw -= lr * m')
    expect(identity).toMatchObject({
      kind: 'same',
      known: { optimizer: 'momentum', hyper: { lr: 0.002, momentum: 0.9 } },
      only: ['momentum'],
    })
    expect(identityText(identity, speech.en)).toMatch(/ No longer so at another momentum\.$/)
  })

  it('is what it is at all values, rather than what it is at these', () => {
    const decayed = identityOf('w -= lr * (g + weight_decay * w)')
    expect(decayed).toMatchObject({
      kind: 'same',
      known: { optimizer: 'sgd', convention: 'pytorch', hyper: { weightDecay: 0 } },
      only: [],
    })
    expect(identityOf('w -= lr * g * (1 + beta - 0.9)')).toMatchObject({
      known: { optimizer: 'sgd' },
      only: ['beta'],
    })
  })

  it('is equal to so many digits, or unknown', () => {
    const close = 's = gamma * s + (1 - gamma) * g**2\nw -= 1.0000001 * lr * g / sqrt(s + eps)'
    expect(identityOf(close)).toMatchObject({
      kind: 'same',
      digits: 7,
      known: { optimizer: 'rmsprop', convention: 'keras' },
    })
    const odd = identityOf('w -= lr * sign(g) * abs(g)**0.5')
    expect(odd).toMatchObject({ kind: 'unknown', nearest: {} })
    expect(identityText(odd, speech['zh-CN'])).toMatch(/。$/)
  })

  it('says the same every time', () => {
    expect(identityOf(adamWithout)).toEqual(identityOf(adamWithout))
  })

  it('takes a rule whose numbers run away', () => {
    expect(identityOf('w -= 1e300 * g * exp(w)').kind).toBe('unknown')
    expect(identityOf('w = w / 0 * 0').kind).toBe('unknown')
  })
})
