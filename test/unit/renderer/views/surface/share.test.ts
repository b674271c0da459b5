import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { presets } from '#renderer/views/surface/presets.ts'
import {
  decodeFile,
  decodeLink,
  encodeFile,
  encodeLink,
  encodeText,
  linkMark,
  type Opened,
} from '#renderer/views/surface/share.ts'
import type { SurfaceSetting } from '#shared/surfaces/setting.ts'

const setting: SurfaceSetting = {
  version: 1,
  surface: 'rosenbrock',
  start: { x: -1.2, y: 1 },
  steps: 500,
  step: 137,
  noise: { deviation: 0.1, seed: 7 },
  lanes: [
    { optimizer: 'sgd', convention: 'tutorial', hyper: { lr: 0.001 }, on: true },
    { optimizer: 'adam', convention: 'pytorch', hyper: { amsgrad: true }, on: false },
  ],
  selected: 1,
  view: 'contours',
  frame: { x: [-1, 1], y: [0, 2] },
  logarithmic: false,
  colour: 'steps',
}

const fault = (opened: Opened): string => (opened.ok ? 'none' : opened.fault.kind)
/** Any content as a link would carry it. */
function link(content: unknown): string {
  const bytes = new TextEncoder().encode(JSON.stringify(content))
  const code = btoa(String.fromCharCode(...bytes))
  return linkMark + code.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

describe('a shared picture', () => {
  it('comes back as it went, by link and by file', () => {
    const address = `http://127.0.0.1:1234/token/${encodeLink(setting)}`
    expect(decodeLink(address)).toEqual({ ok: true, setting })
    expect(decodeFile(encodeFile(setting))).toEqual({ ok: true, setting })
  })

  it('goes as a text through mail and chat', () => {
    const text = encodeText(setting)
    expect(text).toMatch(/^descent-lab-surface-[\w-]+$/)
    const wrapped = text.replace(/(.{72})/g, '$1\n')
    for (const mail of [
      text,
      `Look at this: ${text}.`,
      `(${text})`,
      wrapped,
      `${wrapped}\n\nRegards\nAda`,
      `${wrapped}\nRegards\nAda`,
      wrapped.replaceAll('\n', '\r\n> > '),
    ]) {
      expect(decodeLink(mail)).toEqual({ ok: true, setting })
    }
    expect(fault(decodeLink(text.slice(0, -9)))).toBe('damaged')
  })

  it('opens in the form of earlier builds, which called lanes racers', () => {
    const { lanes, ...rest } = setting
    expect(decodeLink(link({ ...rest, racers: lanes }))).toEqual({ ok: true, setting })
  })

  it('carries a formula in any letters', () => {
    const own = {
      text: 'x^2 + y^2',
      domain: { x: [-1, 1], y: [-1, 1] },
      minima: [{ x: 0, y: 0 }],
    } as const
    const mine: SurfaceSetting = {
      ...setting,
      surface: 'own',
      own: { ...own, minima: [...own.minima] },
    }
    expect(decodeLink(encodeLink(mine))).toEqual({ ok: true, setting: mine })
    const wrong = { ...mine, own: { ...own, text: '曲面 + x' } }
    expect(decodeLink(link(wrong))).toEqual({
      ok: false,
      fault: { kind: 'unknown', what: '曲面 + x' },
    })
  })

  it('of every preset opens', () => {
    for (const { surface, start, steps, lanes } of presets) {
      const picture = { ...setting, surface, start, steps, lanes: [...lanes] }
      expect(fault(decodeLink(encodeLink(picture)))).toBe('none')
    }
  })

  it.each([
    ['an empty text', '', 'foreign'],
    ['another address', 'https://example.org/#iris', 'foreign'],
    ['no code', linkMark, 'damaged'],
    ['a cut link', encodeLink(setting).slice(0, -9), 'damaged'],
    ['strange letters', `${linkMark}%3Cscript%3E`, 'damaged'],
    ['JSON that is no object', link(7), 'damaged'],
    ['a later version', link({ ...setting, version: 2 }), 'newer'],
    ['an unknown surface', link({ ...setting, surface: 'constructor' }), 'unknown'],
    [
      'an unknown optimizer',
      link({ ...setting, lanes: [{ ...setting.lanes[0], optimizer: '__proto__' }] }),
      'unknown',
    ],
    [
      'an unknown hyper-parameter',
      link({ ...setting, lanes: [{ ...setting.lanes[0], hyper: { toString: 1 } }] }),
      'unknown',
    ],
    [
      'a rate that is not allowed',
      link({ ...setting, lanes: [{ ...setting.lanes[0], hyper: { lr: -1 } }] }),
      'unknown',
    ],
    [
      'a flag that is a number',
      link({ ...setting, lanes: [{ ...setting.lanes[1], hyper: { amsgrad: 1 } }] }),
      'unknown',
    ],
    ['a billion steps', link({ ...setting, steps: 1e9 }), 'damaged'],
    ['a start at infinity', link({ ...setting, start: { x: null, y: 0 } }), 'damaged'],
    [
      'a frame the wrong way round',
      link({ ...setting, frame: { x: [1, -1], y: [0, 2] } }),
      'damaged',
    ],
    ['a thousand lanes', link({ ...setting, lanes: Array(1000).fill(setting.lanes[0]) }), 'large'],
    ['a megabyte', linkMark + 'A'.repeat(1_000_000), 'large'],
  ])('%s is refused', (_name, text, expected) => {
    expect(fault(decodeLink(text))).toBe(expected)
  })

  it('a file of something else is refused', () => {
    expect(fault(decodeFile('x,y\n1,2\n'))).toBe('foreign')
    expect(fault(decodeFile('{"form":"another"}'))).toBe('foreign')
    expect(fault(decodeFile(encodeFile(setting).slice(0, 200)))).toBe('damaged')
    expect(fault(decodeFile('null'))).toBe('foreign')
  })

  it('whatever comes, nothing is thrown and nothing unknown gets through', () => {
    const hostile = fc.oneof(
      fc.string(),
      fc.json(),
      fc.jsonValue().map((value) => link(value)),
    )
    fc.assert(
      fc.property(hostile, (text) => {
        expect(decodeLink(text).ok).toBe(false)
        expect(decodeFile(text).ok).toBe(false)
      }),
    )
    const bent = fc.record(
      { ...Object.fromEntries(Object.keys(setting).map((key) => [key, fc.jsonValue()])) },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(bent, (changes) => {
        const opened = decodeLink(link({ ...setting, ...changes }))
        if (!opened.ok) return
        expect(
          opened.setting.lanes.every(({ optimizer }) => ['sgd', 'adam'].includes(optimizer)),
        ).toBe(true)
        expect(opened.setting).not.toHaveProperty('form')
      }),
    )
  })
})
