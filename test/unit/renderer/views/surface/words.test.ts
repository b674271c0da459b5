import { afterEach, describe, expect, it } from 'vitest'
import { setLanguage } from '#renderer/locales/index.ts'
import { createLane, ranked } from '#renderer/views/surface/lanes.ts'
import {
  checkText,
  formulaFaultText,
  outcomeLong,
  outcomeShort,
  laneText,
  shareFaultText,
  shiftText,
} from '#renderer/views/surface/words.ts'
import { parseFormula } from '#shared/surfaces/formula.ts'
import { findSurface } from '#shared/surfaces/index.ts'

const bowl = findSurface('quadratic')!
afterEach(() => setLanguage('en'))

describe('outcomes in words', () => {
  it('name the rate, the limit and the curvature', () => {
    const cause = { kind: 'rate', rate: 0.6, limit: 0.5, curvature: 4 } as const
    const outcome = { kind: 'diverged', step: 53, cause } as const
    expect(outcomeLong(outcome, bowl, 100, 0.01)).toBe(
      'Diverged at step 53: its rate 0.6 is above 2/L = 0.5, where L = 4 is the largest curvature.',
    )
    // Momentum bears more than 2/L: then it is not called so.
    const more = { ...outcome, cause: { ...cause, rate: 1, limit: 0.95 } }
    expect(outcomeLong(more, bowl, 100, 0.01)).toContain('above 0.95, the most this rule bears')
    setLanguage('zh-CN')
    expect(outcomeLong(outcome, bowl, 100, 0.01)).toBe(
      '在第 53 步发散：学习率 0.6 超过 2/L = 0.5，其中最大曲率 L = 4。',
    )
  })

  it('tell undefined from diverged, and what is undefined', () => {
    const at = { x: -0.25, y: 1 }
    const outcome = { kind: 'undefined', step: 12, at } as const
    const log = { ...outcome, gap: { lacks: 'value', part: 'log' } } as const
    const root = { ...outcome, gap: { lacks: 'slope', part: 'sqrt' } } as const
    expect(outcomeShort(log, bowl)).toBe('undefined at step 12')
    expect(outcomeShort({ ...log, step: 0 }, bowl)).toBe('undefined at the start')
    expect(outcomeLong(log, bowl, 100, 1)).toBe(
      'Stopped at step 12: at (−0.25, 1), f is undefined: a logarithm of 0 or of a negative number.',
    )
    expect(outcomeLong(root, bowl, 100, 1)).toContain('f has no slope: a square root of 0')
    setLanguage('zh-CN')
    expect(outcomeShort(log, bowl)).toBe('第 12 步无定义')
    expect(outcomeLong(log, bowl, 100, 1)).toContain('f 无定义：对 0 或负数取对数')
  })

  it('say where it arrived, and why it is stuck', () => {
    expect(outcomeLong({ kind: 'reached', minimum: 0, step: 1200 }, bowl, 2000, 0.013)).toBe(
      'From step 1,200 on it stays within 0.013 of the minimum (0, 0).',
    )
    const camel = findSurface('three-hump-camel')!
    const local = { kind: 'reached', minimum: 1, step: 9 } as const
    expect(outcomeShort(local, camel)).toBe('in a local minimum from step 9')
    expect(outcomeLong(local, camel, 2000, 0.01)).toMatch(
      /where f = 0\.2986; the lowest here is 0\.$/,
    )
    const rests = { kind: 'local', step: 9, at: { x: 0, y: 0 } } as const
    expect(outcomeShort(rests, camel)).toBe('in a local minimum')
    expect(outcomeShort(rests, { minima: [] })).toBe('at rest in a minimum')
    const stuck = { kind: 'stuck', step: 90 } as const
    expect(outcomeLong({ ...stuck, because: 'flat' }, bowl, 100, 1)).toContain('all but vanishes')
    expect(outcomeLong({ ...stuck, because: 'small-steps' }, bowl, 100, 1)).toContain('larger rate')
  })
})

describe('names in words', () => {
  it('distinguish lanes of one optimizer by convention and rate', () => {
    const lanes = ranked([
      createLane('adam', 'tutorial', { lr: 0.05 }),
      createLane('adam', 'pytorch', { lr: 0.05 }),
      createLane('sgd', 'tutorial'),
    ])
    expect(lanes.map((lane) => laneText(lane, lanes))).toEqual([
      'Adam Tutorial',
      'Adam PyTorch',
      'SGD',
    ])
    expect(lanes.map(({ rank }) => rank)).toEqual([0, 1, 0])
  })

  it('take a floor off as a formula does', () => {
    expect(shiftText(3)).toBe('− 3')
    expect(shiftText(-1.0316)).toBe('+ 1.032')
  })
})

describe('faults in words', () => {
  it.each([
    ['', 'Type a formula'],
    ['x +', 'missing at the end'],
    ['x + z', '“z” is unknown'],
    ['2xy', '“xy” is unknown: x*y?'],
    ['foo(x)', '“foo” is no function'],
    ['sin + x', '“sin” needs its argument in brackets: sin(x)'],
    ['sin(x, y)', '“sin” has the wrong number'],
    ['x > y', 'cannot be part of a surface'],
    ['2 + 3', 'Neither x nor y'],
    ['x'.repeat(501), '500 characters at most'],
    ['-'.repeat(99) + 'x', 'Nested more than 64 levels deep'],
  ])('of %j', (text, expected) => {
    const reading = parseFormula(text)
    expect(reading.ok ? 'none' : formulaFaultText(reading.fault, text.length)).toContain(expected)
  })

  it('of gradients and of shared pictures', () => {
    expect(checkText({ kind: 'agrees', samples: 576, worst: 0 })).toContain('at 576 points')
    expect(checkText({ kind: 'corner', at: { x: 1e-5, y: 2 } })).toContain('near (0, 2)')
    expect(checkText({ kind: 'slopeless', at: { x: 1, y: 2 } })).toContain('No slope at (1, 2)')
    expect(shareFaultText({ kind: 'unknown', what: 'nobody' })).toContain('“nobody”')
    expect(shareFaultText({ kind: 'newer' })).toContain('later version')
  })
})
