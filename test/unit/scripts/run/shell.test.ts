import { describe, expect, it } from 'vitest'
import { chooseShell, type ShellFacts } from '#scripts/run/shell.ts'

const electron = { executable: '/e/electron', dist: '/e', version: '33.4.11', thirdParty: false }

/** An ordinary user's desktop. */
const desktop: ShellFacts = {
  serve: false,
  display: true,
  electron,
  root: false,
  platform: 'linux',
  env: { DISPLAY: ':0' },
}

describe('the shell that is opened', () => {
  it('is the desktop app, with its sandbox, and nothing to say', () => {
    expect(chooseShell(desktop)).toEqual({ kind: 'electron', electron, switches: [], say: [] })
  })

  it('is the served page when asked for', () => {
    expect(chooseShell({ ...desktop, serve: true })).toEqual({ kind: 'served', say: [] })
  })

  it('is the served page without a display or an Electron, and says which', () => {
    const blind = chooseShell({ ...desktop, display: false })
    expect(blind.kind).toBe('served')
    expect(blind.say.join()).toContain('No display')
    const without = chooseShell({ ...desktop, electron: undefined })
    expect(without.kind).toBe('served')
    expect(without.say.join()).toContain('No Electron')
  })

  it('drops the sandbox for root on Linux alone, and says so', () => {
    const shell = chooseShell({ ...desktop, root: true })
    expect(shell).toMatchObject({ switches: ['--no-sandbox'] })
    expect(shell.say.join()).toContain('sandbox is off')
    expect(chooseShell({ ...desktop, root: true, platform: 'darwin' })).toMatchObject({
      switches: [],
    })
  })

  it("says that a third party's copy is one", () => {
    const shell = chooseShell({ ...desktop, electron: { ...electron, thirdParty: true } })
    expect(shell.say.join()).toContain("third party's copy")
  })

  it('lets Electron find Wayland where there is no X11', () => {
    const env = { WAYLAND_DISPLAY: 'wayland-0' }
    expect(chooseShell({ ...desktop, env })).toMatchObject({
      switches: ['--ozone-platform-hint=auto'],
    })
  })
})
