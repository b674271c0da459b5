import { describe, expect, it } from 'vitest'
import { SvgBrush } from '#renderer/export/svg-brush.ts'
import type { CurvesFilm } from '#renderer/export/film/film.ts'
import { filmPage, mostBytes } from '#renderer/export/film/html.ts'
import { curvesFilm, spread, trajectoriesFilm } from '#renderer/export/film/make.ts'
import { momentText, numberText, paintFilm } from '#renderer/export/film/paint.ts'
import { boxesOf } from './boxes.ts'
import { mp4Of } from '#renderer/export/film/mp4.ts'
import type { CurvesPart } from '#shared/charts/frame.ts'
import { lineStyle } from '#shared/charts/palette.ts'
import { spanScale } from '#shared/charts/scale.ts'
import { paperOf, themes } from '#shared/charts/theme.ts'
import { defaultHyper, findRule } from '#shared/optimizers/index.ts'
import { findSurface } from '#shared/surfaces/index.ts'
import { walk } from '#shared/surfaces/walk.ts'

const part: CurvesPart = {
  data: {
    curves: ['sgd', 'adam'].map((id, at) => ({
      ...{ id, name: `${id} </script> & "`, look: lineStyle(id, 'dark'), selected: at === 0 },
      x: Float64Array.from({ length: 5000 }, (_, step) => step),
      y: Float64Array.from({ length: 5000 }, (_, step) => (at + 1) / (step + 1)),
    })),
    bands: [
      {
        ...{ id: 'sgd', look: lineStyle('sgd', 'dark'), selected: false },
        ...{ x: [0, 2500, 4999], low: [0.5, 0.001, NaN], high: [1.5, 0.01, 0.001] },
      },
    ],
    horizontal: (parts) => spanScale(4999, parts, true),
    logarithmic: true,
    label: (_, last) => last.toPrecision(3),
  },
  words: {
    ...{ yName: 'loss', xName: 'step', at: String },
    yText: String,
    xText: String,
    xNote: () => '',
  },
}
const film = curvesFilm(part, { title: 'A race', settings: ['wine · 2 seeds'] }, false)

const newBrush = (): SvgBrush =>
  new SvgBrush({ measure: (text) => 6 * text.length, address: () => 'data:,' })
const painted = (share: number, of: Parameters<typeof paintFilm>[1] = film): string => {
  const brush = newBrush()
  paintFilm(brush, of, share, paperOf('light'), { width: 960, height: 540 })
  return brush.source
}

describe('a film of curves', () => {
  it('keeps some hundred points of each, its ends among them, with both looks', () => {
    const [sgd] = film.curves
    expect(sgd?.x).toHaveLength(500)
    expect([sgd?.x[0], sgd?.x.at(-1)]).toEqual([0, 4999])
    expect(sgd?.y[0]).toBe(1)
    expect(sgd?.look.light.colour).toBe(lineStyle('sgd', 'light').colour)
    expect(sgd?.look.dark.colour).toBe(lineStyle('sgd', 'dark').colour)
    // What is not finite is a gap, which JSON can hold.
    expect(sgd?.low).toEqual([0.5, 0.001, null])
    expect(JSON.parse(JSON.stringify(film))).toEqual(film)
  })

  it('says in words how each came out', () => {
    expect(film.summary).toContain('sgd')
    expect(film.summary).toContain('0.000200')
  })

  it('grows: half way, the curve ends at half the axis with what it had there', () => {
    const linear: CurvesFilm = { ...film, logarithmic: false, y: { min: 0, max: 2 } }
    // At half of 4999: (1 / 2500.5).
    expect(painted(0.5, linear)).toContain('>4e-4<')
    expect(painted(1, linear)).toContain('>2e-4<')
    expect(momentText(linear, 0.5)).toBe('step 2500')
  })
})

describe('a film of trajectories', () => {
  const surface = findSurface('rosenbrock')!
  const rule = findRule('adam', 'tutorial')!
  const start = surface.starts[0]!
  const steps = 4000
  const trajectory = walk({ surface, rule, hyper: defaultHyper(rule), start, steps })
  const lane = { name: 'Adam', optimizer: 'adam', drawn: 'adam', rank: 0, selected: true }
  const scene = {
    ...{ id: surface.id, name: 'Rosenbrock', surface, settings: ['start', 'lanes'], start },
    ...{ step: 0, steps },
    lanes: [{ ...lane, rule, hyper: defaultHyper(rule), trajectory }],
  }
  const shown = trajectoriesFilm(
    scene,
    surface.domain,
    { title: 'R', settings: scene.settings },
    'step',
  )

  it('keeps every third of 4,000 steps: 1,500 at most', () => {
    expect(shown.stride).toBe(3)
    expect(shown.trajectories[0]!.points.length / 2).toBe(Math.floor(steps / 3) + 1)
    expect(shown.trajectories[0]!.points.slice(0, 2)).toEqual([start.x, start.y])
    expect(momentText(shown, 0.5)).toBe('step 2,000')
  })

  it('names the lane where it is', () => {
    expect(painted(1, shown)).toContain('>Adam<')
  })

  it('fits in a page that goes by mail, and asks for nothing', () => {
    const words = { play: 'Play', pause: 'Pause', position: 'Position', theme: 'Light or dark' }
    const made = { signature: 'Descent Lab', language: 'en' }
    for (const each of [shown, film]) {
      const page = filmPage(each, words, 'play("</script>")', made)
      expect(page.length).toBeLessThan(mostBytes)
      expect(page).toContain("default-src 'none'")
      expect(page).not.toMatch(/(src|href)=/)
      expect(page.match(/<\/script>/g)).toHaveLength(3)
      const data = /id="film">(.*?)<\/script>/s.exec(page)?.[1] ?? ''
      expect(JSON.parse(data)).toEqual(each)
    }
  })
})

it('every moment is painted on both papers without a number that is none', () => {
  for (const theme of themes) {
    for (const share of [0, 0.001, 0.5, 1]) {
      const brush = newBrush()
      paintFilm(brush, film, share, paperOf(theme), { width: 700, height: 400 })
      expect(brush.source).not.toContain('NaN')
    }
  }
})

it('spreads indices evenly', () => {
  expect(spread(3, 5)).toEqual([0, 1, 2])
  expect(spread(101, 5)).toEqual([0, 25, 50, 75, 100])
})

it('says numbers shortly', () => {
  expect([0, 0.5, 0.00012, 123456.7, 1.2e9].map(numberText)).toEqual([
    ...['0', '0.5', '1.2e-4', '123500', '1.2e9'],
  ])
})

describe('an MP4', () => {
  const samples = [
    { data: Uint8Array.of(1, 2, 3), key: true },
    { data: Uint8Array.of(4, 5), key: false },
  ]
  const description = Uint8Array.of(1, 66, 0, 31)
  const file = mp4Of({ width: 960, height: 600, rate: 20, description, samples })
  const boxes = boxesOf(file)
  const u32 = (path: string, at: number): number => {
    const { from } = boxes.get(path)!
    return new DataView(file.buffer).getUint32(from + at)
  }

  it('has what a player needs before its pictures', () => {
    expect([...boxes.keys()].filter((path) => !path.includes('/'))).toEqual([
      'ftyp',
      'moov',
      'mdat',
    ])
  })

  it('says where the pictures are, how long each is, and which stand alone', () => {
    const table = 'moov/trak/mdia/minf/stbl'
    const first = u32(`${table}/stco`, 8)
    expect([...file.slice(first, first + 5)]).toEqual([1, 2, 3, 4, 5])
    expect([u32(`${table}/stsz`, 8), u32(`${table}/stsz`, 12), u32(`${table}/stsz`, 16)]).toEqual([
      ...[2, 3, 2],
    ])
    expect([u32(`${table}/stss`, 4), u32(`${table}/stss`, 8)]).toEqual([1, 1])
  })

  it('lasts its pictures at their rate: 2 of 20 a second', () => {
    expect([u32('moov/mvhd', 12), u32('moov/mvhd', 16)]).toEqual([20, 2])
    // Width and height in 16.16, at the end of the track's head.
    expect([u32('moov/trak/tkhd', 76), u32('moov/trak/tkhd', 80)]).toEqual([960 << 16, 600 << 16])
  })
})
