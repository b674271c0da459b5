import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeFolder } from '#main/lab/files.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-make-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('making a folder', () => {
  it('makes those above it too, and leaves what is there', async () => {
    const path = join(folder, 'a', 'b', 'c')
    await makeFolder(path)
    await writeFile(join(path, 'file'), 'x')
    await makeFolder(path)
    expect((await stat(join(path, 'file'))).size).toBe(1)
  })

  it('may be done by many at once', async () => {
    const paths = ['x', 'y', 'x', 'z'].map((name) => join(folder, 'a', 'b', name))
    await Promise.all(paths.map(makeFolder))
    expect((await stat(paths[3]!)).isDirectory()).toBe(true)
  })

  it('is refused below a file, and below a link to nothing', async () => {
    await writeFile(join(folder, 'file'), 'x')
    for (const path of [join(folder, 'file'), join(folder, 'file', 'a', 'b')]) {
      await expect(makeFolder(path)).rejects.toMatchObject({ code: /^(EEXIST|ENOTDIR)$/ })
    }
    execFileSync('ln', ['-s', join(folder, 'nowhere', 'at', 'all'), join(folder, 'link')])
    await expect(makeFolder(join(folder, 'link', 'a'))).rejects.toMatchObject({ syscall: 'mkdir' })
  })

  // Node's own way never returns.
  it.runIf(process.platform === 'linux')('is refused where the system makes none', async () => {
    await expect(makeFolder('/proc/descent-lab/runs')).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
