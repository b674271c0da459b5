import { resolve } from 'node:path'
import type { Plugin } from 'vite'

const evaluated = "new Function('width', 'height', 'dpr', 'return ' + exprRes[1])"

/**
 * The 3-D library makes functions of strings, which the page's policy forbids; its strings are
 * products of sizes, which a few lines read as well.
 *
 * @throws when the library no longer holds the line that is replaced
 */
export function withoutEval(root: string): Plugin {
  const reader = resolve(root, 'src/renderer/charts/surface/expression.ts')
  return {
    name: 'without-eval',
    transform(code, id) {
      if (!/claygl\/src\/createCompositor\.js/.test(id)) return undefined
      if (!code.includes(evaluated)) {
        throw new Error('claygl/src/createCompositor.js has changed: see scripts/build/no-eval.ts.')
      }
      const replaced = code.replace(evaluated, 'readExpression(exprRes[1])')
      return {
        code: `import { readExpression } from ${JSON.stringify(reader)}\n${replaced}`,
        map: null,
      }
    },
  }
}
