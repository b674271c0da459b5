import { describe, expect, it } from 'vitest'
import { eventLines, eventsOf } from '../../../../src/main/cli/events.ts'
import type { RunEvent } from '../../../../src/shared/contract/stream.ts'
import { specOf } from '../../../support/specs.ts'

const spec = specOf({
  lanes: [
    { id: 'fast', optimizer: 'sgd', hyper: { lr: 9 } },
    { id: 'slow', optimizer: 'sgd' },
  ],
  seeds: [1, 2, 3],
})
const diverged = (run: number, step: number): RunEvent => ({
  run,
  step,
  kind: 'diverged',
  ends: true,
  divergence: { first: 'loss', parameters: 1e19, gradient: 1e18, rate: 9 },
})
const events: RunEvent[] = [
  diverged(2, 40),
  diverged(0, 31),
  { run: 4, step: 100, kind: 'target', ends: true },
]

describe('what the command line says of events', () => {
  it('is a line per lane and kind: how many seeds, when, why', () => {
    expect(eventLines(spec, events)).toEqual([
      'fast diverged in 2 of 3 seeds, steps 31 to 40: the batch loss was not finite first; likely because the learning rate 9 is too high',
      'slow reached its target in 1 of 3 seeds, step 100',
    ])
    expect(eventLines({ ...spec, seeds: [1] }, [diverged(0, 31)])[0]).toMatch(
      /^fast diverged, step 31: /,
    )
    expect(eventLines(spec, [])).toEqual([])
  })

  it('finds those of one run', () => {
    expect(eventsOf(events, 4).map(({ kind }) => kind)).toEqual(['target'])
    expect(eventsOf(events, 1)).toEqual([])
  })
})
