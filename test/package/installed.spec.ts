import { existsSync } from 'node:fs'
import { cp, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { extractAll, listPackage } from '@electron/asar'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { expect, test, type Page } from '@playwright/test'
import { unusedPackages } from '#scripts/package/unused.ts'
import { readLog } from '#main/lab/log-reader.ts'
import type { LogRecord } from '#shared/experiment/log.ts'
import { DataStage } from '../e2e/support/data.ts'
import { isClutter, filesOf } from './support/contents.ts'
import { dropFile } from './support/drop.ts'
import { fieldOf, forReal, install, type Installed } from './support/install.ts'
import { titleOf } from './support/hands.ts'
import { filteredPages, interfacesOf, userOf, wordsOf } from './support/process.ts'
import { saveAs } from './support/save.ts'
import { giveAway, makeHome, nobody, startApp, startAsUser } from './support/start.ts'

/*
 * The package as Debian's own tool installs it, started by an ordinary user, with no network, no
 * checkout and nothing that set-up fetched in reach.
 */

test.describe.configure({ mode: 'serial' })

let folder: string
let home: string
let deb: string
let installed: Installed

test.beforeAll(async () => {
  deb = process.env['DESCENT_LAB_DEB'] ?? ''
  expect(deb, 'DESCENT_LAB_DEB, which "npm test -- package" sets').not.toBe('')
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-package-'))
  home = await makeHome(folder)
  installed = await install(deb, join(folder, 'root'))
})

test.afterAll(async () => {
  // A test that failed must leave nothing on the machine.
  if (existsSync(installed.library)) await installed.remove()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

/** The only run in the data folder, and its log. */
async function onlyRun(): Promise<{ path: string; records: LogRecord[] }> {
  const runs = join(home, '.local', 'share', 'descent-lab', 'runs')
  const names = (await readdir(runs)).filter((name) => !name.startsWith('.'))
  expect(names).toHaveLength(1)
  const path = join(runs, names[0] ?? '')
  const records: LogRecord[] = []
  expect(await readLog(path, (record) => records.push(record))).toMatchObject({ lost: [] })
  return { path, records }
}

/** Takes the race's chart away, as picture and as vectors. */
async function exportChart(page: Page): Promise<void> {
  await page.keyboard.press('e')
  const menu = page.getByRole('dialog', { name: 'Export this chart' })
  const png = join(home, 'race.png')
  await saveAs(page, () => menu.getByRole('button', { name: 'PNG at 2×' }).click(), png)
  const picture = await readFile(png)
  expect(picture.subarray(1, 4).toString('latin1')).toBe('PNG')
  // Its width in pixels, of the header.
  expect(picture.readUInt32BE(16)).toBeGreaterThan(800)
  const svg = join(home, 'race.svg')
  await saveAs(page, () => menu.getByRole('button', { name: 'Vectors (SVG)' }).click(), svg)
  const drawing = await readFile(svg, 'utf8')
  expect(drawing).toMatch(/^(<\?xml[^>]*>\s*)?<svg[^>]* xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
  expect(drawing).toMatch(/<path /)
  expect(drawing).toContain('petals.csv')
  await page.keyboard.press('Escape')
}

/** Takes the selected run's log away, which is the one in its folder. */
async function exportLog(page: Page, log: string): Promise<void> {
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  const path = join(home, 'petals.jsonl')
  await saveAs(page, () => page.getByRole('menuitem', { name: /JSON lines/ }).click(), path)
  expect(await readFile(path)).toEqual(await readFile(log))
}

test('the package says what it is, and a test build says so everywhere', async () => {
  const marked =
    (await readFile(join(installed.library, 'third-party.json'), 'utf8').catch(() => undefined)) !==
    undefined
  const name = marked ? 'descent-lab-test-build' : 'descent-lab'
  expect(installed.name).toBe(name)
  expect(deb).toContain(`/${name}_`)
  expect(/~test$/.test(await fieldOf(deb, 'Version'))).toBe(marked)
  const share = join(installed.root, 'usr', 'share')
  const entry = await readFile(join(share, 'applications', 'descent-lab.desktop'), 'utf8')
  expect(entry).toContain(`\nName=Descent Lab${marked ? ' Test Build' : ''}\n`)
  expect(entry).toContain('\nExec=/usr/bin/descent-lab %F\n')
  const types = await readFile(join(share, 'mime', 'packages', 'descent-lab.xml'), 'utf8')
  expect(types).toContain('<glob pattern="*.descentrun"/>')
})

test('the package holds what runs, and nothing of its making', async () => {
  const files = await filesOf(deb)
  expect(files.filter(({ owner }) => owner !== 'root/root')).toEqual([])
  const privileged = files.filter(({ mode }) => /[sS]/.test(mode))
  expect(privileged.map(({ mode, path }) => [mode, path])).toEqual([
    ['-rwsr-xr-x', `/usr/lib/${installed.name}/chrome-sandbox`],
  ])
  const writable = files.filter(({ mode }) => /^[-d].{4}w|^[-d].{7}w/.test(mode))
  expect(writable).toEqual([])

  const archive = join(installed.library, 'resources', 'app.asar')
  const inside = listPackage(archive, { isPack: false }).map((path) => path.replace(/^\//, ''))
  const clutter = [...files.map(({ path }) => path), ...inside].filter(isClutter)
  // Where the tables are from is told beside them.
  expect(clutter.filter((path) => !/\/resources\/(datasets|reference)\//.test(path))).toEqual([])
  expect(inside).toContain('out/main/trainer.js')
  const names = inside.map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1])
  for (const tool of ['electron', 'vite', 'typescript', '@playwright/test', 'vue', 'core-js']) {
    expect(names).not.toContain(tool)
  }
  // Nor what only installs; of TensorFlow’s package there is the addon and its library.
  const unused = unusedPackages(join(import.meta.dirname, '..', '..'))
  expect(unused).toEqual(expect.arrayContaining(['tar', '@tensorflow/tfjs']))
  const folders = unused.map((name) => `node_modules/${name}/`)
  expect(inside.filter((path) => folders.some((each) => path.includes(each)))).toEqual([])
  const ofTensorflow = inside.filter((path) => path.includes('/tfjs-node/'))
  expect(ofTensorflow.filter((path) => path.endsWith('.js'))).toEqual([])
  const bindings = new Set(names.filter((name) => name?.startsWith('@duckdb/node-bindings-')))
  expect([...bindings]).toEqual([`@duckdb/node-bindings-linux-${process.arch}`])
  const apps = await readdir(join(installed.library, 'resources'))
  expect(apps).not.toContain('app')
  expect(apps).not.toContain('default_app.asar')
  expect((await readdir(join(installed.library, 'locales'))).sort()).toEqual([
    'en-US.pak',
    'zh-CN.pak',
  ])
})

test('its fuses are set', async () => {
  const wire = await getCurrentFuseWire(join(installed.library, 'descent-lab'))
  const on = (fuse: FuseV1Options): boolean => wire[fuse] === FuseState.ENABLE
  expect({
    runAsNode: on(FuseV1Options.RunAsNode),
    nodeOptions: on(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    inspect: on(FuseV1Options.EnableNodeCliInspectArguments),
    asarOnly: on(FuseV1Options.OnlyLoadAppFromAsar),
    fileScheme: on(FuseV1Options.GrantFileProtocolExtraPrivileges),
  }).toEqual({
    runAsNode: false,
    nodeOptions: false,
    inspect: false,
    asarOnly: true,
    fileScheme: false,
  })
})

test('a dropped table is raced on by an ordinary user, and the run is there after a restart', async () => {
  const table = join(home, 'petals.csv')
  const rows = Array.from({ length: 60 }, (_, row) => {
    const kind = row % 2
    return `${(row * 0.1 + kind * 3).toFixed(1)},${(kind * 2 - row * 0.05).toFixed(2)},${kind ? 'rose' : 'lily'}`
  })
  await writeFile(table, `length,width,flower\n${rows.join('\n')}\n`)
  await giveAway(table)

  let app = await startApp(home, installed.command)
  expect(await titleOf(app.window)).toBe(
    installed.name === 'descent-lab' ? 'Descent Lab' : 'Descent Lab Test Build',
  )
  expect(await userOf(app.pid)).toBe(nobody)
  expect(await wordsOf(app.pid)).not.toContain('--no-sandbox')
  expect(await interfacesOf(app.pid)).toEqual(['lo'])
  expect(await filteredPages(nobody)).toEqual([true])

  await expect(app.page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible()
  await dropFile(app.page, table)
  const data = new DataStage(app.page)
  await data.shown('petals.csv', 60)
  await data.race.click()
  const race = app.page.getByRole('group', { name: 'Run controls' })
  await race.getByRole('button', { name: /^Race/ }).click()
  const status = app.page.getByTestId('status')
  await expect(status).toContainText(/medians at step [\d,]+:/)

  const { path, records } = await onlyRun()
  expect(records.at(-1)).toMatchObject({ kind: 'end', reason: 'finished' })
  const spec = JSON.parse(await readFile(join(path, 'spec.json'), 'utf8')) as object
  expect(spec).toMatchObject({ dataset: { file: table } })
  const about = await readFile(join(path, 'run.json'), 'utf8')
  await exportChart(app.page)
  expect(about).toContain(installed.name === 'descent-lab' ? '"version"' : '-test"')
  expect(await app.quit()).toBe(0)

  // As a double click on a file starts it.
  const other = join(home, 'other.csv')
  await writeFile(other, 'x,kind\n1,a\n2,b\n')
  await giveAway(other)
  app = await startApp(home, installed.command, [other])
  await new DataStage(app.page).shown('other.csv', 2)
  await expect(app.page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible()
  expect((await onlyRun()).path).toBe(path)
  await app.page.getByRole('link', { name: 'Runs' }).click()
  const row = app.page.getByRole('row').filter({ hasText: 'petals.csv' })
  await expect(row).toHaveCount(1)
  await row.click()
  await exportLog(app.page, join(path, 'log.jsonl'))
  expect(await app.quit()).toBe(0)
})

test('the packed trainer trains under Node 24', async () => {
  const node = process.env['DESCENT_LAB_NODE24']
  // Set-up has one wherever a package can be tested.
  if (!node) throw new Error('DESCENT_LAB_NODE24 is not set: run "npm test -- package".')
  const unpacked = join(folder, 'unpacked')
  extractAll(join(installed.library, 'resources', 'app.asar'), unpacked)
  const tables = join('resources', 'datasets')
  await cp(join(installed.library, tables), join(folder, tables), { recursive: true })
  await cp(node, join(folder, 'node'))
  const out = join(home, 'node24')
  const cli = join(unpacked, 'out', 'main', 'cli.js')
  const child = startAsUser(home, join(folder, 'node'), [cli, 'run', 'iris', '--out', out])
  let said = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (said += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text))
  const code = await new Promise((resolve) => child.once('exit', resolve))
  expect(code, said).toBe(0)
  const [name = ''] = await readdir(out)
  const records: LogRecord[] = []
  expect(await readLog(join(out, name), (record) => records.push(record))).toMatchObject({
    lost: [],
  })
  expect(records.at(-1)).toMatchObject({ kind: 'end', reason: 'finished' })
  const about = JSON.parse(await readFile(join(out, name, 'run.json'), 'utf8')) as { node: string }
  expect(about.node).toMatch(/^24\./)
})

test('taking it off leaves what the user made', async () => {
  await installed.remove()
  await expect(stat(installed.library)).rejects.toMatchObject({ code: 'ENOENT' })
  await expect(stat(installed.command)).rejects.toMatchObject({ code: 'ENOENT' })
  expect((await onlyRun()).records.at(-1)).toMatchObject({ kind: 'end' })
  expect(forReal).toBe(installed.root === '/')
})
