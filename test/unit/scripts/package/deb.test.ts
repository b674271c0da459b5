import { describe, expect, it } from 'vitest'
import { packageNames } from '../../../../electron-builder.config.ts'
import { controlFile, debianVersion } from '#scripts/package/deb/control.ts'
import { bundleType, desktopEntry, mimeDescription } from '#scripts/package/deb/desktop.ts'
import { changelogFile, copyrightFile } from '#scripts/package/deb/documents.ts'

const release = packageNames('1.2.3', false)
const test = packageNames('1.2.3', true)

describe('the names of a package', () => {
  it('say that one made from a third party’s Electron is a test build', () => {
    expect(release).toEqual({ name: 'descent-lab', product: 'Descent Lab', version: '1.2.3' })
    expect(test).toEqual({
      name: 'descent-lab-test-build',
      product: 'Descent Lab Test Build',
      version: '1.2.3-test',
    })
  })

  it('order a test build before its release, as Debian does', () => {
    expect(debianVersion(test.version)).toBe('1.2.3~test')
    expect(debianVersion(release.version)).toBe('1.2.3')
  })
})

describe('the description of a deb', () => {
  it('counts its size in KiB, and names what it stands against', () => {
    const lines = controlFile(test, 'x64', 2049).split('\n')
    expect(lines).toContain('Installed-Size: 3')
    expect(lines).toContain('Architecture: amd64')
    expect(lines).toContain('Conflicts: descent-lab')
    expect(controlFile(release, 'arm64', 1)).toContain('Architecture: arm64')
    expect(controlFile(release, 'x64', 1)).not.toMatch(/test build/)
  })

  it('is of the form that dpkg reads: a field a line, long texts indented', () => {
    for (const line of controlFile(test, 'x64', 1).trimEnd().split('\n')) {
      expect(line).toMatch(/^([A-Z][A-Za-z-]+: \S| \S)/)
    }
  })
})

describe('the desktop entry', () => {
  it('speaks both languages and opens what the program opens', () => {
    const entry = desktopEntry(release)
    for (const key of ['Name', 'GenericName', 'Comment', 'Keywords']) {
      expect(entry).toMatch(new RegExp(`^${key}=`, 'm'))
      expect(entry).toMatch(new RegExp(`^${key}\\[zh_CN\\]=`, 'm'))
    }
    expect(entry).toContain(`MimeType=${bundleType};text/csv;text/tab-separated-values;`)
    expect(mimeDescription()).toContain(`<mime-type type="${bundleType}">`)
  })
})

describe('the documents of a deb', () => {
  it('put a dot on the empty lines of a licence', () => {
    const text = copyrightFile(
      'MIT License\n\nCopyright (c) 2026 A\n\nOne.\n\nTwo.\n',
      '/usr/lib/x',
    )
    expect(text).toContain('Copyright: 2026 A\n')
    expect(text).toContain(' One.\n .\n Two.\n')
  })

  it('date a change as RFC 5322 does', () => {
    const text = changelogFile(test, new Date('2026-02-03T04:05:06Z'))
    expect(text).toContain('descent-lab-test-build (1.2.3~test) unstable; urgency=medium')
    expect(text).toContain('>  Tue, 03 Feb 2026 04:05:06 +0000\n')
  })
})
