import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  thirdPartyMark,
  electronRecord,
  executableIn,
  findElectron,
} from '#scripts/setup/electron.ts'
import { noElectronSentence } from '#scripts/setup/electron-install.ts'
import { missingAddonSentence } from '#scripts/setup/tensorflow.ts'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'descent-lab-electron-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

/** A folder of the form in which Electron is unpacked. */
function unpacked(name: string, thirdParty = false): string {
  const dist = join(folder, name)
  const executable = executableIn(dist)
  mkdirSync(join(executable, '..'), { recursive: true })
  writeFileSync(executable, '')
  chmodSync(executable, 0o755)
  writeFileSync(join(dist, 'version'), 'v33.4.11\n')
  if (thirdParty) writeFileSync(join(dist, thirdPartyMark), '{}')
  return dist
}

function note(dist: string): void {
  writeFileSync(electronRecord(folder), JSON.stringify({ dist }))
}

describe('the Electron to use', () => {
  it('is the one that set-up noted', () => {
    const dist = unpacked('noted', true)
    note(dist)
    expect(findElectron({}, folder, folder)).toEqual({
      executable: executableIn(dist),
      dist,
      version: '33.4.11',
      thirdParty: true,
    })
  })

  it('is the override before anything else', () => {
    note(unpacked('noted'))
    const dist = unpacked('own')
    expect(findElectron({ ELECTRON_OVERRIDE_DIST_PATH: dist }, folder, folder)?.dist).toBe(dist)
  })

  it('is none when the override leads nowhere, rather than another one', () => {
    note(unpacked('noted'))
    const env = { ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'nowhere') }
    expect(findElectron(env, folder, folder)).toBeUndefined()
  })

  it("is the vendor's where the noted one is a third party's and refused", () => {
    note(unpacked('noted', true))
    const env = { DESCENT_LAB_THIRD_PARTY_ELECTRON: 'refuse' }
    expect(findElectron(env, folder, folder)).toBeUndefined()
    const official = unpacked(join('node_modules', 'electron', 'dist'))
    expect(findElectron(env, folder, folder)?.dist).toBe(official)
  })

  it('is none where the noted one has gone or the note is damaged', () => {
    note(join(folder, 'deleted'))
    expect(findElectron({}, folder, folder)).toBeUndefined()
    writeFileSync(electronRecord(folder), '{"dist":')
    expect(findElectron({}, folder, folder)).toBeUndefined()
  })
})

describe('the sentences for what cannot be had', () => {
  it('say that a refusal is the reason, and what to do instead', () => {
    const sentence = noElectronSentence(true, 'linux', 'x64')
    expect(sentence).toContain("a third party's copy is refused")
    expect(sentence).toContain('ELECTRON_OVERRIDE_DIST_PATH')
  })

  it('name the platform without another source', () => {
    expect(noElectronSentence(false, 'linux', 'arm64')).toContain('linux-arm64')
  })

  it('say which files of TensorFlow go where', () => {
    const sentence = missingAddonSentence('darwin', 'arm64', 'https://host.example/')
    expect(sentence).toContain('darwin-arm64')
    expect(sentence).toContain('https://host.example/')
    expect(sentence).toContain('node_modules/@tensorflow/tfjs-node/deps')
    expect(sentence).toContain('node_modules/@tensorflow/tfjs-node/lib/napi-v8')
  })
})
