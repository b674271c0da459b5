import type { ErrorData } from '#shared/contract/errors.ts'
import type { Phase, RateChange, RunEvent, StripPoint } from '#shared/contract/stream.ts'
import { mostSentTogether } from '#shared/training/memory.ts'
import type { Point, RunEnd } from '#shared/training/trainer.ts'
import { mergePoints, weightOf } from './points.ts'
import type { LogMessage } from './types.ts'

/** Milliseconds between two messages, so that no reader gets more than about 30 a second. */
const interval = 33

/** Numbers held back before a lossless feed sends early, or a thinning one thins: 8 MiB. */
const mostWeight = mostSentTogether

/**
 * Numbers that may wait after a full window before the trainer has to: 128 KiB. Less would make
 * a slow disk slow a race of small points down to the disk's pace; more would be lost with a process.
 */
const mostWaiting = 2 ** 14

/** The fewest points that thinning leaves, so that a heavy recording still shows a curve, … */
const fewestPoints = 64
/** … unless they hold more numbers than this: 64 MiB. */
const heaviest = 2 ** 23

export interface FeedOptions {
  /** Messages that may be under way unacknowledged. */
  readonly window: number
  /**
   * What to do with a reader that lags. `false`: keep everything, and say `full`, so that the
   * trainer waits. `true`: once more than 1 Mi numbers wait, drop every second recorded point, and
   * from then on take every second (fourth, …) until the reader has caught up. Events, and the points
   * at which a run ends, are never dropped.
   */
  readonly thins: boolean
  readonly post: (message: LogMessage) => void
  /** A clock in milliseconds. */
  readonly now: () => number
}

/** Where the sender stands, said in each message. */
interface Standing {
  readonly phase: Phase
  readonly step: number
  readonly error?: ErrorData
  /** Where the runs ended: each in stretches, some to a message. The first goes with what is announced. */
  readonly final?: Iterable<RunEnd>
}

/** Turns recorded points into numbered messages, at the pace its reader takes them. */
export interface Feed {
  /** Whether as many messages as may be are under way, and after them as much waits as may. */
  readonly full: boolean
  /** The number of the message that has brought, or will bring, the last that was given. */
  readonly latest: number
  add(point: Point): void
  /**
   * Sends along where the trainer stands after all that was given; a later one takes its place if that
   * has not been sent yet.
   */
  keep(checkpoint: Uint8Array): void
  /** Tells of a changed rate; sent at once where nothing may be lost. */
  tell(change: RateChange): void
  /**
   * Tells a new phase, or the end; sent as soon as may be, with what still waits.
   *
   * @param sent called once all of it is, or the feed was closed
   */
  announce(standing: Standing, sent?: () => void): void
  acknowledge(sequence: number): void
  close(): void
}

export function createFeed(options: FeedOptions): Feed {
  const { window, thins, post, now } = options
  let pending: { readonly index: number; readonly point: Point }[] = []
  /** Apart from their points, which may be thinned out: a run has two at most. */
  let events: RunEvent[] = []
  let rates: RateChange[] = []
  /** Likewise: no race has many. */
  let strips: StripPoint[] = []
  /** Numbers in them. */
  let stripWeight = 0
  let checkpoint: Uint8Array | undefined
  let weight = 0
  /** Of the points since the last message, thinning keeps every `stride`th, and the newest. */
  let stride = 1
  let added = 0
  let standing: Omit<Standing, 'final'> = { phase: 'running', step: 0 }
  let announced = false
  /** Where runs ended, as far as it has not been sent. */
  let ends: Iterator<RunEnd> | undefined
  let onSent: (() => void) | undefined
  /** A changed rate waits that must be sent before its command is answered. */
  let urgent = false
  let sequence = 0
  let acknowledged = 0
  let lastSent = -Infinity
  let timer: ReturnType<typeof setTimeout> | undefined
  let closed = false

  const send = (): void => {
    clearTimeout(timer)
    timer = undefined
    const merged = mergePoints(pending.map(({ point }) => point))
    const step = Math.max(
      standing.step,
      pending.at(-1)?.point.step ?? 0,
      events.at(-1)?.step ?? 0,
      rates.at(-1)?.step ?? 0,
      strips.at(-1)?.step ?? 0,
    )
    const final = nextEnds()
    const happened = {
      ...{ events, rates },
      ...(strips.length > 0 && { strips }),
      ...(checkpoint && { checkpoint }),
      ...(final && { final }),
    }
    pending = []
    events = []
    rates = []
    strips = []
    stripWeight = 0
    checkpoint = undefined
    weight = 0
    stride = 1
    added = 0
    announced = false
    urgent = false
    lastSent = now()
    sequence++
    post({ sequence, ...merged, ...happened, ...standing, step })
    standing = { ...standing, step }
    if (!ends) told()
  }

  /** Takes so many stretches that a message does not get large; the last leaves none. */
  const nextEnds = (): readonly RunEnd[] | undefined => {
    if (!ends) return undefined
    const taken: RunEnd[] = []
    let numbers = 0
    while (ends && numbers < mostWeight) {
      const { value, done } = ends.next()
      if (done) ends = undefined
      else {
        taken.push(value)
        numbers += value.parameters.length
      }
    }
    return taken
  }

  const told = (): void => {
    const tell = onSent
    onSent = undefined
    tell?.()
  }

  const waits = (): boolean =>
    pending.length > 0 ||
    events.length > 0 ||
    rates.length > 0 ||
    strips.length > 0 ||
    checkpoint !== undefined ||
    ends !== undefined ||
    announced

  const consider = (): void => {
    if (closed || !waits()) return
    // That it ended is never held back by the window: what waits by then is bounded. Where the runs
    // ended grows with the model: the log takes it at its own pace.
    const pressing = !thins && (urgent || (announced && ends !== undefined))
    if (sequence - acknowledged >= window && !pressing) return
    const wait = lastSent + interval - now()
    if (wait <= 0 || pressing || (!thins && (weight + stripWeight > mostWeight || ends))) {
      send()
      if (ends) consider()
    } else timer ??= setTimeout(() => ((timer = undefined), consider()), wait)
  }

  /** Whether thinning leaves a point that is not the newest. */
  const stays = ({ index, point }: { index: number; point: Point }): boolean =>
    index % stride === 0 || point.events.some((event) => event.ends)

  const thin = (): void => {
    const newest = pending.at(-1)
    pending = pending.filter((each) => each === newest || stays(each))
    weight = pending.reduce((sum, { point }) => sum + weightOf(point), 0)
  }

  return {
    get full() {
      return sequence - acknowledged >= window && weight + stripWeight >= mostWaiting
    },
    get latest() {
      return waits() ? sequence + 1 : sequence
    },
    add(point) {
      if (closed) return
      events.push(...point.events)
      for (const strip of point.strips ?? []) {
        strips.push(strip)
        stripWeight += strip.values.length
      }
      if (point.runs.length + point.paths.length === 0) return consider()
      const previous = pending.at(-1)
      if (previous && !stays(previous)) {
        // It was there only as the newest.
        pending.pop()
        weight -= weightOf(previous.point)
      }
      pending.push({ index: added, point })
      weight += weightOf(point)
      added++
      // Where runs end at every point there may be nothing left to drop.
      const most = (): number => (pending.length > fewestPoints ? mostWeight : heaviest)
      while (thins && weight > most() && pending.length > 1 && stride < added) {
        stride *= 2
        thin()
      }
      consider()
    },
    keep(packed) {
      if (closed) return
      checkpoint = packed
      consider()
    },
    tell(change) {
      if (closed) return
      rates.push(change)
      urgent = true
      consider()
    },
    announce({ final, ...next }, sent) {
      standing = next
      announced = true
      ends = final?.[Symbol.iterator]()
      onSent = sent
      consider()
    },
    acknowledge(taken) {
      if (taken > acknowledged && taken <= sequence) acknowledged = taken
      consider()
    },
    close() {
      closed = true
      clearTimeout(timer)
      pending = []
      events = []
      rates = []
      strips = []
      checkpoint = undefined
      ends = undefined
      told()
    },
  }
}
