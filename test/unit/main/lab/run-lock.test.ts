import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { holdRun, isHoldFile, isRunHeld } from '#main/lab/run-lock.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-hold-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

const holds = async (): Promise<string[]> => (await readdir(folder)).filter(isHoldFile)

describe('holding a run', () => {
  it('is for one at a time, and over when it is let go', async () => {
    expect(await isRunHeld(folder)).toBe(false)
    const hold = await holdRun(folder)
    expect(await isRunHeld(folder)).toBe(true)
    await expect(holdRun(folder)).rejects.toMatchObject({ code: 'run-busy' })
    // The refused one leaves nothing behind.
    expect(await holds()).toHaveLength(1)
    await hold.release()
    await hold.release()
    expect(await isRunHeld(folder)).toBe(false)
    await (await holdRun(folder)).release()
    expect(await holds()).toEqual([])
  })

  it('is had by at most one of many that come at once', async () => {
    for (let round = 0; round < 5; round++) {
      const results = await Promise.allSettled(Array.from({ length: 4 }, () => holdRun(folder)))
      const held = results.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
      expect(held.length).toBeLessThanOrEqual(1)
      await Promise.all(held.map((each) => each.release()))
    }
  })

  it('is over when its program is killed, even if its number is given to another', async () => {
    const child = spawn('sleep', ['60'])
    const { pid } = child
    const machine = await ownMark()
    const mark = join(folder, 'hold-1-x.json')
    const began = await beganAt(pid!)
    await writeFile(mark, JSON.stringify({ pid, machine, began }))
    expect(await isRunHeld(folder)).toBe(true)
    // The same number, another process.
    await writeFile(mark, JSON.stringify({ pid, machine, began: '1' }))
    expect(await isRunHeld(folder)).toBe(false)
    await writeFile(mark, JSON.stringify({ pid, machine, began }))
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(await isRunHeld(folder)).toBe(false)
    // Its mark is cleared away.
    expect(await holds()).toEqual([])
  })

  it('goes by the heartbeat where the process cannot be asked', async () => {
    const mark = join(folder, 'hold-1-x.json')
    const [boot] = (await ownMark()).split(' pid:')
    // In another container of this machine this very number may be somebody else, or nobody.
    for (const machine of ['elsewhere', boot!, `${boot} pid:[1]`]) {
      for (const pid of [process.pid, 999_999_999]) {
        await writeFile(mark, JSON.stringify({ pid, machine, began: await beganAt(pid) }))
        expect(await isRunHeld(folder)).toBe(true)
        const earlier = new Date(Date.now() - 60_000)
        await utimes(mark, earlier, earlier)
        expect(await isRunHeld(folder)).toBe(false)
      }
    }
  })

  it('goes by the disk’s clock, whatever this machine’s says', async () => {
    const mark = join(folder, 'hold-1-x.json')
    await writeFile(mark, JSON.stringify({ pid: 1, machine: 'elsewhere', began: null }))
    const real = Date.now
    const skewed = vi.spyOn(Date, 'now').mockImplementation(() => real() + 3_600_000)
    try {
      expect(await isRunHeld(folder)).toBe(true)
      await expect(holdRun(folder)).rejects.toMatchObject({ code: 'run-busy' })
    } finally {
      skewed.mockRestore()
    }
    // What tells the time leaves nothing behind.
    expect(await readdir(folder)).toEqual(['hold-1-x.json'])
  })

  it('is named for what it is of', async () => {
    const hold = await holdRun(folder, 'sweep')
    await expect(holdRun(folder, 'sweep')).rejects.toThrow(`the sweep ${folder}`)
    await expect(holdRun(folder)).rejects.toThrow(`the run ${folder}`)
    await hold.release()
  })

  it('takes a mark that is being written for one, and one left half-written for none', async () => {
    const mark = join(folder, 'hold-1-x.json')
    await writeFile(mark, '{"pid":')
    await expect(holdRun(folder)).rejects.toMatchObject({ code: 'run-busy' })
    const earlier = new Date(Date.now() - 10_000)
    await utimes(mark, earlier, earlier)
    await (await holdRun(folder)).release()
  })

  it('says when the run is gone', async () => {
    await expect(holdRun(join(folder, 'none'))).rejects.toMatchObject({ code: 'not-found' })
  })
})

/** The machine as a hold of this very process names it. */
async function ownMark(): Promise<string> {
  const hold = await holdRun(folder)
  const [name] = await holds()
  const { machine } = JSON.parse(await readFile(join(folder, name!), 'utf8')) as { machine: string }
  await hold.release()
  return machine
}

/** Field 22 of the system's word on a process. */
async function beganAt(pid: number): Promise<string | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  return text?.replace(/^.*\) /s, '').split(' ')[19] ?? null
}
