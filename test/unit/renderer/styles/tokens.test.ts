import { describe, expect, it } from 'vitest'
import { contrast, parseHex } from '#shared/charts/colour.ts'
import { inks, sans, themes, type Theme } from '#shared/charts/theme.ts'
import css from '#renderer/styles/tokens.css?raw'

/** The value a colour token has in a theme. */
function token(name: string, theme: Theme): string {
  const pair = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(css)
  if (!pair?.[1] || !pair[2]) throw new Error(`tokens.css has no --${name}`)
  return theme === 'light' ? pair[1] : pair[2]
}

describe.each(themes)('tokens on %s paper', (theme) => {
  const against = (name: string, ground: string): number =>
    contrast(parseHex(token(name, theme)), parseHex(token(ground, theme)))

  it.each(['page', 'panel', 'ink', 'second', 'faint', 'edge', 'hairline', 'grid'] as const)(
    'the canvas has the same %s as the page',
    (name) => {
      expect(inks[theme][name]).toBe(token(name, theme))
    },
  )

  it.each(['ink', 'second', 'accent', 'good', 'warn', 'bad'])(
    'text in %s reaches 4.5:1 on every ground',
    (name) => {
      for (const ground of ['page', 'panel', 'raised']) {
        expect(against(name, ground), ground).toBeGreaterThanOrEqual(4.5)
      }
    },
  )

  it('the primary button is readable', () => {
    expect(against('on-accent', 'accent')).toBeGreaterThanOrEqual(4.5)
  })

  it('edges that a control is known by reach 3:1', () => {
    for (const ground of ['page', 'panel', 'raised']) {
      expect(against('edge', ground), ground).toBeGreaterThanOrEqual(3)
    }
  })
})

it('canvas and page name the same faces', () => {
  const faces = /--sans:\s*([^;]+);/.exec(css)?.[1]?.replace(/\s+/g, ' ')
  expect(faces).toBe(sans)
})
