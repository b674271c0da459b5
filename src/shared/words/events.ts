import { endings, type RateChange, type RunEvent } from '../contract/stream.ts'
import type { ExperimentSpec, LaneSpec } from '../experiment/spec.ts'
import { causeOf } from '../training/cause.ts'
import type { Speech } from './index.ts'

/** What happened to a run, in sentences; those that say nothing are empty. */
export interface EventText {
  /** What and when. */
  readonly title: string
  /** Which number went first, and what came before it. */
  readonly facts: string
  /** The likely cause of a divergence, and what to try. */
  readonly cause: string
}

/** @param lane the run's, as its spec has it */
export function eventText(event: RunEvent, lane: LaneSpec, speech: Speech): EventText {
  const { words, format } = speech
  const title = words.event[event.kind](format.whole(event.step))
  return {
    title: event.ends ? title : format.text([title + words.stop, words.goesOn]),
    facts: format.text([firstText(event, speech), beforeText(event, speech)]),
    cause: causeText(event, lane, speech),
  }
}

/**
 * @param names of the lanes; @default their ids
 * @returns a line per lane and kind of event: how many of its seeds, when, and of a divergence why
 */
export function eventLines(
  { lanes, seeds }: ExperimentSpec,
  events: readonly RunEvent[],
  rates: readonly RateChange[],
  speech: Speech,
  names: readonly string[] = lanes.map(({ id }) => id),
): string[] {
  const { words, format } = speech
  const lines = lanes.flatMap((lane, index) =>
    endings.flatMap((kind) => {
      const own = events
        .filter((event) => event.kind === kind && Math.floor(event.run / seeds.length) === index)
        .sort((a, b) => a.step - b.step)
      const [first] = own
      if (!first) return []
      const when = words.when(
        format.whole(new Set(own.map(({ run }) => run)).size),
        format.whole(seeds.length),
        format.whole(first.step),
        format.whole(own.at(-1)!.step),
      )
      const what = `${names[index]}: ${words.happened[kind]}${when}`
      return [format.text([what, firstText(first, speech), causeText(first, lane, speech)])]
    }),
  )
  const nameOf = (lane: string): string => names[lanes.findIndex(({ id }) => id === lane)] ?? lane
  const changes = rates.map(({ lane, rate, step }) =>
    words.rateChanged(nameOf(lane), format.short(rate, 4), format.whole(step)),
  )
  return [...lines, ...changes]
}

function firstText({ divergence }: RunEvent, { words, format }: Speech): string {
  if (!divergence) return ''
  const { first, slot = '', index, line } = divergence
  const what = words.first[first](index === undefined ? '' : format.whole(index + 1), slot)
  return format.text([what, line ? words.ruleLine(format.whole(line.number), line.text) : ''])
}

function beforeText({ divergence }: RunEvent, { words, format }: Speech): string {
  if (!divergence) return ''
  const { parameters, gradient, rate } = divergence
  const short = (value: number): string => format.short(value, 3)
  if (gradient === undefined) return words.before.start(short(parameters))
  return words.before.step(
    short(parameters),
    short(gradient),
    rate === undefined ? undefined : short(rate),
  )
}

function causeText(event: RunEvent, lane: LaneSpec, { words, format }: Speech): string {
  const cause = causeOf(event, lane)
  const short = (value: number): string => format.short(value, 3)
  switch (cause?.kind) {
    case undefined:
      return ''
    case 'rateTooHigh':
      return words.cause.rateTooHigh(short(cause.rate), short(cause.parameters))
    case 'cliff':
      return cause.clipped ? words.cause.cliffClipped : words.cause.cliff
    case 'zeroGuard':
      return words.cause.zeroGuard(cause.key)
    case 'decayTooStrong':
      return words.cause.decayTooStrong(format.percent(cause.share))
    case 'runaway':
    case 'start':
      return words.cause[cause.kind](short(cause.parameters))
  }
}
