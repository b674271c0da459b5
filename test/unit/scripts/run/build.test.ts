import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isStale } from '#scripts/run/build.ts'

let root = ''

/** Writes a file as if at a time, in seconds; so are the folders it lies in. */
function write(path: string, time: number, text = ''): void {
  const file = join(root, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  for (let at = file; at.length > root.length; at = dirname(at)) utimesSync(at, time, time)
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'descent-lab-build-'))
  write('src/main/index.ts', 100)
  write('package.json', 100)
  write('out/main/index.js', 200)
  write('out/preload/index.cjs', 201)
  write('out/renderer/index.html', 202)
  write('out/renderer/lesson.html', 203)
})

afterEach(() => {
  rmSync(root, { recursive: true })
})

describe('a build', () => {
  it('is up to date when all of it is newer than all it reads', () => {
    expect(isStale(root)).toBe(false)
  })

  it('is stale when a file has changed', () => {
    write('src/main/deep/other.ts', 300)
    expect(isStale(root)).toBe(true)
  })

  it('is stale when a file has gone', () => {
    rmSync(join(root, 'src/main/index.ts'))
    expect(isStale(root)).toBe(true)
  })

  it('is stale when a part of it is missing', () => {
    rmSync(join(root, 'out/renderer/index.html'))
    expect(isStale(root)).toBe(true)
  })

  it('is stale when a file changed while it was built', () => {
    write('out/built.json', 203, JSON.stringify({ began: 150_000 }))
    expect(isStale(root)).toBe(false)
    write('src/main/index.ts', 160)
    expect(isStale(root)).toBe(true)
  })
})
