import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, rm, stat, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { expect, it } from 'vitest'
import { makeScratch, sweepScratch } from '#main/process/scratch.ts'

it('scratch folders of programs that are gone are removed, of others kept', async () => {
  const own = await makeScratch('export')
  const [, pid, place, began] = /-(\d+)-([0-9a-f]{8})-(\d+)-[^-]+$/.exec(basename(own)) ?? []
  expect(Number(pid)).toBe(process.pid)
  const child = spawn('true')
  await once(child, 'exit')
  const made = {
    gone: `descent-lab-table-${child.pid}-${place}-${began}-gone`,
    reused: `descent-lab-table-${pid}-${place}-1-reused`,
    elsewhere: `descent-lab-export-${child.pid}-00000000-${began}-young`,
    old: `descent-lab-export-${pid}-00000000-${began}-old`,
    other: 'descent-lab-table-of-somebody',
  }
  for (const name of Object.values(made)) await mkdir(join(tmpdir(), name))
  const twoDaysAgo = new Date(Date.now() - 48 * 3600 * 1000)
  await utimes(join(tmpdir(), made.old), twoDaysAgo, twoDaysAgo)
  try {
    await sweepScratch()
    const left = await readdir(tmpdir())
    const kept = Object.entries(made).filter(([, name]) => left.includes(name))
    expect(kept.map(([key]) => key)).toEqual(['elsewhere', 'other'])
    expect((await stat(own)).isDirectory()).toBe(true)
  } finally {
    for (const name of [...Object.values(made), basename(own)]) {
      await rm(join(tmpdir(), name), { recursive: true, force: true })
    }
  }
})
