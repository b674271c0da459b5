import { describe, expect, it } from 'vitest'
import { cacheRoot } from '#scripts/setup/cache.ts'
import { hasDisplay, isDebianRelease, nodeNote } from '#scripts/setup/system.ts'

describe('the cache folder', () => {
  it('is the one that is set, before any other', () => {
    const env = { DESCENT_LAB_CACHE: '/a', XDG_CACHE_HOME: '/b' }
    expect(cacheRoot(env, 'linux', '/home/u')).toBe('/a')
  })

  it('follows the platform otherwise', () => {
    expect(cacheRoot({ XDG_CACHE_HOME: '/b' }, 'linux', '/home/u')).toBe('/b/descent-lab')
    expect(cacheRoot({}, 'linux', '/home/u')).toBe('/home/u/.cache/descent-lab')
    expect(cacheRoot({}, 'darwin', '/Users/u')).toBe('/Users/u/Library/Caches/descent-lab')
    expect(cacheRoot({ LOCALAPPDATA: '/local' }, 'win32', '/u')).toBe('/local/descent-lab/Cache')
  })
})

describe('the display', () => {
  it('is X11 or Wayland on Linux, and a matter of course elsewhere', () => {
    expect(hasDisplay({}, 'linux')).toBe(false)
    expect(hasDisplay({ DISPLAY: '' }, 'linux')).toBe(false)
    expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true)
    expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true)
    expect(hasDisplay({}, 'darwin')).toBe(true)
    expect(hasDisplay({}, 'win32')).toBe(true)
  })
})

describe('Debian', () => {
  it('is recognised by its own name', () => {
    expect(isDebianRelease('NAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n')).toBe(true)
  })

  it('is recognised in what derives from it', () => {
    expect(isDebianRelease('ID=ubuntu\nID_LIKE=debian\n')).toBe(true)
    expect(isDebianRelease('ID=linuxmint\nID_LIKE="ubuntu debian"\n')).toBe(true)
  })

  it('is not seen in other systems, whatever their texts mention', () => {
    expect(isDebianRelease('ID=fedora\nHOME_URL="https://example.org/not-debian"\n')).toBe(false)
    expect(isDebianRelease('ID=arch\nVARIANT_ID=debian\n')).toBe(false)
    expect(isDebianRelease('')).toBe(false)
  })
})

describe('Node', () => {
  it('is spoken of where npm warns of it', () => {
    for (const version of ['20.19.0', '22.11.9']) {
      expect(nodeNote(version)).toMatch(new RegExp(`^Node ${version}: npm warns .* packaging too`))
    }
    for (const version of ['22.12.0', '24.1.0']) expect(nodeNote(version)).toBeUndefined()
  })
})
