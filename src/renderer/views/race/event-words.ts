import type { RunEvent } from '../../../shared/contract/stream.ts'
import type { LaneSpec } from '../../../shared/experiment/spec.ts'
import { causeOf } from '../../../shared/training/cause.ts'
import { useFormat } from '../../composables/useFormat.ts'
import { useText } from '../../composables/useText.ts'

/** What happened to a run, in sentences; those that say nothing are empty. */
export interface EventText {
  /** What and when. */
  readonly title: string
  /** Which number went first, and what came before it. */
  readonly facts: string
  /** The likely cause of a divergence, and what to try. */
  readonly cause: string
}

const { t } = useText()
const format = useFormat()

/** @param lane the run's, as its spec has it */
export function eventText(event: RunEvent, lane: LaneSpec): EventText {
  const title = t(`raceEvents.${event.kind}`, { step: format.whole(event.step) })
  return {
    title: event.ends ? title : format.text([`${title}.`, t('raceEvents.goesOn')]),
    facts: format.text([firstText(event), beforeText(event)]),
    cause: causeText(event, lane),
  }
}

function firstText({ divergence }: RunEvent): string {
  if (!divergence) return ''
  const { first, slot = '', index = 0 } = divergence
  return t(`raceEvents.first.${first}`, { index: format.whole(index + 1), slot })
}

function beforeText({ divergence }: RunEvent): string {
  if (!divergence) return ''
  const parameters = format.short(divergence.parameters, 3)
  if (divergence.gradient === undefined) return t('raceEvents.before.start', { parameters })
  const gradient = format.short(divergence.gradient, 3)
  if (divergence.rate === undefined) return t('raceEvents.before.plain', { parameters, gradient })
  const rate = format.short(divergence.rate, 3)
  return t('raceEvents.before.rate', { parameters, gradient, rate })
}

function causeText(event: RunEvent, lane: LaneSpec): string {
  const cause = causeOf(event, lane)
  switch (cause?.kind) {
    case undefined:
      return ''
    case 'rateTooHigh':
      return t('raceEvents.cause.rateTooHigh', {
        rate: format.short(cause.rate, 3),
        parameters: format.short(cause.parameters, 3),
      })
    case 'cliff':
      return t(cause.clipped ? 'raceEvents.cause.cliffClipped' : 'raceEvents.cause.cliff')
    case 'zeroGuard':
      return t('raceEvents.cause.zeroGuard', { key: cause.key })
    case 'decayTooStrong':
      return t('raceEvents.cause.decayTooStrong', { share: format.percent(cause.share) })
    case 'runaway':
    case 'start':
      return t(`raceEvents.cause.${cause.kind}`, { parameters: format.short(cause.parameters, 3) })
  }
}
