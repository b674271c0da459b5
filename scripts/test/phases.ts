import { UsageError } from '../setup/errors.ts'

/** The phases of a test run, in order. */
export const PHASES = [
  'lint',
  'format',
  'types',
  'build',
  'unit',
  'integration',
  'electron',
  'served',
  'package',
] as const
export type Phase = (typeof PHASES)[number]

/** Phases that run the built program. */
export const NEED_BUILD: readonly Phase[] = ['integration', 'electron', 'served', 'package']

/** Phases that open windows. */
export const NEED_DISPLAY: readonly Phase[] = ['electron', 'served', 'package']

/**
 * The phases that the arguments ask for, in their order: all without arguments; with some, those
 * and the build if one of them needs it.
 * @throws UsageError for a name that is no phase
 */
export function choosePhases(args: readonly string[]): Phase[] {
  if (args.length === 0) return [...PHASES]
  const unknown = args.find((name) => !PHASES.some((phase) => phase === name))
  if (unknown !== undefined) {
    throw new UsageError(`"${unknown}" is no phase. Usage: npm test [-- ${PHASES.join(' ')}]`)
  }
  const asked = (phase: Phase): boolean => args.includes(phase)
  const wanted = (phase: Phase): boolean =>
    asked(phase) || (phase === 'build' && NEED_BUILD.some(asked))
  return PHASES.filter(wanted)
}

/** How one phase went. */
export interface PhaseResult {
  phase: Phase
  /** Milliseconds. */
  duration: number
  passed: number
  failed: number
}

/** A table with one line per phase: name, verdict, counts, seconds. */
export function phaseTable(results: readonly PhaseResult[]): string {
  const rows = results.map(({ phase, duration, passed, failed }) => {
    const verdict = failed === 0 ? 'ok' : 'FAILED'
    const counts = passed + failed > 0 ? `${passed} passed, ${failed} failed` : ''
    return `${phase.padEnd(12)} ${verdict.padEnd(7)} ${counts.padEnd(24)} ${seconds(duration)}`
  })
  return rows.join('\n')
}

function seconds(duration: number): string {
  return `${(duration / 1000).toFixed(1)} s`.padStart(9)
}
