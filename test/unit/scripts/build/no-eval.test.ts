import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { withoutEval } from '#scripts/build/no-eval.ts'
import { readExpression } from '#renderer/charts/surface/expression.ts'

const folder = new URL('../../../../node_modules/echarts-gl/lib/effect/', import.meta.url)

describe('the 3-D library’s sizes', () => {
  it('are read as they are meant', () => {
    expect(readExpression('width * dpr / 4')(200, 100, 2)).toBe(100)
    expect(readExpression(' [width * 1.0 / 2, height / 2] ')(200, 100)).toEqual([100, 50])
    expect(readExpression('width')(200, 100)).toBe(200)
  })

  it('are all of the kind that is read', () => {
    const found = readdirSync(folder)
      .filter((name) => name.endsWith('.js'))
      .flatMap((name) => [
        ...readFileSync(new URL(name, folder), 'utf8').matchAll(/['"]expr\((.*)\)['"]/g),
      ])
      .map(([, text]) => text ?? '')
    expect(found.length).toBeGreaterThan(50)
    for (const text of found) {
      // What the library itself would make of it.
      // oxlint-disable-next-line typescript/no-implied-eval
      const meant: unknown = new Function('width', 'height', 'dpr', `return ${text}`)(300, 200, 2)
      expect(readExpression(text)(300, 200, 2), text).toEqual(meant)
    }
  })

  it('are nothing else', () => {
    expect(() => readExpression('alert(1)')).toThrow('cannot stand in a size')
    expect(() => readExpression('width + 1')).toThrow('cannot stand in a size')
  })

  it('replace the one line that makes functions of strings, and complain when it is gone', () => {
    const { transform } = withoutEval('/project')
    if (typeof transform !== 'function') throw new Error('the plugin transforms nothing')
    const name = 'node_modules/claygl/src/createCompositor.js'
    const source = readFileSync(new URL(`../../../../${name}`, import.meta.url), 'utf8')
    const run = transform as (code: string, id: string) => { code: string } | undefined
    const replaced = run(source, `/project/${name}`)?.code ?? ''
    expect(replaced).not.toContain('new Function')
    expect(replaced).toContain('readExpression(exprRes[1])')
    expect(() => run('', `/project/${name}`)).toThrow('has changed')
    expect(run('let a', '/project/other.js')).toBeUndefined()
  })
})
