import { z } from 'zod'
import { LabError, type ErrorData } from '#shared/contract/errors.ts'
import type { Phase, StreamMessage } from '#shared/contract/stream.ts'
import type { Table } from '#shared/data/table.ts'
import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import type { LogMessage, TensorflowVersions } from './types.ts'

/*
 * What the pool and a trainer process say to each other. A process has one race at a time; what it
 * says of a race carries that race's number, so that late words of an old one are known as such.
 */

const count = z.int().min(0)
const range = z.tuple([count, count]).readonly()
const pace = z.number().positive().nullable()

/** What the pool asks; each is answered. */
const requestSchema = z.discriminatedUnion('kind', [
  /** Load TensorFlow, to use so many threads inside an operation. */
  z.object({ kind: z.literal('load'), threads: count.min(1) }),
  /** Build a rectangle of a race, ready for its first step. */
  z.object({
    kind: z.literal('prepare'),
    race: count,
    spec: z.custom<ExperimentSpec>((value) => typeof value === 'object' && value !== null),
    table: z.custom<Table>((value) => typeof value === 'object' && value !== null),
    lanes: range,
    seeds: range,
    engine: z.enum(['native', 'reference']),
    pace,
    /** Whether to send the lossless stream. */
    logged: z.boolean(),
    /** How to go on with a share that broke off. */
    resume: z
      .object({
        steps: count,
        /** Stop there, before the budget's end. */
        until: count.optional(),
        points: z.array(count).readonly(),
        checkpoint: z.instanceof(Uint8Array).optional(),
        /** Lanes as the spec counts them. */
        rates: z.array(z.object({ lane: count, rate: z.number(), step: count })).readonly(),
      })
      .optional(),
  }),
  z.object({ kind: z.literal('run') }),
  z.object({ kind: z.literal('pause') }),
  z.object({ kind: z.literal('stop') }),
  /** Step on to there, whatever the pace, and stand still again; answered there. */
  z.object({ kind: z.literal('advance'), until: count }),
  z.object({ kind: z.literal('pace'), pace }),
  /** Go on with an ended race up to a new budget. */
  z.object({ kind: z.literal('extend'), steps: count }),
  /** Another learning rate for a lane of this process's share, from its next step on. */
  z.object({
    kind: z.literal('rate'),
    /** Index into the spec's lanes. */
    lane: count,
    rate: z.number(),
    at: z.string(),
  }),
  /** Say how many messages the log has or will have had. */
  z.object({ kind: z.literal('recorded') }),
  z.object({ kind: z.literal('release') }),
])

export type Request = z.output<typeof requestSchema>

/** What the pool says besides. */
const noticeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('logged'), sequence: count }),
  /** A new reader: over the port that comes with it, or through this channel. */
  z.object({ kind: z.literal('watch'), viewer: count }),
  z.object({ kind: z.literal('viewed'), viewer: count, sequence: count }),
  z.object({ kind: z.literal('unwatch'), viewer: count }),
])

export type Notice = z.output<typeof noticeSchema>

export const inboundSchema = z.union([
  z.object({ request: count, body: requestSchema }),
  z.object({ notice: noticeSchema }),
])

export type Inbound = z.input<typeof inboundSchema>

/** Where a process's share of a race stands. */
export interface ShareStatus {
  readonly race: number
  readonly phase: Phase
  readonly step: number
  /** Whether the early stop has ended every run of it. */
  readonly over: boolean
  readonly error?: ErrorData
}

export type Answer =
  | { readonly ok: true; readonly versions?: TensorflowVersions; readonly recorded?: number }
  | { readonly ok: false; readonly error: ErrorData }

/** What a trainer process says. */
export type Outbound =
  | { readonly kind: 'answer'; readonly request: number; readonly answer: Answer }
  | { readonly kind: 'status'; readonly status: ShareStatus }
  | { readonly kind: 'log'; readonly race: number; readonly message: LogMessage }
  | { readonly kind: 'view'; readonly viewer: number; readonly message: StreamMessage }

const outboundKinds: readonly string[] = ['answer', 'status', 'log', 'view']

/**
 * Tells a trainer's message from noise. Its inner form is not checked again: the process runs this
 * program's own code, and its bulk is checked where it leaves for the page.
 */
export function asOutbound(message: unknown): Outbound {
  const kind = (message as { kind?: unknown } | null)?.kind
  if (typeof kind === 'string' && outboundKinds.includes(kind)) return message as Outbound
  throw new LabError('bad-message', 'A trainer process sent a message of no known kind.')
}
