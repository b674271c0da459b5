import { z } from 'zod'

/** How many tests went which way. */
export interface Count {
  readonly passed: number
  readonly failed: number
  /** A line for each test that failed, or passed only at its second try: where it stands, and why. */
  readonly remarks?: readonly string[]
}

/** The parts of vitest's JSON report that are counted. */
const vitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string().optional(),
      status: z.string(),
      assertionResults: z.array(
        z.object({
          status: z.string(),
          fullName: z.string().optional(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
})

const playwrightTest = z.object({
  /** What the test was meant to do: "passed" unless it is marked as failing or skipped. */
  expectedStatus: z.string(),
  /** The outcome over all its tries: expected, unexpected, flaky or skipped. */
  status: z.string(),
  results: z.array(
    z.object({
      status: z.string().optional(),
      error: z.object({ message: z.string().optional() }).optional(),
    }),
  ),
})

const playwrightSpec = z.object({
  title: z.string().optional(),
  file: z.string().optional(),
  line: z.number().optional(),
  tests: z.array(playwrightTest),
})

interface PlaywrightSuite {
  readonly specs: z.infer<typeof playwrightSpec>[]
  readonly suites?: PlaywrightSuite[] | undefined
}

const playwrightSuite: z.ZodType<PlaywrightSuite> = z.lazy(() =>
  z.object({
    specs: z.array(playwrightSpec),
    suites: z.array(playwrightSuite).optional(),
  }),
)

/** The parts of Playwright's JSON report that are counted. */
const playwrightReport = z.object({
  suites: z.array(playwrightSuite),
  /** Faults outside any test: a file that cannot be loaded, a set-up that failed. */
  errors: z.array(z.unknown()),
})

function countOf(outcomes: readonly boolean[], remarks: readonly string[]): Count {
  const passed = outcomes.filter((outcome) => outcome).length
  const count = { passed, failed: outcomes.length - passed }
  return remarks.length > 0 ? { ...count, remarks } : count
}

/** @param message of an error; its first line is kept, without colours */
function remark(what: string, where: string, message = ''): string {
  // oxlint-disable-next-line no-control-regex
  const [first = ''] = message.replaceAll(/\u001b\[[\d;]*m/g, '').split('\n')
  return `${what}: ${where}${first && `: ${first}`}`
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
  const remarks = testResults.flatMap(({ name = '', status, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed')
    if (failed.length === 0) return status === 'failed' ? [remark('failed', name)] : []
    return failed.map(({ fullName = '', failureMessages }) =>
      remark('failed', `${name} › ${fullName}`, failureMessages?.[0]),
    )
  })
  return countOf(outcomes, remarks)
}

/** Whether a test passed; undefined for one that was meant to be skipped. */
function outcomeOf(test: z.infer<typeof playwrightTest>): boolean | undefined {
  if (test.expectedStatus === 'skipped') return undefined
  const interrupted = test.results.some((result) => result.status === 'interrupted')
  // "skipped" here is a test that was to run and never did.
  return ['expected', 'flaky'].includes(test.status) && !interrupted
}

function specsIn(suite: PlaywrightSuite): z.infer<typeof playwrightSpec>[] {
  return [...suite.specs, ...(suite.suites ?? []).flatMap(specsIn)]
}

function remarksOn({ file, line, title, tests }: z.infer<typeof playwrightSpec>): string[] {
  return tests.flatMap((test) => {
    const flaky = test.status === 'flaky'
    if (!flaky && outcomeOf(test) !== false) return []
    const message = test.results.find(({ error }) => error?.message)?.error?.message
    const what = flaky ? 'passed at the second try' : 'failed'
    return [remark(what, `${file}:${line} › ${title}`, message)]
  })
}

/**
 * Counts Playwright's JSON report. Interrupted tests, those that never came to run, and faults
 * outside any test are failures. A flaky one has passed, and is remarked on. Tests meant to be
 * skipped count as neither.
 * @throws when the report has another form
 */
export function countPlaywright(report: unknown): Count {
  const { suites, errors } = playwrightReport.parse(report)
  const specs = suites.flatMap(specsIn)
  const outcomes = specs
    .flatMap(({ tests }) => tests)
    .map(outcomeOf)
    .filter((outcome) => outcome !== undefined)
  return countOf([...outcomes, ...errors.map(() => false)], specs.flatMap(remarksOn))
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
