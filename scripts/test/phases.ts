import { UsageError } from '../setup/errors.ts'

/**
 * The phases of a test run: of those that could begin, the first one does. After what is quick to fail
 * come the long ones, so that at the end the lanes are done at about the same time.
 */
export const allPhases = [
  'types',
  'lint',
  'format',
  'build',
  'unit',
  'electron',
  'integration',
  'served',
  'package',
  'slurm',
] as const
export type Phase = (typeof allPhases)[number]

/** Set-up stands before all that needs more than the packages of `npm ci`. */
export type Step = 'setup' | Phase

/** What must have gone well before a phase is run. */
export const stepNeeds: Readonly<Record<Step, readonly Step[]>> = {
  setup: [],
  types: [],
  lint: [],
  format: [],
  build: [],
  unit: [],
  electron: ['setup', 'build'],
  integration: ['setup', 'build'],
  package: ['setup', 'build'],
  slurm: ['setup', 'build'],
  served: ['setup', 'build'],
}

/**
 * The phases that the arguments ask for, in their order: all without arguments; with some, those
 * and the build if one of them needs it.
 * @throws UsageError for a name that is no phase
 */
export function choosePhases(args: readonly string[]): Phase[] {
  if (args.length === 0) return [...allPhases]
  const unknown = args.find((name) => !allPhases.some((phase) => phase === name))
  if (unknown !== undefined) {
    throw new UsageError(`"${unknown}" is no phase. Usage: npm test [-- ${allPhases.join(' ')}]`)
  }
  const asked = allPhases.filter((phase) => args.includes(phase))
  return allPhases.filter((phase) => asked.includes(phase) || isNeeded(phase, asked))
}

/** Whether one of the phases needs a step. */
export function isNeeded(step: Step, phases: readonly Phase[]): boolean {
  return phases.some((phase) => stepNeeds[phase].includes(step))
}

/** How one step went. */
export interface StepResult {
  readonly name: Step
  /** Milliseconds. */
  readonly duration: number
  readonly passed: number
  readonly failed: number
}

/**
 * A table with one line per step: name, verdict, counts, seconds; the last line has the seconds of
 * all, which is less than their sum where some ran side by side.
 */
export function phaseTable(results: readonly StepResult[], total: number): string {
  const rows = results.map(({ name, duration, passed, failed }) => {
    const counts = passed + failed > 0 ? `${passed} passed, ${failed} failed` : ''
    return row(name, failed === 0 ? 'ok' : 'FAILED', counts, duration)
  })
  return [...rows, row('in all', '', '', total)].join('\n')
}

function row(name: string, verdict: string, counts: string, duration: number): string {
  return `${name.padEnd(12)} ${verdict.padEnd(7)} ${counts.padEnd(24)} ${seconds(duration).padStart(9)}`
}

/** Milliseconds as seconds: `12.3 s`. */
export function seconds(duration: number): string {
  return `${(duration / 1000).toFixed(1)} s`
}
