import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readCourse } from '#main/lab/resumption.ts'
import { readLog } from '#main/lab/log-reader.ts'
import { ResumeLimits } from '#main/lab/superseded.ts'
import type { LogLine } from '#shared/experiment/log.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-log-'))
})

afterEach(() => rm(folder, { recursive: true }))

const at = '2026-01-02T03:04:05.000Z'

const metrics = (shard: number, step: number, value: number): LogLine => ({
  ...{ kind: 'metrics', shard, step, samples: step, seconds: 0, runs: [shard] },
  trainLoss: [value],
})
const resume = (...steps: (number | null)[]): LogLine => ({ kind: 'resume', at, steps })
const final = (shard: number, step: number): LogLine => ({
  ...{ kind: 'final', shard, run: shard, step, parameters: [] },
})

async function write(...lines: (LogLine | string)[]): Promise<void> {
  const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
  await writeFile(join(folder, 'log.jsonl'), texts.map((text) => `${text}\n`).join(''))
}

/** What stands, a word a record. */
async function standing(): Promise<string[]> {
  const words: string[] = []
  await readLog(folder, (record) => {
    if (record.kind === 'metrics') {
      words.push(`${record.shard}@${record.step}=${record.trainLoss?.[0]}`)
    } else if (record.kind === 'event') words.push(`event@${record.event.step}`)
    else if ('step' in record) words.push(`${record.kind}@${record.step}`)
    else words.push(record.kind)
  })
  return words
}

describe('a log that went on from checkpoints', () => {
  it('is read as if it had never broken off', async () => {
    await write(
      ...[metrics(0, 10, 1), metrics(1, 10, 1), metrics(0, 20, 1), metrics(1, 20, 1)],
      ...[metrics(0, 30, 1), '{"kind":"metrics","sha', resume(20, 10), metrics(1, 20, 2)],
      ...[metrics(0, 30, 2), metrics(1, 30, 2)],
    )
    expect(await standing()).toEqual([
      '0@10=1',
      '1@10=1',
      '0@20=1',
      'resume',
      '1@20=2',
      '0@30=2',
      '1@30=2',
    ])
  })

  it('may do so again and again, also from an earlier step than before', async () => {
    await write(
      ...[metrics(0, 10, 1), metrics(0, 20, 1), resume(10), metrics(0, 20, 2), metrics(0, 30, 2)],
      ...[resume(20), metrics(0, 30, 3), resume(null), metrics(0, 10, 4), metrics(0, 20, 4)],
    )
    expect(await standing()).toEqual(['resume', 'resume', 'resume', '0@10=4', '0@20=4'])
  })

  it('has the events of the last time, the ends of the last time, and all that a person did', async () => {
    const event: LogLine = {
      ...{ kind: 'event', shard: 0, event: { run: 0, step: 15, kind: 'target', ends: true } },
    }
    const rate: LogLine = { kind: 'rate', shard: 0, at, lane: 'a', rate: 1, step: 18 }
    await write(
      ...[event, rate, final(0, 15), { kind: 'end', at, reason: 'stopped', step: 20 } as const],
      ...[resume(10), event, final(0, 15)],
    )
    expect(await standing()).toEqual(['rate@18', 'end@20', 'resume', 'event@15', 'final@15'])
  })

  it('is found to have gone on across the edges of what is read at a time', async () => {
    // Some 2.5 MB, in lines whose lengths differ.
    const lines = Array.from({ length: 3000 }, (_, index) =>
      JSON.stringify({ ...metrics(0, index + 1, 1), more: 'x'.repeat(700 + (index % 211)) }),
    )
    await write(...lines, resume(2900), metrics(0, 2901, 2))
    const words = await standing()
    expect(words).toHaveLength(2902)
    expect(words.at(-1)).toBe('0@2901=2')
  })

  it('heeds no line that only begins like one', async () => {
    await write(metrics(0, 10, 1), '{"kind":"resume","at":"then"}', metrics(0, 20, 1))
    expect(await standing()).toEqual(['0@10=1', '0@20=1'])
  })
})

describe('what many resumptions leave standing', () => {
  it('is worked out by reading each of their numbers once', () => {
    let read = 0
    const counted = (steps: readonly number[]): readonly number[] =>
      new Proxy(steps, {
        get(target, key, receiver) {
          if (typeof key === 'string' && /^\d+$/.test(key)) read++
          return Reflect.get(target, key, receiver) as unknown
        },
      })
    const limits = new ResumeLimits()
    // Ascending, so that none makes an earlier one superfluous.
    for (let at = 0; at < 20_000; at++) limits.add(counted([at, at + 1]))
    expect(read).toBe(40_000)
    let at = 0
    for (; limits.ahead && limits.of(0) === at && limits.of(1) === at + 1; at++) limits.pass()
    expect(at).toBe(20_000)
    expect(limits.ahead).toBe(false)
    expect(read).toBe(40_000)
  })

  it('is the earliest step of those to come, whatever their order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1, max: 9 }), { maxLength: 30 }), (steps) => {
        const limits = new ResumeLimits()
        for (const step of steps) limits.add([step < 0 ? null : step])
        steps.forEach((_, at) => {
          expect(limits.of(0)).toBe(Math.min(...steps.slice(at)))
          limits.pass()
        })
        expect(limits.of(0)).toBe(Infinity)
      }),
    )
  })
})

describe('the course of a run', () => {
  const shape = {
    ...{ lanes: 1, seeds: 1, featureNames: [], classNames: [], trainRows: 50, validationRows: 0 },
    ...{ stepsPerEpoch: 5, steps: 100, parameters: 1, shards: 1 },
  }
  const start: LogLine = { kind: 'start', at, shape }

  it('knows the budget with what was asked for besides, and which budgets were reached', async () => {
    await write(start, { kind: 'extend', at, epochs: 4, step: 100, steps: 120 })
    expect(await readCourse(folder)).toMatchObject({ steps: 120, points: [100], end: undefined })
    // Stopped at 57, asked for 20 more: the 100 was never an end, though it is passed later.
    await write(
      start,
      { kind: 'extend', at, epochs: 4, step: 50, steps: 77 },
      { kind: 'extend', at, epochs: 10, step: 77, steps: 127 },
    )
    expect(await readCourse(folder)).toMatchObject({ steps: 127, points: [77] })
  })

  it('understands logs that do not say the new budget', async () => {
    await write(start, { kind: 'extend', at, epochs: 4, step: 100 })
    expect(await readCourse(folder)).toMatchObject({ steps: 120, points: [100] })
  })

  it('is none where the log has lost its beginning', async () => {
    await write(metrics(0, 10, 1))
    await expect(readCourse(folder)).rejects.toMatchObject({ code: 'bad-file' })
  })
})
