import { describe, expect, it } from 'vitest'
import { lineStyle } from '#shared/charts/palette.ts'
import { rankDiagramOption } from '#shared/charts/rank-diagram-option.ts'
import { rankDiagram, type RankDiagram, type RankedName } from '#shared/charts/rank-diagram.ts'
import { textWidth } from '#shared/charts/text-width.ts'
import { inks } from '#shared/charts/theme.ts'

const named = (name: string, meanRank: number): RankedName => ({
  ...{ id: name, name, meanRank, value: meanRank.toFixed(2) },
  look: lineStyle('adam', 'light'),
})

const draw = (
  contestants: readonly RankedName[],
  more: Partial<Parameters<typeof rankDiagram>[0]> = {},
): RankDiagram =>
  rankDiagram({ contestants, difference: undefined, cliques: [], width: 800, scale: 1, ...more })

/** Left, top, right and bottom of each text of the labels. */
function boxes({ labels }: RankDiagram, scale: number): number[][] {
  return labels.flatMap(({ side, name, value, nameAt, valueAt, y }) =>
    [
      { text: name, at: nameAt, face: { size: 12 * scale } },
      { text: value, at: valueAt, face: { size: 11 * scale, mono: true } },
    ].map(({ text, at, face }) => {
      const wide = textWidth(text, face)
      const left = side === 'left' ? at - wide : at
      return [left, y - 8 * scale, left + wide, y + 8 * scale]
    }),
  )
}

const overlap = ([a, b, c, d]: number[], [e, f, g, h]: number[]): boolean =>
  a! < g! && e! < c! && b! < h! && f! < d!

describe('a critical-difference diagram', () => {
  it('puts ranks on the axis where they belong, the best at the left', () => {
    const { axis, labels } = draw([named('c', 3), named('a', 1), named('b', 1.5)])
    const at = (id: string): number => labels.find((label) => label.id === id)!.line[0]![0]
    expect(axis.ticks.map(({ rank }) => rank)).toEqual([1, 2, 3])
    expect(at('a')).toBe(axis.from)
    expect(at('c')).toBe(axis.to)
    expect(at('b')).toBeCloseTo(axis.from + (axis.to - axis.from) / 4, 9)
    // The better half at the left from the top down, the others at the right from below up.
    expect(labels.map(({ id, side }) => `${id} ${side}`)).toEqual(['a left', 'b left', 'c right'])
  })

  it('lets no two names overlap, however near their ranks and however long they are', () => {
    const many = (count: number, spread: number, long: string): RankedName[] =>
      Array.from({ length: count }, (_, at) => named(`${long}${at}`, count / 2 + spread * at))
    for (const contestants of [
      many(8, 0, 'AdamW decoupled weight decay 0.01 '),
      many(64, 0.5, 'Nesterov '),
      many(10, 0.001, '自适应矩估计优化器名称很长很长很长很长'),
    ]) {
      for (const [width, scale] of [
        [560, 1],
        [640, 1.4],
        [1200, 1],
      ] as const) {
        const diagram = draw(contestants, { width, scale })
        const all = boxes(diagram, scale)
        all.forEach((box, at) => {
          expect(box[0]).toBeGreaterThanOrEqual(0)
          expect(box[2]).toBeLessThanOrEqual(width)
          expect(box[3]).toBeLessThanOrEqual(diagram.height)
          expect(all.slice(at + 1).some((other) => overlap(box, other))).toBe(false)
        })
      }
    }
  })

  it('lets no line cross another', () => {
    const ranks = [1.2, 2.1, 2.15, 4, 4.4, 5.5, 7.9]
    const { labels } = draw(ranks.map((rank, at) => named(`${at}`, rank)))
    for (const one of labels) {
      const [[x, top], [, bottom]] = one.line as [[number, number], [number, number]]
      for (const other of labels) {
        if (one === other) continue
        const [, [from, y], [to]] = other.line as [number, number][] as [
          [number, number],
          [number, number],
          [number, number],
        ]
        const crosses = Math.min(from, to) < x && x < Math.max(from, to) && top < y && y < bottom
        expect(crosses, `${other.id} crosses ${one.id}`).toBe(false)
      }
    }
  })

  it('joins who cannot be distinguished, bars that meet one below the other', () => {
    const contestants = [1, 2, 3, 4].map((rank) => named(`${rank}`, rank))
    const { bars, axis, labels } = draw(contestants, {
      cliques: [
        [0, 1],
        [1, 2],
        [3, 2],
      ],
    })
    const at = (rank: number): number => axis.from + ((axis.to - axis.from) * (rank - 1)) / 3
    expect(bars.map(({ from, to }) => [from + 3, to - 3])).toEqual([
      [at(1), at(2)],
      [at(2), at(3)],
      [at(3), at(4)],
    ])
    const [first, second, third] = bars.map(({ y }) => y)
    expect(second).toBeGreaterThan(first!)
    // The first has ended where the third begins.
    expect(third).toBe(first)
    expect(Math.min(...labels.map(({ y }) => y))).toBeGreaterThan(second!)
  })

  it('shows how far apart two must lie, cut off where the axis is too short for it', () => {
    const contestants = [1, 2, 3].map((rank) => named(`${rank}`, rank))
    const near = draw(contestants, { difference: { size: 1, text: 'CD' } })
    expect(near.critical).toMatchObject({ from: near.axis.from, open: false })
    expect(near.critical!.to).toBeCloseTo((near.axis.from + near.axis.to) / 2, 9)
    const far = draw(contestants, { difference: { size: 2.5, text: 'CD' } })
    expect(far.critical).toMatchObject({ to: far.axis.to, open: true })
    expect(draw(contestants).critical).toBeUndefined()
  })

  it('draws every name, value and bar', () => {
    const diagram = draw([named('a', 1), named('b\nc', 2)], {
      difference: { size: 0.5, text: 'critical difference 0.50' },
      cliques: [[0, 1]],
    })
    const option = rankDiagramOption(diagram, { inks: inks.light, scale: 1 })
    const [series] = option.series as { renderItem: () => { children: { style: object }[] } }[]
    const texts = series!
      .renderItem()
      .children.flatMap(({ style }) => ('text' in style ? [style.text] : []))
    expect(texts).toEqual(['1', '2', 'critical difference 0.50', 'a', '1.00', 'b c', '2.00'])
  })
})
