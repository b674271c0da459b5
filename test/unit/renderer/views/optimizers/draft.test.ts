import { describe, expect, it } from 'vitest'
import {
  checkDraft,
  declare,
  emptyRule,
  freeName,
  keptSchema,
} from '#renderer/views/optimizers/draft.ts'
import { optimizers } from '#shared/optimizers/index.ts'
import { ownCopy } from '#shared/own/rule.ts'

describe('checkDraft', () => {
  it('takes names that nobody declares as what they are likely to be', () => {
    const rule = { ...emptyRule('mine'), program: 'v = mu * v + g\nw -= lr * v' }
    const { offers, faults, update, rule: whole } = checkDraft(rule)
    expect(offers).toEqual([
      { name: 'mu', as: 'hyper' },
      { name: 'v', as: 'slot' },
    ])
    expect(faults).toEqual([])
    expect(update?.slots.map(({ key }) => key)).toEqual(['v'])
    expect(whole.hyper.map(({ key }) => key)).toEqual(['lr', 'mu'])
    const declared = declare(declare(rule, 'v', 'slot'), 'mu', 'hyper')
    expect(checkDraft(declared).offers).toEqual([])
  })

  it('says what is wrong, of the program and of the form', () => {
    const { faults, update } = checkDraft({
      ...emptyRule('a/b'),
      program: 'w -= lr * g\nw -= lr * (g',
    })
    expect(update).toBeUndefined()
    expect(faults.map(({ part, place }) => [part, place.line])).toEqual([
      ['name', 1],
      ['program', 2],
    ])
  })
})

it('keeps drafts between starts of the program as they are', () => {
  const drafts = optimizers.map((optimizer, id) => {
    const rule = Object.values(optimizer.rules)[0]!
    return { id, rule: ownCopy(optimizer.name, optimizer, rule, 'en'), was: `${optimizer.id}.py` }
  })
  const kept = { selected: 'draft:1', surface: 'booth', drafts }
  expect(keptSchema.parse(JSON.parse(JSON.stringify(kept)))).toEqual(kept)
})

it('finds a name that is free', () => {
  expect(freeName('Adam', new Set())).toBe('Adam')
  expect(freeName('Adam', new Set(['Adam', 'Adam 2']))).toBe('Adam 3')
})
