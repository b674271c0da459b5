import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { run } from '#scripts/setup/command.ts'
import { projectRoot } from '#scripts/setup/context.ts'
import { startDisplay, type Display } from '#scripts/setup/display.ts'
import { askVersion, ensureElectron } from '#scripts/setup/electron-install.ts'
import { findElectron, type FoundElectron } from '#scripts/setup/electron.ts'
import { isRoot } from '#scripts/setup/system.ts'
import { closedOrigin, contextIn, keepReport, scratchFolder, type KeptReport } from './support.ts'

let folder = ''
let report: KeptReport

beforeEach(async () => {
  folder = await scratchFolder()
  report = keepReport()
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

function present(): FoundElectron {
  const found = findElectron()
  if (!found) throw new Error('set-up has found no Electron to test with')
  return found
}

describe("Electron's binary", () => {
  /** A clone with Electron's package as npm leaves it, and a vendor that cannot be reached. */
  async function unreachable(env: NodeJS.ProcessEnv): Promise<ReturnType<typeof contextIn>> {
    const root = join(folder, 'clone')
    await mkdir(join(root, 'node_modules', 'electron'), { recursive: true })
    const manifest = join('node_modules', 'electron', 'package.json')
    await symlink(join(projectRoot, manifest), join(root, manifest))
    const mirror = `${await closedOrigin()}/`
    const none = { ELECTRON_OVERRIDE_DIST_PATH: '', npm_config_electron_mirror: mirror }
    return contextIn(root, join(folder, 'cache'), report, { ...none, ...env })
  }

  it('is not taken from a third party that the user refuses', async () => {
    const context = await unreachable({ DESCENT_LAB_THIRD_PARTY_ELECTRON: 'refuse' })
    await expect(ensureElectron(context)).rejects.toThrow(/third party's copy is refused/)
    expect(report.said).toEqual([expect.stringContaining('ECONNREFUSED')])
  })

  it('is told to be missing where there is no other source', async () => {
    const context = { ...(await unreachable({})), arch: 'arm64' }
    await expect(ensureElectron(context)).rejects.toThrow(/no other source for linux-arm64/)
  })

  it('is the one in the folder that is set, and no other', async () => {
    const { dist } = present()
    const context = await unreachable({ ELECTRON_OVERRIDE_DIST_PATH: dist })
    expect((await ensureElectron(context)).dist).toBe(dist)
    const env = { ...context.env, ELECTRON_OVERRIDE_DIST_PATH: folder }
    await expect(ensureElectron({ ...context, env })).rejects.toThrow(/there is no Electron/)
  })

  it('tells its version itself', async () => {
    const { executable, version } = present()
    expect(await askVersion(executable)).toBe(version)
  })

  it('tells none when it does not start', async () => {
    expect(await askVersion(join(folder, 'electron'))).toBeUndefined()
  })
})

describe('an app that Electron is given by its folder', () => {
  let display: Display

  beforeAll(async () => {
    display = await startDisplay()
  })

  afterAll(() => {
    display.stop()
  })

  /** Prints, before it is ready and after, what an app is meant to find under Electron. */
  const app = `
    import { app } from 'electron'
    const facts = {
      readyAtStart: app.isReady(),
      name: app.name,
      version: app.getVersion(),
      path: app.getAppPath(),
      userData: app.getPath('userData'),
      packaged: app.isPackaged,
      defaultApp: process.defaultApp === true,
    }
    app.whenReady().then(() => {
      console.log('FACTS ' + JSON.stringify(facts))
      app.quit()
    })
  `

  async function start(args: string[]): Promise<Record<string, unknown>> {
    await writeFile(join(folder, 'main.js'), app)
    const manifest = { name: 'small', productName: 'Small App', version: '9.8.7', main: 'main.js' }
    await writeFile(join(folder, 'package.json'), JSON.stringify({ ...manifest, type: 'module' }))
    const sandbox = isRoot() ? ['--no-sandbox'] : []
    const env = { ...process.env, ...display.env, XDG_CONFIG_HOME: join(folder, 'config') }
    const result = await run(present().executable, [...sandbox, folder, ...args], {
      env,
      timeout: 60_000,
    })
    const line = /^FACTS (.*)$/m.exec(result.stdout)?.[1]
    if (line === undefined) throw new Error(`no facts:\n${result.stdout}\n${result.stderr}`)
    return JSON.parse(line) as Record<string, unknown>
  }

  it('runs as itself, before Electron is ready', async () => {
    expect(await start([])).toEqual({
      readyAtStart: false,
      name: 'Small App',
      version: '9.8.7',
      path: folder,
      userData: join(folder, 'config', 'Small App'),
      packaged: false,
      defaultApp: true,
    })
  })

  it('keeps its data where it is told to', async () => {
    const userData = join(folder, 'elsewhere')
    expect(await start([`--user-data-dir=${userData}`])).toMatchObject({ userData })
  })
})
