import { z } from 'zod'

/** How many tests went which way. */
export interface Count {
  readonly passed: number
  readonly failed: number
}

/** The parts of vitest's JSON report that are counted. */
const vitestReport = z.object({
  testResults: z.array(
    z.object({
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
})

const playwrightTest = z.object({
  /** What the test was meant to do: "passed" unless it is marked as failing or skipped. */
  expectedStatus: z.string(),
  /** The outcome over all its tries: expected, unexpected, flaky or skipped. */
  status: z.string(),
  results: z.array(z.object({ status: z.string().optional() })),
})

interface PlaywrightSuite {
  readonly specs: { tests: z.infer<typeof playwrightTest>[] }[]
  readonly suites?: PlaywrightSuite[] | undefined
}

const playwrightSuite: z.ZodType<PlaywrightSuite> = z.lazy(() =>
  z.object({
    specs: z.array(z.object({ tests: z.array(playwrightTest) })),
    suites: z.array(playwrightSuite).optional(),
  }),
)

/** The parts of Playwright's JSON report that are counted. */
const playwrightReport = z.object({
  suites: z.array(playwrightSuite),
  /** Faults outside any test: a file that cannot be loaded, a set-up that failed. */
  errors: z.array(z.unknown()),
})

function countOf(outcomes: readonly boolean[]): Count {
  const passed = outcomes.filter((outcome) => outcome).length
  return { passed, failed: outcomes.length - passed }
}

/**
 * Counts vitest's JSON report. A file that failed outside its tests (it could not be loaded, a
 * hook threw) is one failure. Skipped tests count as neither.
 * @throws when the report has another form
 */
export function countVitest(report: unknown): Count {
  const { testResults } = vitestReport.parse(report)
  const outcomes = testResults.flatMap((file) => {
    const tests = file.assertionResults.map((test) => test.status)
    const failures = tests.filter((status) => status === 'failed').length
    const outside = file.status === 'failed' && failures === 0
    const ran = tests.filter(
      (status) => !['skipped', 'pending', 'todo', 'disabled'].includes(status),
    )
    return [...ran.map((status) => status === 'passed'), ...(outside ? [false] : [])]
  })
  return countOf(outcomes)
}

/** Whether a test passed; undefined for one that was meant to be skipped. */
function outcomeOf(test: z.infer<typeof playwrightTest>): boolean | undefined {
  if (test.expectedStatus === 'skipped') return undefined
  const interrupted = test.results.some((result) => result.status === 'interrupted')
  // "skipped" here is a test that was to run and never did. A flaky one is "flaky".
  return test.status === 'expected' && !interrupted
}

function testsIn(suite: PlaywrightSuite): z.infer<typeof playwrightTest>[] {
  const own = suite.specs.flatMap((spec) => spec.tests)
  return [...own, ...(suite.suites ?? []).flatMap(testsIn)]
}

/**
 * Counts Playwright's JSON report. Flaky and interrupted tests, those that never came to run,
 * and faults outside any test are failures. Tests meant to be skipped count as neither.
 * @throws when the report has another form
 */
export function countPlaywright(report: unknown): Count {
  const { suites, errors } = playwrightReport.parse(report)
  const outcomes = suites
    .flatMap(testsIn)
    .map(outcomeOf)
    .filter((outcome) => outcome !== undefined)
  return countOf([...outcomes, ...errors.map(() => false)])
}

/**
 * What a test program's end counts for: its report, and one failure more when it ended badly
 * although its report names none, left no readable report, or ran no test.
 * @param code its exit code
 * @param read gives the counted report, and throws when there is none
 */
export function countRun(code: number, read: () => Count): Count {
  let count: Count
  try {
    count = read()
  } catch {
    return { passed: 0, failed: 1 }
  }
  const silent = count.failed === 0 && (code !== 0 || count.passed === 0)
  return silent ? { ...count, failed: 1 } : count
}

/** The sum of several counts. */
export function sum(counts: readonly Count[]): Count {
  return counts.reduce(
    (total, count) => ({
      passed: total.passed + count.passed,
      failed: total.failed + count.failed,
    }),
    { passed: 0, failed: 0 },
  )
}
