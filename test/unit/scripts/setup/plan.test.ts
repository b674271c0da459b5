import { describe, expect, it } from 'vitest'
import { needSentence, planSystem, type MachineFacts } from '#scripts/setup/plan.ts'

/** A fresh Debian machine for the tests, as root: everything is missing. */
const fresh: MachineFacts = {
  debian: true,
  root: true,
  missingLibraries: ['libgtk-3.so.0'],
  lacksXvfb: true,
  lacksTools: ['xdotool'],
  lacksBrowser: true,
  lacksTorch: true,
  lacksSlurm: ['slurmctld', 'munge'],
}

function names(needs: ReturnType<typeof planSystem>['install']): string[] {
  return needs.flatMap((need) => need.packages.map((aliases) => aliases.at(-1) ?? ''))
}

describe('the plan for the system', () => {
  it('installs all that is missing as root on Debian', () => {
    const plan = planSystem(fresh)
    expect(names(plan.install)).toEqual([
      'libgtk-3-0',
      'libnss3',
      'libasound2',
      'libgbm1',
      'xvfb',
      'xdotool',
      'chromium',
      'python3-torch',
      'slurmctld',
      'munge',
    ])
    expect(plan.tell).toEqual([])
  })

  it('installs nothing as an ordinary user, and tells instead', () => {
    const plan = planSystem({ ...fresh, root: false })
    expect(plan.install).toEqual([])
    expect(plan.tell).toHaveLength(6)
  })

  it('installs nothing on another system, even as root', () => {
    const plan = planSystem({ ...fresh, debian: false })
    expect(plan.install).toEqual([])
    expect(plan.tell).toHaveLength(6)
  })

  it('is empty where nothing is missing', () => {
    const whole = {
      ...fresh,
      missingLibraries: [],
      lacksXvfb: false,
      lacksTools: [],
      lacksBrowser: false,
      lacksTorch: false,
      lacksSlurm: [],
    }
    expect(planSystem(whole)).toEqual({ install: [], tell: [] })
  })

  it('names the missing libraries, but not all of many', () => {
    expect(planSystem(fresh).install[0]?.what).toContain('(libgtk-3.so.0)')
    const missingLibraries = ['a.so', 'b.so', 'c.so', 'd.so', 'e.so', 'f.so']
    const [many] = planSystem({ ...fresh, missingLibraries }).install
    expect(many?.what).toContain('(a.so, b.so, c.so, d.so and 2 more)')
  })
})

describe('the sentence for what set-up may not install', () => {
  const need = { what: 'Xvfb', packages: [['xvfb']] as const }

  it('gives the command where there is one', () => {
    expect(needSentence(need, 'sudo apt-get install xvfb')).toBe(
      'Missing: Xvfb. Install with: sudo apt-get install xvfb',
    )
  })

  it('gives the package names elsewhere', () => {
    expect(needSentence(need, undefined)).toContain('(Debian calls it xvfb)')
  })
})
