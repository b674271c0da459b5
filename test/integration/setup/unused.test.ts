import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { unusedPatterns } from '#scripts/package/unused.ts'
import { root } from '#test/support/golden.ts'

describe('what stays out of the package', () => {
  it('is nothing that the native libraries load, by any pattern', () => {
    const script = `
      require('@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node')
      require('@duckdb/node-bindings')
      require('@duckdb/node-api')
      console.log(JSON.stringify(Object.keys(require.cache)))`
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' },
    })
    expect(stdout, stderr).not.toBe('')
    const loaded = JSON.parse(stdout) as string[]
    expect(loaded.some((path) => path.includes('tfjs_binding.node'))).toBe(true)
    const patterns = unusedPatterns(root).map((pattern) => pattern.slice('!**'.length))
    for (const path of loaded) {
      const out = patterns.filter((pattern) => matches(path.replaceAll('\\', '/'), pattern))
      expect([path, out]).toEqual([path, []])
    }
  })
})

/** Whether a path has a part that a pattern of the few forms in use matches. */
function matches(path: string, pattern: string): boolean {
  const expression = pattern
    .replace(/[.+^$()|[\]\\]/g, '\\$&')
    .replace(/\{([^}]*)\}/g, (_, names: string) => `(?:${names.replaceAll(',', '|')})`)
    .replaceAll('**', '.*')
  return new RegExp(`${expression}$`).test(path)
}
