import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { scratchFolder } from '../setup/support.ts'
import { printed, startScript, type RunningScript } from './script.ts'

let folder = ''

beforeEach(async () => {
  folder = await scratchFolder()
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

/** Runs one of the commands as npm does, from a folder of its own, without a display. */
function command(name: string, args: string[]): RunningScript {
  return startScript(new URL(`../../../scripts/${name}.ts`, import.meta.url), args, {
    DESCENT_LAB_DATA: join(folder, 'data'),
    INIT_CWD: folder,
    DISPLAY: '',
    WAYLAND_DISPLAY: '',
  })
}

describe('npm start without a display', () => {
  it('serves the page, says so with the address, and ends when it is told to', async () => {
    const start = command('start', [])
    await printed(start, 'http://127.0.0.1:')
    expect(start.output()).toContain('No display here')
    const address = /http:\/\/127\.0\.0\.1:\S+/.exec(start.output())?.[0] ?? ''
    const page = await fetch(address)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('<html')

    start.child.kill('SIGTERM')
    expect(await start.ended).toBe(0)
    await expect(fetch(address)).rejects.toThrow('fetch failed')
  })

  it('refuses what it does not know', async () => {
    const start = command('start', ['--sreve'])
    expect(await start.ended).toBe(2)
    expect(start.output()).toContain('Usage: npm start')
  })
})

describe('npm run lab', () => {
  it('writes on standard output what the command writes, and nothing more', async () => {
    const lab = command('lab', ['--version'])
    expect(await lab.ended).toBe(0)
    expect(lab.stdout()).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  it('passes the exit code on', async () => {
    expect(await command('lab', ['no-such-command']).ended).toBe(2)
  })

  it('takes paths from where the person stands', async () => {
    await mkdir(join(folder, 'specs'))
    await writeFile(join(folder, 'specs', 'broken.json'), '{}')
    const lab = command('lab', ['run', 'specs/broken.json'])
    expect(await lab.ended).not.toBe(0)
    // The file was found and read: it is its content that is refused.
    expect(lab.output()).not.toMatch(/no such file|ENOENT|not found/i)
  })
})

describe('npm run setup', () => {
  it('is one line, with the versions, where all is there', async () => {
    const setup = command('setup', ['--for', 'lab'])
    expect(await setup.ended).toBe(0)
    expect(setup.output()).toMatch(
      /^Ready: native TensorFlow \(tfjs-node 4\.22\.0, libtensorflow \d+\.\d+\.\d+\)\.\n$/,
    )
  })

  it('refuses a purpose that it does not know', async () => {
    const setup = command('setup', ['--for', 'fun'])
    expect(await setup.ended).toBe(2)
    expect(setup.output()).toContain('Usage: npm run setup')
  })
})

describe('npm run bench', () => {
  it.each(['--help', '-h'])('says with %s what it measures, and measures nothing', async (word) => {
    const bench = command('bench', [word])
    expect(await bench.ended).toBe(0)
    for (const name of ['app', 'installed', 'surface', 'race-page', 'stacked', 'import']) {
      expect(bench.stdout()).toMatch(new RegExp(`^  ${name} `, 'm'))
    }
  })
})
