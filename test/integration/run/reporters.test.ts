import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { projectRoot } from '#scripts/setup/context.ts'
import type { Count } from '#scripts/test/count.ts'
import { scratchFolder } from '../setup/support.ts'
import { startScript } from './script.ts'

let root = ''

/** A project of its own with these files, and with the packages of this one. */
async function project(files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(root, path, '..'), { recursive: true })
    await writeFile(join(root, path), text)
  }
}

/** Lets one of the runners count a project; what the program prints itself is kept from view. */
async function counted(program: 'vitest' | 'playwright', name: string): Promise<Count> {
  const script = startScript(new URL('counted.ts', import.meta.url), [program, root, name])
  await script.ended
  const line = /^COUNT (.*)$/m.exec(script.output())?.[1]
  if (line === undefined) throw new Error(`no count:\n${script.output()}`)
  return JSON.parse(line) as Count
}

beforeEach(async () => {
  root = await scratchFolder()
  await symlink(join(projectRoot, 'node_modules'), join(root, 'node_modules'))
  await writeFile(join(root, 'package.json'), '{"type":"module"}')
})

afterEach(async () => {
  await rm(root, { recursive: true })
})

describe("vitest's own report", () => {
  const config = `export default { test: { projects: [{ test: { name: 'unit' } }] } }`
  const head = `import { beforeAll, expect, it } from 'vitest'\n`

  it('is read: tests that pass and fail, a hook that throws, a file that cannot be loaded', async () => {
    await project({
      'vitest.config.js': config,
      'mixed.test.js': `${head} it('a', () => {}); it('b', () => expect(1).toBe(2)); it.skip('c', () => {})`,
      'hook.test.js': `${head} beforeAll(() => { throw new Error('no') }); it('d', () => {})`,
      'broken.test.js': `${head} import './nowhere.js'; it('e', () => {})`,
    })
    const count = await counted('vitest', 'unit')
    // Passed: a. Failed: b, the file of d, the file of e.
    expect(count).toMatchObject({ passed: 1, failed: 3 })
    expect(count.remarks).toHaveLength(3)
  })

  it('is not believed when an error came from outside the tests', async () => {
    await project({
      'vitest.config.js': config,
      'late.test.js': `${head} it('a', () => { Promise.reject(new Error('unheard')) })`,
    })
    expect(await counted('vitest', 'unit')).toEqual({ passed: 1, failed: 1 })
  })

  it('is a failure when there is no test at all', async () => {
    await project({ 'vitest.config.js': config })
    expect(await counted('vitest', 'unit')).toEqual({ passed: 0, failed: 1 })
  })
})

describe("Playwright's own report", () => {
  const config = `export default { retries: 1, projects: [{ name: 'served' }] }`
  const head = `import { expect, test } from '@playwright/test'\n`

  it('is read: tests that pass, fail, are flaky and never come to run', async () => {
    await project({
      'playwright.config.js': config,
      'mixed.spec.js': `${head}
        test('a', () => {})
        test.skip('b', () => {})
        test('c', ({}, info) => { expect(info.retry).toBe(1) })
        test.describe('in a row', () => {
          test.describe.configure({ mode: 'serial', retries: 0 })
          test('d', () => { throw new Error('no') })
          test('e', () => {})
        })`,
    })
    // Passed: a, and c at its second try. Failed: d, and e, which never ran. Meant to be skipped: b.
    const count = await counted('playwright', 'served')
    expect(count).toMatchObject({ passed: 2, failed: 2 })
    expect(count.remarks?.map((line) => line.split(':')[0])).toEqual([
      'passed at the second try',
      'failed',
      'failed',
    ])
  })

  it('is a failure when a file cannot be loaded', async () => {
    await project({ 'playwright.config.js': config, 'broken.spec.js': `import './nowhere.js'` })
    const count = await counted('playwright', 'served')
    expect(count.passed).toBe(0)
    expect(count.failed).toBeGreaterThanOrEqual(1)
  })
})
