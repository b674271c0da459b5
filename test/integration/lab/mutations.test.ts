import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { createRandom } from '#shared/math/random.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { csvOf } from '#main/lab/exports/csv.ts'
import { openExportedRun } from '#main/lab/exports/run.ts'
import { Library } from '#main/lab/library/index.ts'
import { recordsOf } from '#main/lab/log-reader.ts'
import { inspectRun } from '#main/lab/run-damage.ts'
import { LabError } from '#shared/contract/errors.ts'
import type { RunDamage, RunSummary } from '#shared/contract/runs.ts'
import { cases } from '#test/support/thorough.ts'
import { iris, openLab, type TestLab } from './support.ts'

/*
 * A run's folder with one thing wrong in one of its files. Whatever is asked of it then gives what the
 * sound folder gives, or says that something is damaged, or refuses in a sentence.
 */

let lab: TestLab
/** A run that was stopped, and the same one when it had gone on to its end. */
let stopped: string
let finished: string

beforeAll(async () => {
  lab = await openLab()
  const spec = iris({
    title: 'Stopped',
    seeds: [1, 2],
    lanes: [
      { id: 'adam', optimizer: 'adam' },
      { id: 'sgd', optimizer: 'sgd', schedule: { kind: 'cosine' } },
    ],
    budget: { epochs: 8 },
    record: { metrics: ['trainLoss', 'rate'], every: { steps: 4 }, state: true, paths: true },
  })
  // So slowly that both processes stand at the start when they are paused.
  const race = await lab.races.start(spec, { engine: 'reference', pace: 0.5 })
  await race.pause()
  await race.setPace(null)
  while (race.status().step < 8) await race.advance()
  await race.changeRate('sgd', 0.5)
  while (race.status().step < 20) await race.advance()
  await race.stop()
  stopped = await kept(race.folder, 'stopped')
  const resumed = await lab.races.resume(race.id)
  await resumed.whenEnded()
  expect(resumed.status().phase).toBe('finished')
  finished = await kept(race.folder, 'finished')
})

afterAll(() => lab.close())

/** A copy of a run's folder, with the summary that a list leaves in it. */
async function kept(folder: string, name: string): Promise<string> {
  const copy = join(lab.folder, name, basename(folder))
  await cp(folder, copy, { recursive: true })
  await writeFile(join(copy, 'notes.json'), '{"title":"","tags":["a"],"note":"As it was."}\n')
  await listed(copy)
  return copy
}

function libraryOf(folder: string): Library {
  return new Library({
    runsFolder: join(folder, '..'),
    deletedFolder: join(folder, '..', '..', 'deleted'),
  })
}

/** What the list, and `lab runs --check`, say of the only run beside a folder. */
async function listed(folder: string): Promise<[RunSummary | undefined, RunSummary | undefined]> {
  const library = libraryOf(folder)
  try {
    return [(await library.list()).runs[0], (await library.check()).runs[0]]
  } finally {
    await library.dispose()
  }
}

/** Lines of the tidy table but for the clock, in an order that no process decides. */
async function numbersOf(folder: string): Promise<{ rows: string[]; damage?: RunDamage }> {
  const run = await openExportedRun(folder)
  let text = ''
  for await (const part of csvOf(run)) text += part
  const rows = text.split('\r\n').map((row) => row.split(',').toSpliced(8, 1).join())
  for await (const record of recordsOf(folder, ['snapshot', 'path', 'final'])) {
    rows.push(JSON.stringify({ ...record, line: 0 }))
  }
  return { rows: rows.sort(), damage: run.damage }
}

/** What is done to a file's bytes. */
const mutations: Readonly<Record<string, (bytes: Buffer, at: number, more: number) => Buffer>> = {
  'a flipped bit': (bytes, at, more) => {
    const changed = Buffer.from(bytes)
    changed[at]! ^= 1 << (more % 8)
    return changed
  },
  'a cut': (bytes, at) => bytes.subarray(0, at),
  NULs: (bytes, at, more) =>
    Buffer.from(bytes).fill(0, at, Math.min(bytes.length, at + 1 + (more % 200))),
  'a stretch gone': (bytes, at, more) =>
    Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + (more % 400))]),
  'a line twice': (bytes, at) => {
    const [from, to] = lineAt(bytes, at)
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)])
  },
  'a line gone': (bytes, at) => {
    const [from, to] = lineAt(bytes, at)
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)])
  },
  'two lines swapped': (bytes, at) => {
    const [from, to] = lineAt(bytes, at)
    const [, end] = lineAt(bytes, Math.min(to, bytes.length - 1))
    return Buffer.concat([
      bytes.subarray(0, from),
      ...[bytes.subarray(to, Math.max(to, end)), bytes.subarray(from, to)],
      bytes.subarray(Math.max(to, end)),
    ])
  },
}

function lineAt(bytes: Buffer, at: number): [from: number, to: number] {
  const end = bytes.indexOf(10, at)
  return [bytes.lastIndexOf(10, at - 1) + 1, end < 0 ? bytes.length : end + 1]
}

/** @returns what it gives, or the sentence by which it refuses; anything else it throws fails the test */
async function answer<T>(work: Promise<T>): Promise<T | LabError> {
  return work.catch((error: unknown) => {
    if (error instanceof LabError && error.code !== 'internal') return error
    throw error
  })
}

describe('a run’s folder with one thing wrong', () => {
  const count = cases(16, 1000)

  it(
    `gives the same numbers, or says what is wrong: ${count} times`,
    { timeout: 300_000 + count * 5000 },
    async () => {
      const random = createRandom(20_261_130, 'table')
      const below = (bound: number): number => random.below(bound)
      const sound = { stopped: await numbersOf(stopped), finished: await numbersOf(finished) }
      const [summary] = await listed(finished)
      let told = 0
      for (let round = 0; round < count; round++) {
        const base = round % 2 === 0 ? 'stopped' : 'finished'
        const from = base === 'stopped' ? stopped : finished
        // The log is the largest of them, and the one that grows.
        const files = [...(await readdir(from)).sort(), ...Array<string>(4).fill('log.jsonl')]
        const file = files[below(files.length)]!
        const kinds = Object.keys(mutations)
        const kind = kinds[below(file.endsWith('.jsonl') ? kinds.length : 4)]!
        const bytes = await readFile(join(from, file))
        const at = below(bytes.length)
        const changed = mutations[kind]!(bytes, at, below(1000))
        const what = `${kind} at ${at} of ${file} of the ${base} run, round ${round}`
        const folder = join(lab.folder, 'case', basename(from))
        await rm(join(lab.folder, 'case'), { recursive: true, force: true })
        await mkdir(join(lab.folder, 'case'))
        await cp(from, folder, { recursive: true })
        await writeFile(join(folder, file), changed)

        const [shown, checked] = await listed(folder)
        const known = [shown, checked].map((run) => Boolean(run?.damage ?? run?.problem))
        const damage = await answer(inspectRun(folder))
        const isTold = damage !== undefined
        expect(known, what).toEqual([isTold, isTold])
        if (isTold) told++
        else if (base === 'finished') {
          expect({ ...shown, bytes: 0, notes: '', name: '' }, what).toEqual({
            ...{ ...summary, bytes: 0, notes: '', name: '' },
          })
        }

        const exported = await answer(numbersOf(folder))
        if (!(exported instanceof LabError)) {
          expect(exported.damage !== undefined, what).toBe(isTold)
          if (!isTold) expect(exported.rows, what).toEqual(sound[base].rows)
        }
        if (base === 'finished') continue
        const race = await answer(lab.races.resumeFolder(folder))
        if (race instanceof LabError) {
          expect(isTold, `${what}: ${race.message}`).toBe(true)
          continue
        }
        await race.whenEnded()
        expect(race.status(), what).toMatchObject({ phase: 'finished' })
        // Also where something was lost: it is recorded once more.
        expect((await numbersOf(folder)).rows, what).toEqual(sound.finished.rows)
      }
      // Most of what can be wrong matters.
      expect(told).toBeGreaterThan(count / 2)
    },
  )
})
