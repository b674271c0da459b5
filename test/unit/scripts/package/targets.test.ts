import { describe, expect, it } from 'vitest'
import { chooseTargets, lacking, type Machine } from '#scripts/package/targets.ts'

const linux: Machine = { platform: 'linux', arch: 'x64', env: { PATH: '/nowhere' } }

describe('the targets of a package', () => {
  it('are the named ones, in their own order, however they are written', () => {
    expect(chooseTargets(['appimage', 'DEB'], linux)).toEqual(['deb', 'AppImage'])
  })

  it('are those of the system when none is named', () => {
    expect(chooseTargets([], { ...linux, platform: 'darwin' })).toEqual(['dir', 'dmg'])
    expect(chooseTargets([], { ...linux, platform: 'win32' })).toEqual(['dir', 'nsis'])
    expect(chooseTargets([], linux)).toEqual(['dir'])
  })

  it('are refused when there is none of a name', () => {
    expect(() => chooseTargets(['snap'], linux)).toThrow(/"snap" is no target/)
  })
})

describe('what a target lacks', () => {
  it('is nothing for the unpacked app', async () => {
    expect(await lacking('dir', linux)).toBeUndefined()
  })

  it.each([
    ['nsis', 'linux', 'a Windows machine'],
    ['dmg', 'linux', 'a Mac'],
    ['AppImage', 'win32', 'a Linux machine'],
    ['rpm', 'darwin', 'a Linux machine'],
  ] as const)('is, for %s on %s, the other platform', async (target, platform, where) => {
    const sentence = await lacking(target, { ...linux, platform })
    expect(sentence).toContain(`${target}: not built`)
    expect(sentence).toContain(`on ${where}`)
  })

  it("is, for a deb, Debian's own tool", async () => {
    expect(await lacking('deb', linux)).toMatch(/lacks dpkg-deb.* on Debian/)
  })

  it("is, for an rpm, the system's own tool", async () => {
    expect(await lacking('rpm', linux)).toMatch(/lacks rpmbuild/)
  })

  it("is, for an AppImage, electron-builder's tools, where their host is out of reach", async () => {
    const env = {
      PATH: '/nowhere',
      ELECTRON_BUILDER_CACHE: '/nowhere',
      ELECTRON_BUILDER_BINARIES_MIRROR: 'http://127.0.0.1:9/',
    }
    expect(await lacking('AppImage', { ...linux, env })).toMatch(/cannot be reached/)
  })
})
