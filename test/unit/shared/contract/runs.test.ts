import { describe, expect, it } from 'vitest'
import { runCalls } from '#shared/contract/runs.ts'

describe('what is noted on a run', () => {
  it('is changed part by part: what is not given stays as it is', () => {
    const parsed = runCalls.noteRun.input.parse({ id: 'a', notes: { tags: ['b'] } })
    expect(parsed.notes).toEqual({ tags: ['b'] })
  })
})
