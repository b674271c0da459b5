import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, rm, symlink, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { projectRoot, type SetupContext } from '#scripts/setup/context.ts'
import { SetupError } from '#scripts/setup/errors.ts'
import { cacheNames, ensureTensorflow, linkParts } from '#scripts/setup/tensorflow.ts'
import { packageFolder } from '#scripts/setup/tensorflow-check.ts'
import {
  closedOrigin,
  contextIn,
  keepReport,
  scratchFolder,
  serve,
  type KeptReport,
  type LocalServer,
} from './support.ts'

let folder = ''
let report: KeptReport
let context: SetupContext
let vendor: LocalServer | undefined

/**
 * A clone after `npm ci`: the JavaScript of tfjs-node without library and addon, and every
 * other package as it is here.
 */
async function makeClone(root: string): Promise<void> {
  const here = join(projectRoot, 'node_modules')
  const there = join(root, 'node_modules')
  await mkdir(join(there, '@tensorflow'), { recursive: true })
  for (const name of await readdir(here)) {
    // Hidden files are notes about the other clone.
    const shared = !name.startsWith('.') || name === '.bin'
    if (shared && name !== '@tensorflow') await symlink(join(here, name), join(there, name))
  }
  for (const name of await readdir(join(here, '@tensorflow'))) {
    const source = join(here, '@tensorflow', name)
    if (name !== 'tfjs-node') await symlink(source, join(there, '@tensorflow', name))
  }
  const addon = [join(packageFolder(projectRoot), 'deps'), join(packageFolder(projectRoot), 'lib')]
  await cp(packageFolder(projectRoot), packageFolder(root), {
    recursive: true,
    filter: (path) => !addon.includes(path),
  })
}

beforeEach(async () => {
  folder = await scratchFolder()
  report = keepReport()
  const root = join(folder, 'clone')
  await makeClone(root)
  // Nothing can be fetched: neither from the vendor nor from a registry.
  const nowhere = await closedOrigin()
  context = contextIn(root, join(folder, 'cache'), report, {
    TFJS_NODE_BASE_URI: `${nowhere}/libtensorflow-`,
  })
})

afterEach(async () => {
  await vendor?.close()
  vendor = undefined
  await rm(folder, { recursive: true })
})

/** Puts what this clone trains with into the test's cache, as an earlier set-up would have. */
async function fillCache(): Promise<void> {
  const place = join(context.cache, cacheNames(context).fromPackage)
  await linkParts(packageFolder(projectRoot), place)
}

describe('native TensorFlow', () => {
  it('comes from the cache into a second clone, and computes there', async () => {
    await fillCache()
    const versions = await ensureTensorflow(context, false)
    expect(versions.tfjsNode).toBe('4.22.0')
    expect(versions.libtensorflow).toMatch(/^\d+\.\d+\.\d+$/)
    expect(report.said[0]).toContain('taken from the cache')
    expect(report.said.at(-1)).toContain('a matmul came out right')
    expect(report.progressed).toEqual([])
  })

  it('is left alone where it works, without a word', async () => {
    await fillCache()
    await ensureTensorflow(context, false)
    report.said.length = 0
    const versions = await ensureTensorflow(context, false)
    expect(await ensureTensorflow(context, true)).toEqual(versions)
    expect(report.said).toEqual([])
  })

  it('is put right where a file of it is damaged, also when asked for a quick answer', async () => {
    await fillCache()
    await ensureTensorflow(context, false)
    const addon = join(packageFolder(context.root), 'lib', 'napi-v8', 'tfjs_binding.node')
    // A copy of its own, so that the cache's file stays whole.
    await cp(addon, `${addon}.copy`)
    await rm(addon)
    await cp(`${addon}.copy`, addon)
    await truncate(addon, 1000)
    await ensureTensorflow(context, true)
    expect(report.said.at(-1)).toContain('a matmul came out right')
  })

  it('says on a platform without another source what is missing and where it goes', async () => {
    const elsewhere: SetupContext = { ...context, platform: 'linux', arch: 'arm64' }
    const failure = await ensureTensorflow(elsewhere, false).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(SetupError)
    expect((failure as SetupError).message).toContain('linux-arm64 is missing')
    expect(report.said[0]).toContain('ECONNREFUSED')
  })

  it("goes on after a vendor's installer that fails", async () => {
    vendor = await serve((_, response) => response.writeHead(404).end())
    const env = { ...context.env, TFJS_NODE_BASE_URI: `${vendor.origin}/libtensorflow-` }
    const elsewhere: SetupContext = { ...context, env, arch: 'arm64' }
    await expect(ensureTensorflow(elsewhere, false)).rejects.toThrow(/is missing/)
    expect(report.said[0]).toContain("running the vendor's installer")
    expect(report.said[1]).toContain('did not bring a working addon')
    expect(vendor.asked.some((path) => path.endsWith('.tar.gz'))).toBe(true)
  })

  it('is not looked for where the packages are not installed', async () => {
    await rm(join(context.root, 'node_modules'), { recursive: true })
    await expect(ensureTensorflow(context, false)).rejects.toThrow(/"npm ci" first/)
    expect(existsSync(context.cache)).toBe(false)
  })
})
