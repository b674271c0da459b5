import type { RunEvent } from '../../shared/contract/stream.ts'
import type { ExperimentSpec, LaneSpec } from '../../shared/experiment/spec.ts'
import { causeOf, type Cause } from '../../shared/training/cause.ts'

/** @returns the events of one run, in the order of their steps */
export function eventsOf(events: readonly RunEvent[], run: number): RunEvent[] {
  return events.filter((event) => event.run === run).sort((a, b) => a.step - b.step)
}

/** @returns a line per lane and kind of event: how many of its seeds, when, and of a divergence why */
export function eventLines(spec: ExperimentSpec, events: readonly RunEvent[]): string[] {
  return spec.lanes.flatMap((lane, laneIndex) =>
    (['diverged', 'target', 'patience'] as const).flatMap((kind) => {
      const own = events
        .filter((each) => each.kind === kind && laneOf(spec, each) === laneIndex)
        .sort((a, b) => a.step - b.step)
      const [first] = own
      if (!first) return []
      const all = spec.seeds.length
      const who = all === 1 ? '' : ` in ${own.length} of ${all} seeds`
      const last = own.at(-1)?.step ?? first.step
      const when = last === first.step ? `step ${first.step}` : `steps ${first.step} to ${last}`
      return [`${lane.id} ${words[kind]}${who}, ${when}${divergenceText(first, lane)}`]
    }),
  )
}

const laneOf = (spec: ExperimentSpec, { run }: RunEvent): number =>
  Math.floor(run / spec.seeds.length)

const words: Readonly<Record<RunEvent['kind'], string>> = {
  diverged: 'diverged',
  target: 'reached its target',
  patience: 'stopped getting better',
}

function divergenceText(event: RunEvent, lane: LaneSpec): string {
  const { divergence } = event
  const cause = causeOf(event, lane)
  if (!divergence || !cause) return ''
  const where = {
    loss: 'the batch loss',
    gradient: 'the gradient',
    slot: `the slot ${divergence.slot ?? ''}`,
    parameter: 'a parameter',
  }[divergence.first]
  return `: ${where} was not finite first; likely ${causeText(cause)}`
}

function causeText(cause: Cause): string {
  switch (cause.kind) {
    case 'rateTooHigh':
      return `because the learning rate ${short(cause.rate)} is too high`
    case 'runaway':
      return 'because its steps grew out of bounds'
    case 'cliff':
      return cause.clipped
        ? 'because of a steep place that clipping could not mend'
        : 'because of a steep place; clip the gradient'
    case 'zeroGuard':
      return `because ${cause.key} is 0`
    case 'decayTooStrong':
      return `because weight decay takes ${short(100 * cause.share)} % of each parameter per step`
    case 'start':
      return 'because the start weights or the features are too large'
  }
}

const short = (value: number): string => String(Number(value.toPrecision(3)))
