import { describe, expect, it } from 'vitest'
import { startOf, startParts } from '#shared/contract/start.ts'

describe('how the page begins', () => {
  const fresh = { first: true, language: 'system', theme: 'system', projector: false }

  it.each([undefined, null, 'text', [], { theme: 'pink', language: 7, projector: 'yes' }])(
    'is a first start where nothing is kept that can be understood: %j',
    (kept) => {
      expect(startOf(kept)).toEqual(fresh)
    },
  )

  it('is no first start once the first minute was left, or a stage was shown', () => {
    expect(startOf({ learn: { begun: true } }).first).toBe(false)
    expect(startOf({ stage: 'iris' }).first).toBe(false)
    expect(startOf({ learn: { done: {} } }).first).toBe(true)
  })

  it('takes the way through the file of the page, which holds nothing else of the settings', () => {
    const kept = {
      language: 'zh-CN',
      theme: 'dark',
      projector: true,
      surface: {},
      learn: { done: {} },
    }
    const sent: unknown = JSON.parse(JSON.stringify(startParts(kept)))
    expect(sent).toEqual({ language: 'zh-CN', theme: 'dark', projector: true, learn: {} })
    expect(startOf(sent)).toEqual(startOf(kept))
  })
})
