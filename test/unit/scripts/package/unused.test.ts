import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { unusedPackages } from '#scripts/package/unused.ts'
import { root } from '#test/support/golden.ts'

interface Locked {
  readonly integrity?: string
  readonly resolved?: string
  readonly dev?: boolean
}

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, Locked>
}

describe('the lock file', () => {
  it('holds every package to its hash, and names no host', () => {
    const entries = Object.entries(packages).filter(([folder]) => folder !== '')
    expect(entries.length).toBeGreaterThan(100)
    const without = entries.filter(([, { integrity }]) => !/^sha512-.{86}==/.test(integrity ?? ''))
    expect(without.map(([folder]) => folder)).toEqual([])
    expect(entries.filter(([, { resolved }]) => resolved !== undefined)).toEqual([])
  })
})

describe('what stays out of the package', () => {
  const unused = unusedPackages(root)

  it('is what only installs, and TensorFlow’s JavaScript', () => {
    const installers = ['tar', 'adm-zip', 'glob', 'rimraf', 'node-fetch', 'https-proxy-agent']
    expect(unused).toEqual(expect.arrayContaining([...installers, '@tensorflow/tfjs']))
    for (const name of ['@tensorflow/tfjs-node', '@duckdb/node-api', 'zod']) {
      expect(unused).not.toContain(name)
    }
  })
})
