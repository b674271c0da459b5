import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeCheckpoint } from '#main/lab/checkpoint-files.ts'
import { linesOf } from '#main/lab/log-lines.ts'
import { readLog, recordsOf } from '#main/lab/log-reader.ts'
import { surveyLog } from '#main/lab/log-survey.ts'
import { readRecorded } from '#main/lab/recorded.ts'
import { readCourse } from '#main/lab/resumption.ts'
import { infoText } from '#main/lab/run-files.ts'
import { RunLog } from '#main/lab/run-log.ts'
import type { LogMessage } from '#main/trainer/types.ts'
import type { LogLine, LogRecord } from '#shared/experiment/log.ts'
import { parseSpec } from '#shared/experiment/spec.ts'
import { readTable } from '#test/support/tables.ts'
import { cases } from '#test/support/thorough.ts'
import { trainerOf } from '#test/support/training.ts'
import { smallSpec, start } from './library/support.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-'))
})
afterEach(() => rm(folder, { recursive: true }))

const at = '2026-01-02T03:04:05.000Z'
const logPath = (): string => join(folder, 'log.jsonl')

const phase = (step: number): LogLine => ({ kind: 'phase', at, phase: 'paused', step })
const rate = (step: number): LogLine => ({
  ...{ kind: 'rate', shard: 0, at, lane: 'quick', rate: 0.5, step },
})

async function write(...lines: LogLine[]): Promise<string[]> {
  const log = new RunLog(folder)
  await log.append(lines)
  await log.close()
  return (await readFile(logPath(), 'utf8')).split('\n').filter((line) => line !== '')
}

const put = (lines: readonly string[]): Promise<void> =>
  writeFile(logPath(), lines.map((line) => `${line}\n`).join(''))

async function read(): Promise<{ steps: number[]; lost: unknown; torn: boolean; hand: number }> {
  const steps: number[] = []
  const { lost, torn, lostHand } = await readLog(folder, (record) => {
    if ('step' in record) steps.push(record.step)
  })
  return { steps, lost, torn, hand: lostHand }
}

describe('a log', () => {
  it('loses a damaged line, and says which', async () => {
    const lines = await write(phase(1), phase(2), phase(3))
    await put([lines[0]!, lines[1]!.replace('"step":2', '"step":7'), lines[2]!])
    expect(await read()).toEqual({
      steps: [1, 3],
      lost: [{ from: 2, to: 2 }],
      torn: false,
      hand: 0,
    })
  })

  it('knows of lines that are gone, that stand twice, and that stand elsewhere', async () => {
    const lines = await write(...[1, 2, 3, 4, 5].map(phase))
    await put([lines[0]!, lines[3]!, lines[4]!])
    expect(await read()).toMatchObject({ steps: [1, 4, 5], lost: [{ from: 2, to: 3 }] })
    await put([lines[0]!, lines[1]!, lines[1]!, lines[2]!, lines[3]!, lines[4]!])
    expect(await read()).toMatchObject({ steps: [1, 2, 3, 4, 5], lost: [] })
    await put([lines[0]!, lines[2]!, lines[1]!, lines[3]!, lines[4]!])
    expect(await read()).toMatchObject({ steps: [1, 3, 4, 5], lost: [{ from: 2, to: 2 }] })
  })

  it('takes what a program that was killed left of a line for no damage, then and later', async () => {
    const lines = await write(phase(1), phase(2))
    await writeFile(logPath(), `${lines[0]}\n${lines[1]!.slice(0, 30)}`)
    expect(await read()).toEqual({ steps: [1], lost: [], torn: true, hand: 0 })
    const log = new RunLog(folder, { resumes: true })
    await log.append([phase(3)])
    await log.close()
    expect(await read()).toEqual({ steps: [1, 3], lost: [], torn: false, hand: 0 })
  })

  it('takes zeros in a last line, or a line end that is another byte, for damage', async () => {
    const lines = await write(phase(1), phase(2))
    await writeFile(logPath(), `${lines[0]}\n${lines[1]!.slice(0, 30)}\0\0\0`)
    expect(await read()).toMatchObject({ steps: [1], lost: [{ from: 2, to: 2 }], torn: false })
    await writeFile(logPath(), `${lines[0]}\n${lines[1]}\v`)
    expect(await read()).toMatchObject({ steps: [1], lost: [{ from: 2, to: 2 }], torn: false })
    // Whoever goes on with it keeps the number of what is lost.
    const log = new RunLog(folder, { resumes: true })
    await log.append([phase(3)])
    await log.close()
    expect(await read()).toMatchObject({ steps: [1, 3], lost: [{ from: 2, to: 2 }] })
  })

  it('is known to have been cut by run.json, which says how much it had when it was closed', async () => {
    const lines = await write(phase(1), phase(2), rate(3))
    const info = { version: 3, created: at, closed: { lines: 3, hand: 1 } }
    await writeFile(join(folder, 'run.json'), infoText(info))
    expect(await read()).toMatchObject({ lost: [] })
    await put(lines.slice(0, 1))
    expect(await read()).toMatchObject({ steps: [1], lost: [{ from: 2, to: 3 }], hand: 1 })
  })

  it('is known to have been cut by a checkpoint, which says how much it had then', async () => {
    const lines = await write(phase(1), phase(2), phase(3))
    await writeFile(join(folder, 'run.json'), infoText({ version: 3, created: at }))
    await writeCheckpoint(folder, { run: at, shard: 0, log: { lines: 3, hand: 0 } }, Buffer.of(1))
    await writeCheckpoint(
      folder,
      { run: 'else', shard: 1, log: { lines: 9, hand: 0 } },
      Buffer.of(1),
    )
    await put(lines.slice(0, 2))
    expect(await read()).toMatchObject({ steps: [1, 2], lost: [{ from: 3, to: 3 }] })
  })

  it('knows whether what was changed by hand is among what is lost', async () => {
    const lines = await write(phase(1), rate(2), phase(3), phase(4), rate(5))
    await put(lines.filter((_, index) => index !== 2))
    expect(await read()).toMatchObject({ lost: [{ from: 3, to: 3 }], hand: 0 })
    await put(lines.filter((_, index) => index !== 1))
    expect(await read()).toMatchObject({ lost: [{ from: 2, to: 2 }], hand: 1 })
    await put([...lines.slice(0, 4), lines[4]!.replace('0.5', '0.6')])
    expect(await read()).toMatchObject({ lost: [{ from: 5, to: 5 }], hand: 1 })
    await put([...lines.slice(0, 3), lines[3]!.replace('"step":4', '"step":5')])
    expect(await read()).toMatchObject({ lost: [{ from: 4, to: 4 }], hand: 0 })
  })

  it('has no hole behind where everything was recorded anew', async () => {
    const resume = (...steps: (number | null)[]): LogLine => ({ kind: 'resume', at, steps })
    const lines = await write(start, phase(1), phase(2), resume(2), phase(3), resume(null))
    await put(lines.filter((_, index) => index !== 1))
    expect((await readCourse(folder)).damage).toMatchObject({
      holed: false,
      lost: [{ from: 2, to: 2 }],
    })
    await put(lines.slice(0, 5).filter((_, index) => index !== 1))
    expect((await readCourse(folder)).damage).toMatchObject({ holed: true })
  })

  it('reads the same or says so, whichever bit of it is another', async () => {
    const lines = await write(
      phase(1),
      rate(2),
      phase(3),
      { kind: 'resume', at, steps: [2, null] },
      phase(4),
    )
    const sound = await read()
    const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''))
    const stride = cases(29, 1)
    for (let bit = 0; bit < 8 * bytes.length; bit += stride) {
      const changed = Buffer.from(bytes)
      changed[bit >> 3]! ^= 1 << (bit & 7)
      await writeFile(logPath(), changed)
      const { lost, ...found } = await read()
      if ((lost as unknown[]).length === 0) expect({ lost, ...found }, `bit ${bit}`).toEqual(sound)
    }
  })

  it('of 20,000 resumptions is read in their number, not in its square', async () => {
    const resumes = Array.from({ length: 20_000 }, (_, index): LogLine => {
      return { kind: 'resume', at, steps: [20_000 - index] }
    })
    await write(...resumes, phase(1))
    expect((await surveyLog(folder)).resumes).toHaveLength(20_000)
    expect((await read()).steps).toEqual([1])
  })
})

describe('a record that grows with the model', () => {
  const vector = (length: number, from = 0): Float64Array<ArrayBuffer> =>
    Float64Array.from({ length }, (_, index) => from + index / 3)
  const message: LogMessage = {
    ...{ sequence: 1, phase: 'finished', step: 4, events: [], rates: [] },
    columns: {
      ...{ run: new Uint32Array(), step: new Uint32Array(), samples: new Float64Array() },
      ...{ seconds: new Float64Array(), metrics: {} },
    },
    snapshots: [
      {
        ...{ run: 1, step: 4, gradients: vector(7, 3), confusion: Uint32Array.of(9, 1, 0, 10) },
        before: { parameters: vector(7), slots: vector(14, 1) },
        after: { parameters: vector(7, 2), slots: vector(14, 5) },
      },
    ],
    paths: [{ run: 0, step: 4, parameters: vector(7, 9), confusion: Uint32Array.of(8, 2, 1, 9) }],
  }

  it('stands in lines that are no longer than they may be, and comes back in every bit', async () => {
    const lines = await write(...linesOf(0, message, 3))
    // Of 14 numbers at most three are in a line, of 7 too.
    expect(lines).toHaveLength(5 + 3)
    expect(lines[0]).toContain('"part":[1,5]')
    for (const line of lines) {
      const vectors = line
        .match(/\[[^[\]]*\]/g)!
        .map((each) => (JSON.parse(each) as unknown[]).length)
      expect(Math.max(...vectors)).toBeLessThanOrEqual(3)
    }
    const recorded = await readRecorded(folder)
    expect(recorded.snapshots).toEqual(message.snapshots)
    expect(recorded.paths).toEqual(message.paths)
  })

  it('is not there where a part is lost, and that is told', async () => {
    const lines = await write(...linesOf(0, message, 3))
    await put(lines.filter((_, index) => index !== 6))
    const recorded = await readRecorded(folder)
    expect(recorded.snapshots).toEqual(message.snapshots)
    expect(recorded.paths).toEqual([])
    expect(recorded.damage.lost).toEqual([{ from: 7, to: 7 }])
  })

  it('is put together where two processes’ parts stand between one another', async () => {
    const [one, two] = [[...linesOf(0, message, 3)], [...linesOf(1, message, 3)]]
    await write(...one.flatMap((line, index) => [line, two[index]!]))
    const records: LogRecord[] = []
    for await (const record of recordsOf(folder, ['path'])) records.push(record)
    expect(records).toHaveLength(2)
    expect((await readRecorded(folder)).snapshots).toHaveLength(2)
  })

  it('is sent as a run’s end, a stretch at a time, of any model', async () => {
    const trainer = trainerOf(parseSpec(smallSpec), await readTable('iris'))
    const whole = trainer.parameters()
    const stretches = [...trainer.stretches(4)]
    // 15 parameters in four stretches, of each of four runs.
    expect(stretches.map(({ part }) => part)).toEqual(
      whole.flatMap(() => [1, 2, 3, 4].map((number) => [number, 4])),
    )
    await write(...linesOf(0, { ...message, snapshots: [], paths: [], final: stretches }))
    const ends: unknown[] = []
    for await (const { run, step, parameters } of recordsOf(folder, ['final'])) {
      ends.push({ run, step, parameters })
    }
    expect(ends).toEqual(whole)
  })
})
