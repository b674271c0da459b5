import { describe, expect, it } from 'vitest'
import { countPlaywright, countRun, countVitest, sum } from '#scripts/test/count.ts'

/** One file of vitest's JSON report. */
function file(status: string, tests: string[]): unknown {
  const assertionResults = tests.map((test) => ({
    status: test,
    fullName: `is ${test}`,
    failureMessages: test === 'failed' ? ['Error: no\n    at a.ts:1'] : [],
  }))
  return { name: 'a.test.ts', status, assertionResults }
}

/** One test of Playwright's JSON report. */
function test(status: string, results: string[], expectedStatus = 'passed'): unknown {
  const error = { message: '\u001b[31mError: too late\u001b[39m\n    at a.spec.ts:4' }
  return {
    status,
    expectedStatus,
    results: results.map((each) => ({ status: each, ...(each === 'failed' && { error }) })),
  }
}

function playwright(tests: unknown[], errors: unknown[] = []): unknown {
  // Files are suites, and describe blocks are suites within them.
  const [first, ...rest] = tests
  const spec = (one: unknown): unknown => ({
    ...{ file: 'a.spec.ts', line: 3, title: 'works' },
    tests: [one],
  })
  const inner = { specs: rest.map(spec) }
  const specs = first === undefined ? [] : [spec(first)]
  return { suites: [{ specs, suites: [inner] }], errors }
}

describe("vitest's report", () => {
  it('is counted over all files', () => {
    const testResults = [file('passed', ['passed', 'passed']), file('failed', ['failed', 'passed'])]
    const remarks = ['failed: a.test.ts › is failed: Error: no']
    expect(countVitest({ testResults })).toEqual({ passed: 3, failed: 1, remarks })
  })

  it('counts a file that could not be loaded as one failure', () => {
    const testResults = [file('failed', []), file('passed', ['passed'])]
    const remarks = ['failed: a.test.ts']
    expect(countVitest({ testResults })).toEqual({ passed: 1, failed: 1, remarks })
  })

  it('counts a file whose hook threw, though it skipped its tests', () => {
    expect(countVitest({ testResults: [file('failed', ['skipped', 'skipped'])] })).toEqual({
      passed: 0,
      failed: 1,
      remarks: ['failed: a.test.ts'],
    })
  })

  it('counts what was left out as neither', () => {
    const testResults = [file('passed', ['passed', 'skipped', 'todo', 'pending'])]
    expect(countVitest({ testResults })).toEqual({ passed: 1, failed: 0 })
  })

  it('counts an unknown outcome as a failure', () => {
    expect(countVitest({ testResults: [file('passed', ['exploded'])] }).failed).toBe(1)
  })

  it('is refused in another form', () => {
    expect(() => countVitest({ numPassedTests: 3 })).toThrow()
  })
})

describe("Playwright's report", () => {
  it('is counted through nested suites', () => {
    const tests = [test('expected', ['passed']), test('expected', ['passed'])]
    expect(countPlaywright(playwright(tests))).toEqual({ passed: 2, failed: 0 })
  })

  it('counts failed and interrupted tests as failures, and names them', () => {
    const tests = [test('unexpected', ['failed']), test('skipped', ['interrupted'])]
    expect(countPlaywright(playwright(tests))).toEqual({
      passed: 0,
      failed: 2,
      remarks: ['failed: a.spec.ts:3 › works: Error: too late', 'failed: a.spec.ts:3 › works'],
    })
  })

  it('counts a flaky test as passed, and names it', () => {
    expect(countPlaywright(playwright([test('flaky', ['failed', 'passed'])]))).toEqual({
      passed: 1,
      failed: 0,
      remarks: ['passed at the second try: a.spec.ts:3 › works: Error: too late'],
    })
  })

  it('counts a test that never came to run as a failure', () => {
    const remarks = ['failed: a.spec.ts:3 › works']
    expect(countPlaywright(playwright([test('skipped', [])]))).toEqual({
      ...{ passed: 0, failed: 1 },
      remarks,
    })
  })

  it('counts a test that was meant to be skipped as neither', () => {
    const tests = [test('skipped', ['skipped'], 'skipped'), test('expected', ['passed'])]
    expect(countPlaywright(playwright(tests))).toEqual({ passed: 1, failed: 0 })
  })

  it('counts a test that fails as it is meant to', () => {
    expect(countPlaywright(playwright([test('expected', ['failed'], 'failed')]))).toEqual({
      passed: 1,
      failed: 0,
    })
  })

  it('counts faults outside any test', () => {
    expect(countPlaywright(playwright([], [{ message: 'cannot load' }]))).toEqual({
      passed: 0,
      failed: 1,
    })
  })
})

describe("a test program's end", () => {
  it('is its report when both agree', () => {
    expect(countRun(0, () => ({ passed: 3, failed: 0 }))).toEqual({ passed: 3, failed: 0 })
    expect(countRun(1, () => ({ passed: 3, failed: 2 }))).toEqual({ passed: 3, failed: 2 })
  })

  it('is a failure when it ended badly although every test passed', () => {
    expect(countRun(1, () => ({ passed: 3, failed: 0 }))).toEqual({ passed: 3, failed: 1 })
  })

  it('is a failure when no test ran', () => {
    expect(countRun(0, () => ({ passed: 0, failed: 0 }))).toEqual({ passed: 0, failed: 1 })
  })

  it('is a failure without a readable report', () => {
    const unreadable = (): never => {
      throw new Error('no such file')
    }
    expect(countRun(0, unreadable)).toEqual({ passed: 0, failed: 1 })
  })

  it('adds up', () => {
    expect(
      sum([
        { passed: 3, failed: 1 },
        { passed: 4, failed: 0 },
      ]),
    ).toEqual({ passed: 7, failed: 1 })
    expect(sum([])).toEqual({ passed: 0, failed: 0 })
  })
})
