import { describe, expect, it } from 'vitest'
import { sparkLines } from '#renderer/views/runs/spark.ts'

describe('small curves', () => {
  it('fill the box: the first value at the left, the last at the right, the lowest at the bottom', () => {
    const [line] = sparkLines([{ lane: 'a', values: [1, 0.5, 0] }], 80, 23)
    // 20 units of height are the span, from y = 1 to y = 21.
    expect(line).toEqual({ lane: 'a', path: 'M0 1L40 11L80 21' })
  })

  it('leave a gap where a value is not finite', () => {
    const [line] = sparkLines([{ lane: 'a', values: [1, null, 0.5, 0] }], 90, 23)
    expect(line?.path).toBe('M0 1M60 11L90 21')
  })

  it('one that flies off runs along the upper edge, and the others keep their shape', () => {
    const lines = sparkLines(
      [
        { lane: 'good', values: [1, 0] },
        { lane: 'bad', values: [1, 1e9] },
      ],
      10,
      23,
    )
    // The edge is 1.5 times as high as where they began.
    expect(lines[1]?.path).toBe('M0 7.7L10 1')
    expect(lines[0]?.path).toBe('M0 7.7L10 21')
  })

  it('say nothing of a lane without numbers, or without any lane', () => {
    expect(sparkLines([{ lane: 'a', values: [null, null] }], 10, 10)[0]?.path).toBe('')
    expect(sparkLines([], 10, 10)).toEqual([])
    expect(sparkLines([{ lane: 'a', values: [2, 2] }], 10, 10)[0]?.path).not.toContain('NaN')
  })
})
