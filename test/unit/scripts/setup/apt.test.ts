import { describe, expect, it } from 'vitest'
import { chooseNames, parseCandidates, parseStatus } from '#scripts/setup/apt.ts'
import { electronLibraries, parseMissing } from '#scripts/setup/libraries.ts'

/** As `apt-cache policy libgtk-3-0t64 libgtk-3-0 libnss3` prints on Debian 12. */
const POLICY_DEBIAN_12 = `libgtk-3-0t64:
  Installed: (none)
  Candidate: (none)
  Version table:
libgtk-3-0:
  Installed: (none)
  Candidate: 3.24.38-2~deb12u3
  Version table:
     3.24.38-2~deb12u3 500
        500 http://deb.debian.org/debian bookworm/main amd64 Packages
libnss3:
  Installed: 2:3.87.1-1+deb12u1
  Candidate: 2:3.87.1-1+deb12u1
  Version table:
 *** 2:3.87.1-1+deb12u1 500
`

describe('package names', () => {
  it('are the ones that the system offers', () => {
    const available = parseCandidates(POLICY_DEBIAN_12)
    expect([...available]).toEqual(['libgtk-3-0', 'libnss3'])
    expect(chooseNames(electronLibraries.slice(0, 2), available)).toEqual(['libgtk-3-0', 'libnss3'])
  })

  it('are the newer ones where a release has both', () => {
    const both = new Set(['libasound2', 'libasound2t64'])
    expect(chooseNames([['libasound2t64', 'libasound2']], both)).toEqual(['libasound2t64'])
  })

  it('are named all the same where apt knows none, so that its message says so', () => {
    expect(chooseNames([['xvfb']], new Set())).toEqual(['xvfb'])
  })
})

describe("apt's status", () => {
  it('gives stage and share', () => {
    expect(parseStatus('dlstatus:1:12.5:Retrieving file 1 of 8 (3s remaining)')).toEqual({
      stage: 'download',
      share: 0.125,
    })
    expect(parseStatus('pmstatus:libgtk-3-0:50.0:Unpacking libgtk-3-0 (amd64)')).toEqual({
      stage: 'install',
      share: 0.5,
    })
  })

  it('is not read from other lines', () => {
    expect(parseStatus('pmerror:/var/cache/x.deb:0:broken')).toBeUndefined()
    expect(parseStatus('')).toBeUndefined()
  })
})

describe('missing libraries', () => {
  it("are the ones that ldd can't resolve", () => {
    const ldd = `	linux-vdso.so.1 (0x00007ffd0a5f2000)
	libffmpeg.so => /opt/electron/libffmpeg.so (0x00007f1)
	libgtk-3.so.0 => not found
	libgbm.so.1 => not found
	libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f2)
`
    expect(parseMissing(ldd)).toEqual(['libgtk-3.so.0', 'libgbm.so.1'])
    expect(parseMissing('	not a dynamic executable\n')).toEqual([])
  })
})
