import { describe, expect, it } from 'vitest'
import { createI18n } from 'vue-i18n'
import { errorCodes } from '#shared/contract/errors.ts'
import { en } from '#renderer/locales/en/index.ts'
import { zhCN } from '#renderer/locales/zh-CN/index.ts'

interface Tree {
  readonly [key: string]: string | Tree
}

function leaves(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[path + key, value] as [string, string]]
      : leaves(value, `${path}${key}.`),
  )
}

const english = new Map(leaves(en))
const chinese = new Map(leaves(zhCN))
const names = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort()

describe('the two languages', () => {
  it('have the same keys', () => {
    expect([...chinese.keys()]).toEqual([...english.keys()])
  })

  it.each([...english])('%s says something in both, of the same things', (key, text) => {
    const other = chinese.get(key) ?? ''
    expect(text.trim()).not.toBe('')
    expect(other.trim()).not.toBe('')
    expect(names(other)).toEqual(names(text))
  })

  it('have a sentence for every error', () => {
    for (const code of errorCodes) expect(english.has(`errors.${code}`), code).toBe(true)
  })

  it.each(['en', 'zh-CN'] as const)('every text of %s compiles and takes its values', (locale) => {
    const problems: string[] = []
    const { global } = createI18n({
      legacy: false,
      locale,
      messages: { en, 'zh-CN': zhCN },
      missing: (_, key) => {
        problems.push(key)
        return key
      },
    })
    for (const [key, text] of locale === 'en' ? english : chinese) {
      const values = Object.fromEntries(names(text).map((name) => [name.slice(1, -1), `<${name}>`]))
      const said = global.t(key, { ...values, n: 3 }, 3)
      if (!said || /\{\w+\}(?!>)/.test(said)) problems.push(`${key}: ${said}`)
    }
    expect(problems).toEqual([])
  })

  it('hold nothing that the page never says', () => {
    const sources = import.meta.glob<string>('../../../../src/renderer/**/*.{ts,vue}', {
      query: '?raw',
      import: 'default',
      eager: true,
    })
    const page = Object.entries(sources)
      .filter(([path]) => !path.includes('/locales/'))
      .map(([, text]) => text)
      .join('\n')
    // Asked for whole, or with one of its parts put in: `surface.preset.${id}.title`.
    const whole = new Set([...page.matchAll(/'([\w.-]+)'/g)].map(([, key]) => key))
    const filled = new Set(
      [...page.matchAll(/`([\w.-]+\.)\$\{[^}]+\}((?:\.[\w-]+)*)`/g)].map(
        ([, before = '', after = '']) => `${before}*${after}`,
      ),
    )
    const asked = (key: string): boolean => {
      const parts = key.split('.')
      const open = parts.map((_, at) => parts.with(at, '*').join('.'))
      return whole.has(key) || open.slice(1).some((each) => filled.has(each))
    }
    const unused = [...english.keys()].filter((key) => !asked(key))
    expect(unused).toEqual([])
  })

  it('Chinese is written in Chinese', () => {
    const same = [...chinese].filter(([key, text]) => text === english.get(key)).map(([key]) => key)
    // Names that are the same in both, and marks.
    expect(same).toEqual([
      'app.name',
      'common.none',
      'result.value',
      'rule.link',
      'weights.hidden',
      'settings.english',
      'settings.chinese',
      'about.tensorflow',
      'about.node',
      'about.electron',
      'runs.row.more',
      'runs.several.equal',
      'surface.transport.of',
      'surface.chart.value',
      'surface.chart.above',
      'cluster.example.time',
      'cluster.example.more',
      'export.signature',
      'conventions.pytorch',
      'conventions.keras',
      'conventions.optax',
    ])
  })
})
