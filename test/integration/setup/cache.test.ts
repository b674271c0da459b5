import { existsSync } from 'node:fs'
import { mkdir, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { inCache } from '#scripts/setup/cache.ts'
import { printed, startScript } from '../run/script.ts'
import { keepReport, scratchFolder } from './support.ts'

const fill = new URL('fill.ts', import.meta.url)

let folder = ''
let cache = ''
let log = ''

beforeEach(async () => {
  folder = await scratchFolder()
  cache = join(folder, 'cache')
  log = join(folder, 'log')
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

async function fillings(): Promise<number> {
  return (await readFile(log, 'utf8')).trim().split('\n').length
}

async function expectFilled(): Promise<void> {
  expect(await readdir(cache)).toEqual(['entry'])
  expect((await readdir(join(cache, 'entry'))).toSorted()).toEqual(['first', 'second'])
}

describe('an entry of the cache', () => {
  it('is filled once', async () => {
    const write = (at: string): Promise<void> => writeFile(join(at, 'file'), 'content')
    const place = await inCache(cache, 'entry', write, keepReport())
    const again = (): Promise<void> => Promise.reject(new Error('filled twice'))
    expect(await inCache(cache, 'entry', again, keepReport())).toBe(place)
    expect(await readFile(join(place, 'file'), 'utf8')).toBe('content')
  })

  it('leaves nothing behind when it cannot be filled', async () => {
    const fail = async (at: string): Promise<void> => {
      await writeFile(join(at, 'half'), '')
      throw new Error('no more disk')
    }
    await expect(inCache(cache, 'entry', fail, keepReport())).rejects.toThrow('no more disk')
    expect(await readdir(cache)).toEqual([])
  })

  it('is filled by one of two set-ups at once, and both get it', async () => {
    const gate = join(folder, 'gate')
    const scripts = [startScript(fill, [cache, log, gate]), startScript(fill, [cache, log, gate])]
    await Promise.race(scripts.map((script) => printed(script, 'waiting for it')))
    await writeFile(gate, '')
    expect(await Promise.all(scripts.map((script) => script.ended))).toEqual([0, 0])
    for (const script of scripts) expect(script.output()).toContain(join(cache, 'entry'))
    expect(await fillings()).toBe(1)
    await expectFilled()
  })

  it('is filled anew after a set-up was killed in the middle', async () => {
    const killed = startScript(fill, [cache, log, join(folder, 'never')])
    await printed(killed, 'filling')
    killed.child.kill('SIGKILL')
    expect(await killed.ended).toBe('SIGKILL')
    expect(existsSync(join(cache, 'entry'))).toBe(false)

    const next = startScript(fill, [cache, log])
    expect(await next.ended).toBe(0)
    expect(await fillings()).toBe(2)
    await expectFilled()
  })

  it('is taken over from another machine that stopped showing signs of life', async () => {
    await mkdir(cache)
    const lock = join(cache, 'entry.lock-1-x.json')
    const holder = { pid: process.pid, host: `not-${hostname()}`, token: 'another' }
    await writeFile(lock, JSON.stringify(holder))
    const longAgo = new Date(Date.now() - 60_000)
    await utimes(lock, longAgo, longAgo)
    const next = startScript(fill, [cache, log])
    expect(await next.ended).toBe(0)
    await expectFilled()
  })
})
