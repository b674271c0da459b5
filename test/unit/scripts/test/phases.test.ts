import { describe, expect, it } from 'vitest'
import { PHASES, choosePhases, phaseTable } from '../../../../scripts/test/phases.ts'

describe('the phases of a test run', () => {
  it('are all of them when none is named', () => {
    expect(choosePhases([])).toEqual(PHASES)
  })

  it('are the named ones in their own order', () => {
    expect(choosePhases(['unit', 'lint'])).toEqual(['lint', 'unit'])
  })

  it('include the build for those that run the program', () => {
    expect(choosePhases(['electron'])).toEqual(['build', 'electron'])
    expect(choosePhases(['served', 'unit'])).toEqual(['build', 'unit', 'served'])
  })

  it('are refused when there is none of a name', () => {
    expect(() => choosePhases(['unit', 'e2e'])).toThrow(/"e2e" is no phase/)
  })
})

describe('the table of phases', () => {
  it('shows verdict, tests and seconds, a line each', () => {
    const lines = phaseTable([
      { phase: 'lint', duration: 1234, passed: 0, failed: 0 },
      { phase: 'unit', duration: 61_000, passed: 12, failed: 1 },
    ]).split('\n')
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatch(/^lint +ok +1\.2 s$/)
    expect(lines[1]).toMatch(/^unit +FAILED +12 passed, 1 failed +61\.0 s$/)
  })
})
