import { afterEach, describe, expect, it, vi } from 'vitest'
import { createPort } from '#renderer/bridge/stream.ts'
import type { StreamMessage } from '#shared/contract/stream.ts'

afterEach(() => void vi.restoreAllMocks())

function message(sequence: number): StreamMessage {
  return {
    sequence,
    phase: 'running',
    step: sequence,
    columns: {
      run: Uint32Array.of(0),
      step: Uint32Array.of(sequence),
      samples: Float64Array.of(24),
      seconds: Float64Array.of(0),
      metrics: { trainLoss: Float64Array.of(Number.NaN) },
    },
    snapshots: [],
    paths: [],
    events: [],
    rates: [],
  }
}

/** A port whose shell writes down what it is told. */
function open() {
  const told: (number | 'close')[] = []
  const fed = createPort({
    acknowledge: (sequence) => told.push(sequence),
    close: () => told.push('close'),
  })
  return { ...fed, told }
}

describe('a stream port', () => {
  it('keeps what came before somebody read, and brings the rest as it comes', () => {
    const { port, feed, told } = open()
    feed(message(1))
    feed(message(2))
    const read: number[] = []
    port.onMessage(({ sequence }) => {
      read.push(sequence)
      port.acknowledge(sequence)
    })
    feed(message(3))
    expect(read).toEqual([1, 2, 3])
    expect(told).toEqual([1, 2, 3])
  })

  it('drops what is not of the form it must have, and says so to the console', () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const { port, feed } = open()
    const read: number[] = []
    port.onMessage(({ sequence }) => read.push(sequence))
    const { columns } = message(1)
    for (const wrong of [
      null,
      'hello',
      { ...message(1), sequence: 0 },
      { ...message(1), columns: { ...columns, step: [1] } },
      { ...message(1), columns: { ...columns, metrics: { charm: Float64Array.of(1) } } },
    ]) {
      feed(wrong)
    }
    feed(message(2))
    expect(read).toEqual([2])
    expect(said).toHaveBeenCalledTimes(5)
  })

  it('says its end once, also to who asks later, and then is silent', () => {
    const { port, feed, end, told } = open()
    let closed = 0
    port.onClose(() => closed++)
    end()
    end()
    expect(closed).toBe(1)
    port.onClose(() => closed++)
    expect(closed).toBe(2)
    const read: number[] = []
    port.onMessage(({ sequence }) => read.push(sequence))
    feed(message(1))
    port.acknowledge(1)
    port.close()
    expect([read, told]).toEqual([[], []])
  })

  it('that the page closes tells the shell once', () => {
    const { port, feed, told } = open()
    let closed = 0
    port.onClose(() => closed++)
    port.close()
    port.close()
    feed(message(1))
    expect([told, closed]).toEqual([['close'], 1])
  })
})
