import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCourse } from '#main/lab/resumption.ts'
import { isRunHeld } from '#main/lab/run-lock.ts'
import { readLog } from '#main/lab/log-reader.ts'
import { readRunFolder } from '#main/lab/run-reader.ts'
import type { LogRecord } from '#shared/experiment/log.ts'
import { createRandom } from '#shared/math/random.ts'
import { cases } from '#test/support/thorough.ts'
import { built, iris } from './support.ts'

/* Whatever is killed, whenever: no run is lost, none unreadable, and each comes to the same numbers. */

const kills = cases(3, 100)

/** Long enough to be killed in many times; two processes, by seeds. */
const experiment = iris({
  lanes: [
    { id: 'adam', optimizer: 'adam' },
    { id: 'momentum', optimizer: 'momentum' },
  ],
  seeds: [1, 2],
  budget: { steps: 10_000 },
  record: { metrics: ['batchLoss', 'trainLoss'], every: { steps: 50 } },
})

let folder: string
let cli: string
let specPath: string

beforeAll(async () => {
  cli = join(await built(), 'cli.js')
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-faults-'))
  specPath = join(folder, 'spec.json')
  await writeFile(specPath, JSON.stringify(experiment))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

/** A laboratory of its own, with one race. */
function lab(...words: string[]): ChildProcess {
  return spawn(process.execPath, [cli, ...words, '--json'], { stdio: 'ignore' })
}

/** The processes that a laboratory has started. */
async function trainersOf({ pid }: ChildProcess): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  return text.split(' ').filter(Boolean).map(Number)
}

function kill(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(pid, 'SIGKILL')
  } catch {
    // It was quicker.
  }
}

const victims = ['trainer', 'laboratory', 'both'] as const

async function strike(child: ChildProcess, victim: (typeof victims)[number]): Promise<void> {
  const trainers = await trainersOf(child)
  if (victim !== 'laboratory') trainers.slice(0, victim === 'both' ? undefined : 1).forEach(kill)
  if (victim !== 'trainer') kill(child.pid)
}

async function logSize(run: string): Promise<number> {
  return (await stat(join(run, 'log.jsonl')).catch(() => undefined))?.size ?? 0
}

async function runIn(runs: string): Promise<string | undefined> {
  const [name] = await readdir(runs).catch(() => [])
  return name === undefined ? undefined : join(runs, name)
}

/** What was measured, but for the clock: by share, step and run. */
async function measured(run: string): Promise<Map<string, unknown>> {
  const found = new Map<string, unknown>()
  await readLog(run, (record: LogRecord) => {
    if (record.kind === 'metrics') {
      const key = `${record.shard} ${record.step}`
      expect(found.has(key), `twice: ${key}`).toBe(false)
      found.set(key, { ...record, seconds: 0 })
    }
    if (record.kind === 'final') found.set(`final ${record.run}`, record.parameters)
  })
  return found
}

describe('a run whose programs are killed', () => {
  it(
    `comes to the numbers of one never interrupted, after ${kills} kills`,
    { timeout: 3_000_000 },
    async () => {
      const reference = join(folder, 'reference')
      const [code] = (await once(lab('run', specPath, '--out', reference), 'exit')) as [number]
      expect(code).toBe(0)
      const expected = await measured((await runIn(reference))!)
      // 200 points of two processes, and four runs' ends.
      expect(expected.size).toBe(404)

      // A run writes about so much in all; it is struck by what it has written, not by the clock.
      const whole = await logSize((await runIn(reference))!)
      const random = createRandom(7, 'trials')
      const runs = join(folder, 'runs')
      let finished = 0
      let resumed = 0
      for (let struck = 0; struck < kills;) {
        const run = await runIn(runs)
        const child =
          run && existsSync(join(run, 'log.jsonl'))
            ? lab('resume', run)
            : lab('run', specPath, '--out', runs)
        const before = run ? await logSize(run) : 0
        const exit = once(child, 'exit') as Promise<[number | null]>
        let over = false
        void exit.then(() => (over = true))
        // One time in five as soon as there is somebody to kill, else somewhere in the middle of it.
        const early = struck % 5 === 2
        const until = before + 1 + random.uniform() * 0.4 * whole
        const due = async (): Promise<boolean> =>
          early
            ? (await trainersOf(child)).length > 0
            : (await logSize((await runIn(runs)) ?? '')) >= until
        while (!over && !(await due())) await pause(10)
        if (!over) {
          await strike(child, victims[random.below(3)]!)
          struck++
        }
        const [ended] = await exit
        const left = await runIn(runs)
        // Killed before there was anything to lose.
        if (!left || !existsSync(join(left, 'log.jsonl'))) {
          await rm(runs, { recursive: true, force: true })
          continue
        }
        const { info } = await readRunFolder(left)
        const course = await readCourse(left)
        expect(left.endsWith(info.id)).toBe(true)
        expect(await isRunHeld(left)).toBe(false)
        if (course.end?.reason === 'finished') {
          expect(ended === 0 || ended === null).toBe(true)
          expect(await measured(left)).toEqual(expected)
          finished++
          await rm(runs, { recursive: true })
        } else {
          resumed++
        }
      }
      const last = await runIn(runs)
      if (last && existsSync(join(last, 'log.jsonl'))) {
        expect(((await once(lab('resume', last), 'exit')) as [number])[0]).toBe(0)
        expect(await measured(last)).toEqual(expected)
        finished++
      }
      expect(finished).toBeGreaterThan(0)
      expect(resumed).toBeGreaterThanOrEqual(kills / 3)
    },
  )
})
