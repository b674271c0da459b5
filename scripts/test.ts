/** `npm test [-- phases]`: sets up, runs every phase, and ends with `N passed, N failed`. */
import { availableParallelism } from 'node:os'
import { ensureBuilt } from './run/build.ts'
import { labEnvironment } from './run/child.ts'
import { runCommand } from './run/command.ts'
import { createContext, type SetupContext } from './setup/context.ts'
import { SetupError } from './setup/errors.ts'
import { setUp, type SetupResult } from './setup/index.ts'
import { createReport } from './setup/report.ts'
import { hasDisplay } from './setup/system.ts'
import { sum, type Count } from './test/count.ts'
import { runPackage } from './test/package.ts'
import { stepNeeds, choosePhases, isNeeded, phaseTable, seconds, type Step } from './test/phases.ts'
import { runSlurm } from './test/slurm.ts'
import { runPlaywright, runScript, runVitest, type Surroundings } from './test/runners.ts'
import { schedule, type Job } from './test/schedule.ts'
import { createVoices } from './test/voices.ts'

const success: Count = { passed: 0, failed: 0 }
const failure: Count = { passed: 0, failed: 1 }

/** Phases side by side: one more than there are cores, as windows, clusters and installers are mostly waited for. */
const lanes = Math.min(3, availableParallelism() + 1)

/** The environment that tells the tests where what set-up found is. */
function testEnvironment(ready: SetupResult | undefined): NodeJS.ProcessEnv {
  const env = labEnvironment()
  if (process.stdout.isTTY) env.FORCE_COLOR = '1'
  if (ready?.electron) env.DESCENT_LAB_ELECTRON = ready.electron.executable
  if (ready?.browser !== undefined) env.CHROME_PATH = ready.browser
  if (ready?.node24 !== undefined) env.DESCENT_LAB_NODE24 = ready.node24
  return env
}

/** The test run: what its steps share, and how each is run. */
class TestRun {
  private readonly voices = createVoices((text) => process.stdout.write(text))
  private ready: SetupResult | undefined
  interrupted = false
  /** Rejects when a signal comes. The test programs are sent it too, and end by themselves. */
  private readonly interruption: Promise<never>

  constructor(private readonly context: SetupContext) {
    this.interruption = new Promise((_, reject) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) {
        process.on(signal, () => {
          this.interrupted = true
          reject(new SetupError('Interrupted.'))
        })
      }
    })
    this.interruption.catch(() => undefined)
  }

  job(name: Step): Job<Step> {
    return {
      name,
      needs: stepNeeds[name],
      run: () =>
        this.aloud(name, (say, surroundings) => {
          if (!this.interrupted) return this.step(name, say, surroundings)
          say('Not run: interrupted.')
          return Promise.resolve(failure)
        }),
      skip: (failed) =>
        void this.aloud(name, (say) => {
          say(failed === 'build' ? 'Not run: there is no build to test.' : 'Not run: no set-up.')
          return Promise.resolve(failure)
        }),
    }
  }

  /** Lets a step speak under its own heading, and say at its end how long it took. */
  private async aloud(
    name: Step,
    work: (say: (line: string) => void, surroundings: Surroundings) => Promise<Count>,
  ): Promise<Count> {
    const voice = this.voices.open()
    const say = (line: string): void => voice.write(`${line}\n`)
    const began = Date.now()
    let count = failure
    say(`\n── ${name}`)
    try {
      count = await work(say, {
        root: this.context.root,
        env: testEnvironment(this.ready),
        onOutput: (text) => voice.write(text),
      })
    } catch (error) {
      if (!(error instanceof SetupError)) throw error
      say(error.message)
    }
    say(`── ${name}: ${count.failed > 0 ? 'failed' : 'done'} in ${seconds(Date.now() - began)}`)
    voice.end()
    return count
  }

  private async step(
    name: Step,
    say: (line: string) => void,
    surroundings: Surroundings,
  ): Promise<Count> {
    const report = createReport({ write: (text) => surroundings.onOutput?.(text) })
    const context = { ...this.context, report }
    const check = (code: number): Count => (code === 0 ? success : failure)
    switch (name) {
      case 'setup':
        this.ready = await Promise.race([setUp(context, 'test', true), this.interruption])
        this.ready.problems.forEach(say)
        return success
      case 'types':
      case 'lint':
        return check(await runScript(surroundings, name))
      case 'format':
        return check(await runScript(surroundings, 'format:check'))
      case 'build':
        await Promise.race([ensureBuilt(context.root, report), this.interruption])
        return success
      case 'unit':
        return runVitest(
          surroundings,
          'unit*',
          Math.max(1, Math.floor(availableParallelism() / lanes)),
        )
      case 'integration':
        return runVitest(surroundings, name)
      case 'electron':
        // Two windows on a person's display would take the keyboard from each other.
        return runPlaywright(surroundings, name, hasDisplay() ? 1 : 2)
      case 'served':
        return runPlaywright(surroundings, name)
      case 'package':
        return runPackage(context, surroundings)
      case 'slurm':
        return runSlurm(context, surroundings)
    }
  }
}

await runCommand(async () => {
  const began = Date.now()
  const phases = choosePhases(process.argv.slice(2))
  const steps: Step[] = isNeeded('setup', phases) ? ['setup', ...phases] : phases
  const run = new TestRun(createContext(process.stdout))
  const results = await schedule(
    steps.map((step) => run.job(step)),
    lanes,
  )
  const { passed, failed } = sum(results)
  const table = phaseTable(results, Date.now() - began)
  const remarks = results.flatMap((result) => (result.remarks ?? []).map((line) => `${line}\n`))
  const notes = remarks.length > 0 ? `\n${remarks.join('')}` : ''
  process.stdout.write(`\n${table}\n${notes}\n${passed} passed, ${failed} failed\n`)
  // What was interrupted may still be at work.
  if (run.interrupted) process.exit(1)
  return failed > 0 ? 1 : 0
})
