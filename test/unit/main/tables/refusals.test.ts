import { describe, expect, it } from 'vitest'
import type { LabError } from '#shared/contract/errors.ts'
import { databaseError, fileError } from '#main/tables/refusals.ts'

const failed = (code: string): Error => Object.assign(new Error(`${code}: no`), { code })

describe('fileError', () => {
  it('says in a sentence what a failed file operation means', () => {
    expect(fileError('/data/a.csv', failed('ENOENT'))).toMatchObject({
      code: 'not-found',
      message: 'There is no file /data/a.csv.',
    })
    const cases = { EACCES: 'permission', EISDIR: 'folder', ENOSPC: 'space', EIO: 'unreadable' }
    for (const [code, reason] of Object.entries(cases)) {
      const error = fileError('/data/a.csv', failed(code)) as LabError
      expect(error).toMatchObject({ code: 'bad-table', parameters: { name: 'a.csv', reason } })
      expect(error.message).toMatch(/^a\.csv [^\n]*\.$/)
    }
  })

  it('leaves the program’s own faults what they are', () => {
    const fault = new TypeError('x is not a function')
    expect(fileError('/data/a.csv', fault)).toBe(fault)
    expect(databaseError('/data/a.csv', fault)).toBeUndefined()
  })
})

describe('databaseError', () => {
  it('keeps the first sentence, and the advice as details', () => {
    const error = new Error('Invalid Input Error: No magic bytes found in /data/a.csv.\nTry this.')
    expect(databaseError('/data/a.csv', error)).toMatchObject({
      code: 'bad-table',
      message: 'a.csv cannot be read (No magic bytes found in the file).',
      details: ['Try this.'],
    })
  })
})
