import { describe, expect, it } from 'vitest'
import {
  decodeFrame,
  encodeFrame,
  replyFrameSchema,
  requestFrameSchema,
  type ReplyFrame,
} from '#shared/contract/wire.ts'

const message: ReplyFrame = {
  kind: 'message',
  stream: 3,
  message: {
    sequence: 7,
    phase: 'running',
    step: 4,
    columns: {
      run: Uint32Array.of(0, 5),
      step: Uint32Array.of(4, 4),
      samples: Float64Array.of(96, 96),
      seconds: Float64Array.of(0.1, 0.1),
      metrics: { trainLoss: Float64Array.of(Number.NaN, -Infinity) },
    },
    snapshots: [],
    paths: [],
    events: [],
    rates: [],
  },
}

describe('frames of the served shell', () => {
  it('bring typed arrays through whole, non-finite numbers included', () => {
    expect(replyFrameSchema.parse(decodeFrame(encodeFrame(message)))).toEqual(message)
  })

  it('decode from any alignment, also from a pooled Buffer', () => {
    const bytes = encodeFrame(message)
    for (let shift = 0; shift < 8; shift++) {
      const room = new Uint8Array(bytes.length + shift)
      room.set(bytes, shift)
      const buffer = Buffer.from(room.buffer, shift)
      expect(replyFrameSchema.parse(decodeFrame(buffer))).toEqual(message)
    }
  })

  it('bring a view of a larger buffer as the view alone', () => {
    const whole = Float64Array.of(1, 2, 3, 4)
    const frame = { ...message, message: { ...message.message } }
    frame.message.columns = { ...message.message.columns, samples: whole.subarray(1, 3) }
    const parsed = replyFrameSchema.parse(decodeFrame(encodeFrame(frame)))
    expect(parsed.kind === 'message' && [...parsed.message.columns.samples]).toEqual([2, 3])
  })

  it('leave out an input that is undefined, as a call without input has it', () => {
    const bytes = encodeFrame({ kind: 'call', id: 1, name: 'describe', input: undefined })
    expect(decodeFrame(bytes)).toEqual({ kind: 'call', id: 1, name: 'describe' })
    expect(requestFrameSchema.parse(decodeFrame(bytes))).toEqual(decodeFrame(bytes))
  })

  it('refuse what is not a frame', () => {
    expect(() => decodeFrame(Uint8Array.of(0xc1))).toThrow()
    // An array of doubles (extension 1) whose length is not a multiple of 8 bytes.
    expect(() => decodeFrame(Uint8Array.of(0xd4, 1, 0))).toThrow(RangeError)
    expect(requestFrameSchema.safeParse({ kind: 'call', id: 0, name: 'x' }).success).toBe(false)
  })
})
