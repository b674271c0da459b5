import { describe, expect, it } from 'vitest'
import { stepNeeds, allPhases, choosePhases, isNeeded, phaseTable } from '#scripts/test/phases.ts'

describe('the phases of a test run', () => {
  it('are all of them when none is named', () => {
    expect(choosePhases([])).toEqual(allPhases)
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

  it('need set-up where they run the program, and only there', () => {
    const beside = allPhases.filter((phase) => !stepNeeds[phase].includes('setup'))
    expect(beside).toEqual(['types', 'lint', 'format', 'build', 'unit'])
    expect(isNeeded('setup', ['unit', 'lint'])).toBe(false)
    expect(isNeeded('setup', ['unit', 'served'])).toBe(true)
  })
})

describe('the table of phases', () => {
  it('shows verdict, tests and seconds, a line each, and the seconds of all', () => {
    const lines = phaseTable(
      [
        { name: 'lint', duration: 1234, passed: 0, failed: 0 },
        { name: 'unit', duration: 61_000, passed: 12, failed: 1 },
      ],
      61_500,
    ).split('\n')
    expect(lines).toHaveLength(3)
    expect(lines[0]).toMatch(/^lint +ok +1\.2 s$/)
    expect(lines[1]).toMatch(/^unit +FAILED +12 passed, 1 failed +61\.0 s$/)
    expect(lines[2]).toMatch(/^in all +61\.5 s$/)
  })
})
