import { expect, it } from 'vitest'
import { paperOf } from '#shared/charts/theme.ts'
import { plain } from '#shared/lessons/parts.ts'
import type { PlotFigure, PlotLine } from '#shared/lessons/index.ts'
import { paintLessonPicture } from '#renderer/export/charts/lesson.ts'
import { SvgBrush } from '#renderer/export/svg-brush.ts'

const line = (name: string, y: readonly number[]): PlotLine => ({
  ...{ name: plain(name), x: y.map((_, at) => (10 * at) / (y.length - 1)), y },
})

/** Where the names of a figure's lines stand. */
function heightsOf(...lines: PlotLine[]): Record<string, number> {
  const axis = { name: plain(''), from: 0, to: 10 }
  const figure: PlotFigure = { kind: 'plot', x: axis, y: axis, lines }
  const brush = new SvgBrush({ measure: (text) => 7 * text.length, address: () => 'data:,' })
  const words = { own: ({ en }: { en: string }) => en, number: String, you: 'you' }
  paintLessonPicture(brush, paperOf('light'), {
    ...{ figure, ask: { kind: 'choice', options: [] }, guess: undefined, truth: 'a' },
    ...{ share: 1, words },
  })
  return Object.fromEntries(
    lines.map(({ name }) => {
      const [, y] = new RegExp(`<text[^>]* y="([\\d.]+)"[^>]*>${name.en}<`).exec(brush.source)!
      return [name.en, Number(y)]
    }),
  )
}

it('names lines that end close together in the order of their heights', () => {
  // Whichever is named first.
  for (const turned of [false, true]) {
    const lines = [line('lower', [5, 5]), line('upper', [5, 5.1])]
    const { lower, upper } = heightsOf(...(turned ? lines.reverse() : lines))
    expect(lower! - upper!).toBeGreaterThanOrEqual(15)
  }
})

it('sets a name that has no room after its line above it', () => {
  // 420 pixels for ten: a line that falls from 9 to 1 is higher where its name begins than where it ends.
  const { falling, level } = {
    ...heightsOf(line('falling', [9, 1])),
    ...heightsOf(line('level', [1, 1])),
  }
  expect(level! - falling!).toBeGreaterThan(20)
})
