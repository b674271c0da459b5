import { describe, expect, it } from 'vitest'
import { createReport, type Report } from '#scripts/setup/report.ts'

/** A report on a stream that keeps what it is given, with a clock that the test moves. */
function recorded(isTTY: boolean): { report: Report; text: () => string; clock: { now: number } } {
  let text = ''
  const clock = { now: 0 }
  const stream = { isTTY, columns: 60, write: (piece: string) => (text += piece) }
  return { report: createReport(stream, () => clock.now), text: () => text, clock }
}

describe('progress off a terminal', () => {
  it('is one line a quarter, with how far and how big', () => {
    const { report, text } = recorded(false)
    for (let done = 0; done <= 200; done += 10) report.progress('Fetching', done * 1e6, 200e6)
    expect(text().split('\n').slice(0, -1)).toEqual([
      'Fetching: 0 % (0.0 MB of 200.0 MB)',
      'Fetching: 25 % (50.0 MB of 200.0 MB)',
      'Fetching: 50 % (100.0 MB of 200.0 MB)',
      'Fetching: 75 % (150.0 MB of 200.0 MB)',
      'Fetching: 100 % (200.0 MB of 200.0 MB)',
    ])
  })

  it('says nothing twice when a download begins anew', () => {
    const { report, text } = recorded(false)
    report.progress('Fetching', 60e6, 100e6)
    report.progress('Fetching', 0, 100e6)
    report.progress('Fetching', 55e6, 100e6)
    expect(text()).toBe('Fetching: 60 % (60.0 MB of 100.0 MB)\n')
  })

  it('does without a size', () => {
    const { report, text } = recorded(false)
    report.progress('Fetching', 1e6, undefined)
    report.progress('Fetching', 70e6, undefined)
    expect(text()).toBe('Fetching: 1.0 MB\nFetching: 70.0 MB\n')
  })

  it('counts in shares where there are no bytes', () => {
    const { report, text } = recorded(false)
    for (const done of [0, 0.1, 0.3, 1]) report.share('Debian packages', done)
    expect(text()).toBe('Debian packages: 0 %\nDebian packages: 30 %\nDebian packages: 100 %\n')
  })
})

describe('progress on a terminal', () => {
  it('redraws one line, no more than ten times a second', () => {
    const { report, text, clock } = recorded(true)
    report.progress('Fetching', 0, 100e6)
    clock.now = 50
    report.progress('Fetching', 1e6, 100e6)
    clock.now = 150
    report.progress('Fetching', 2e6, 100e6)
    expect(text()).toBe('\rFetching: 0 % (0.0 MB of 100.0 MB)\rFetching: 2 % (2.0 MB of 100.0 MB)')
  })

  it('always shows the end, and ends the line', () => {
    const { report, text } = recorded(true)
    report.progress('Fetching', 0, 1e6)
    report.progress('Fetching', 1e6, 1e6)
    expect(text().endsWith('\rFetching: 100 % (1.0 MB of 1.0 MB)\n')).toBe(true)
  })

  it('covers the rest of a longer line before it', () => {
    const { report, text, clock } = recorded(true)
    report.progress('Fetching', 99e6, 100e6)
    clock.now = 200
    report.progress('Fetching', 5e6, 100e6)
    const [, first = '', second = ''] = text().split('\r')
    expect(second).toHaveLength(first.length)
  })

  it('keeps said lines apart from the line in progress', () => {
    const { report, text } = recorded(true)
    report.progress('Fetching', 0, 1e6)
    report.say('Interrupted.')
    expect(text()).toBe('\rFetching: 0 % (0.0 MB of 1.0 MB)\nInterrupted.\n')
  })

  it('never wraps', () => {
    const { report, text } = recorded(true)
    report.progress('A step with a very long name that no terminal line can hold', 0, 1e6)
    expect(text().length).toBeLessThanOrEqual(60)
  })
})
