import { endings, type RunEvent } from '#shared/contract/stream.ts'

/** What happened to a lane's runs, told by the first of them. */
export interface FirstEvent {
  readonly event: RunEvent
  /** How many more runs it happened to. */
  readonly others: number
}

/** @returns of each kind of event the earliest, in the order the kinds are listed */
export function firstEvents(events: readonly RunEvent[]): FirstEvent[] {
  return endings.flatMap((kind) => {
    const same = events.filter((event) => event.kind === kind)
    const [first, ...others] = same.toSorted((a, b) => a.step - b.step || a.run - b.run)
    return first ? [{ event: first, others: others.length }] : []
  })
}
