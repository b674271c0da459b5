import { expect, test } from 'vitest'
import { CanvasBrush } from '#renderer/charts/canvas-brush.ts'

/** Draws on a context whose letters are 10 pixels wide. @returns its calls in their order */
function drawn(draw: (brush: CanvasBrush) => void): string[] {
  const calls: string[] = []
  const state: Record<string, unknown> = {
    measureText: (text: string) => ({ width: 10 * text.length }),
  }
  const context = new Proxy(state, {
    get: (_, name: string) =>
      state[name] ?? ((...given: unknown[]) => calls.push(`${name}(${given.join()})`)),
    set: (_, name: string, value) => {
      state[name] = value
      if (name === 'fillStyle' || name === 'strokeStyle') calls.push(`${name} ${String(value)}`)
      return true
    },
  })
  draw(new CanvasBrush(context as unknown as CanvasRenderingContext2D))
  return calls
}

test('a path is filled, then stroked, in each of its paints', () => {
  const calls = drawn((brush) =>
    brush.path(
      (pen) => {
        pen.moveTo(1, 2)
        pen.lineTo(3, 4)
      },
      { fill: '#aaaaaa', stroke: '#bbbbbb', dash: [2, 1] },
      { stroke: '#cccccc' },
    ),
  )
  expect(calls).toEqual([
    'beginPath()',
    'moveTo(1,2)',
    'lineTo(3,4)',
    'fillStyle #aaaaaa',
    'fill()',
    'strokeStyle #bbbbbb',
    'setLineDash(2,1)',
    'stroke()',
    'strokeStyle #cccccc',
    'setLineDash()',
    'stroke()',
  ])
})

test('pieces of a text follow one another, and end where the text is to end', () => {
  const calls = drawn((brush) =>
    brush.text(
      100,
      50,
      [
        ['ab', {}],
        ['c', { mono: true, fill: '#222222' }],
      ],
      {
        fill: '#111111',
        size: 100,
        anchor: 'end',
        at: 'middle',
      },
    ),
  )
  // Three letters are 30 wide; the baseline is 36 % of 100 below the middle.
  expect(calls.filter((call) => /^(translate|fill)/.test(call))).toEqual([
    'translate(100,50)',
    'fillStyle #111111',
    'fillText(ab,-30,36)',
    'fillStyle #222222',
    'fillText(c,-10,36)',
  ])
})

test('a halo lies under its text', () => {
  const calls = drawn((brush) => brush.text(0, 0, 'a', { fill: '#111111', halo: '#ffffff' }))
  expect(calls.indexOf('strokeText(a,0,0)')).toBeLessThan(calls.indexOf('fillText(a,0,0)'))
})
