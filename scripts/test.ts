/** `npm test [-- phases]`: sets up, runs every phase, and ends with `N passed, N failed`. */
import { ensureBuilt } from './run/build.ts'
import { labEnvironment } from './run/child.ts'
import { runCommand } from './run/command.ts'
import { createContext, type SetupContext } from './setup/context.ts'
import { startDisplay } from './setup/display.ts'
import { SetupError } from './setup/errors.ts'
import { setUp, type SetupResult } from './setup/index.ts'
import { sum, type Count } from './test/count.ts'
import {
  NEED_BUILD,
  NEED_DISPLAY,
  choosePhases,
  phaseTable,
  type Phase,
  type PhaseResult,
} from './test/phases.ts'
import { runPackage } from './test/package.ts'
import { runPlaywright, runScript, runVitest } from './test/runners.ts'

const FAILED: Count = { passed: 0, failed: 1 }

/** A phase that is one check rather than a suite of tests: it shows only when it fails. */
function check(code: number): Count {
  return code === 0 ? { passed: 0, failed: 0 } : FAILED
}

/** The environment that tells the tests where what set-up found is. */
function testEnvironment(ready: SetupResult): NodeJS.ProcessEnv {
  const env = labEnvironment()
  if (ready.electron) env.DESCENT_LAB_ELECTRON = ready.electron.executable
  if (ready.browser !== undefined) env.CHROME_PATH = ready.browser
  if (ready.node24 !== undefined) env.DESCENT_LAB_NODE24 = ready.node24
  return env
}

async function onDisplay(
  env: NodeJS.ProcessEnv,
  run: (env: NodeJS.ProcessEnv) => Promise<Count>,
): Promise<Count> {
  const display = await startDisplay()
  try {
    return await run({ ...env, ...display.env })
  } finally {
    display.stop()
  }
}

function runPhase(phase: Phase, context: SetupContext, env: NodeJS.ProcessEnv): Promise<Count> {
  const { root, report } = context
  switch (phase) {
    case 'lint':
    case 'types':
      return runScript(root, phase, env).then(check)
    case 'format':
      return runScript(root, 'format:check', env).then(check)
    case 'build':
      return ensureBuilt(root, report).then(() => check(0))
    case 'unit':
    case 'integration':
      return runVitest(root, phase, env)
    case 'electron':
    case 'served':
      return onDisplay(env, (shown) => runPlaywright(root, phase, shown))
    case 'package':
      return runPackage(context, env)
  }
}

/** Runs the phases one after the other, each also after a failure of the one before. */
async function runPhases(
  phases: readonly Phase[],
  context: SetupContext,
  env: NodeJS.ProcessEnv,
): Promise<PhaseResult[]> {
  const { report } = context
  let interrupted = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      interrupted = true
    })
  }
  const results: PhaseResult[] = []
  const hasFailed = (phase: Phase): boolean =>
    results.some((result) => result.phase === phase && result.failed > 0)

  for (const phase of phases) {
    const began = Date.now()
    let count = FAILED
    report.say(`\n── ${phase}`)
    if (interrupted) {
      report.say('Not run: interrupted.')
    } else if (NEED_BUILD.includes(phase) && hasFailed('build')) {
      report.say('Not run: there is no build to test.')
    } else {
      try {
        count = await runPhase(phase, context, env)
      } catch (error) {
        if (!(error instanceof SetupError)) throw error
        report.say(error.message)
      }
    }
    results.push({ phase, duration: Date.now() - began, ...count })
  }
  return results
}

await runCommand(async () => {
  const phases = choosePhases(process.argv.slice(2))
  const context = createContext(process.stdout)
  const { report } = context
  const needsAll = phases.some(
    (phase) => NEED_BUILD.includes(phase) || NEED_DISPLAY.includes(phase),
  )
  let ready: SetupResult
  try {
    ready = await setUp(context, needsAll ? 'test' : 'lab', true)
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    report.say(`${error.message}\n0 passed, 1 failed`)
    return 1
  }
  for (const problem of ready.problems) report.say(problem)

  const results = await runPhases(phases, context, testEnvironment(ready))
  const { passed, failed } = sum(results)
  report.say(`\n${phaseTable(results)}\n\n${passed} passed, ${failed} failed`)
  return failed > 0 ? 1 : 0
})
