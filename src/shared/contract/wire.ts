import { pack, unpack, unpackBounded } from '../pack.ts'
import { z } from '../schema.ts'
import { answerSchema, eventSchema } from './calls.ts'
import { streamMessageSchema } from './stream.ts'

/*
 * The served shell's frames: calls, answers, events and streams multiplexed over one socket.
 */

/** No frame of the page is larger; a larger one ends the connection. */
export const maximumRequestBytes = 4 * 1024 * 1024

/** The largest file that the page may send, by a request of its own. */
export const maximumUploadBytes = 2 * 1024 ** 3

const id = z.int().min(1)

/** What the page sends. `name` and `input` are checked by whoever answers the call. */
export const requestFrameSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('call'),
    id,
    name: z.string().max(100),
    input: z.unknown().optional(),
  }),
  z.object({ kind: z.literal('acknowledge'), stream: id, sequence: z.int().min(1) }),
  z.object({ kind: z.literal('close'), stream: id }),
])

export type RequestFrame = z.output<typeof requestFrameSchema>

/** What the laboratory sends. */
export const replyFrameSchema = z.discriminatedUnion('kind', [
  /** First of all: what the page runs against. */
  z.object({ kind: z.literal('hello'), platform: z.string() }),
  z.object({ kind: z.literal('answer'), id, answer: answerSchema }),
  z.object({ kind: z.literal('event'), event: eventSchema }),
  /** A stream opens; its messages follow under this number. */
  z.object({ kind: z.literal('stream'), stream: id, raceId: z.string(), shard: z.int().min(0) }),
  z.object({ kind: z.literal('message'), stream: id, message: streamMessageSchema }),
  z.object({ kind: z.literal('closed'), stream: id }),
])

export type ReplyFrame = z.output<typeof replyFrameSchema>

/** @returns the frame's bytes; properties that are undefined are left out */
export function encodeFrame(frame: RequestFrame | ReplyFrame): Uint8Array<ArrayBuffer> {
  return pack(frame)
}

/**
 * What the page sends, which nobody vouches for.
 *
 * @returns the frame, whose call is checked by whoever answers it, or undefined where it is none
 */
export function readRequestFrame(bytes: Uint8Array): RequestFrame | undefined {
  try {
    return requestFrameSchema.safeParse(unpackBounded(bytes)).data
  } catch {
    return undefined
  }
}

/**
 * @returns what the bytes say, not yet checked by a schema
 * @throws whatever the decoder finds wrong with the bytes
 */
export function decodeFrame(bytes: Uint8Array): unknown {
  return unpack(bytes)
}
