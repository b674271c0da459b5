import {
  appendFile,
  mkdtemp,
  open,
  readFile,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { linesOf } from '#main/lab/log-lines.ts'
import { readRecorded } from '#main/lab/recorded.ts'
import { RunLog } from '#main/lab/run-log.ts'
import { readLog } from '#main/lab/log-reader.ts'
import type { LogMessage } from '#main/trainer/types.ts'
import type { LogLine, LogRecord } from '#shared/experiment/log.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-'))
})

afterEach(() => rm(folder, { recursive: true }))

const at = '2026-01-02T03:04:05.000Z'

/** Two runs of one process at steps 2 and 4, and a snapshot of the second. */
const message: LogMessage = {
  sequence: 1,
  phase: 'finished',
  step: 4,
  columns: {
    run: Uint32Array.of(0, 1, 0, 1),
    step: Uint32Array.of(2, 2, 4, 4),
    samples: Float64Array.of(48, 48, 96, 96),
    seconds: Float64Array.of(0.5, 0.5, 0.75, 0.75),
    metrics: {
      trainLoss: Float64Array.of(1 / 3, 0.1 + 0.2, Number.NaN, Infinity),
      gradientNorm: Float64Array.of(-0, 5e-324, -Infinity, Number.MAX_VALUE),
    },
  },
  snapshots: [
    {
      run: 1,
      step: 4,
      before: { parameters: Float64Array.of(1 / 7), slots: new Float64Array() },
      gradients: Float64Array.of(-1 / 9),
      after: { parameters: Float64Array.of(Number.NaN), slots: new Float64Array() },
      confusion: Uint32Array.of(9, 1, 0, 10),
    },
  ],
  paths: [
    { run: 0, step: 4, parameters: Float64Array.of(2 / 7), confusion: Uint32Array.of(8, 2, 1, 9) },
  ],
  events: [
    { run: 1, step: 4, kind: 'target', ends: true },
    {
      run: 0,
      step: 3,
      kind: 'diverged',
      ends: false,
      divergence: { first: 'slot', slot: 'm', index: 7, parameters: 1e300, gradient: 0.1, rate: 3 },
    },
  ],
  rates: [{ at: '2026-11-23T10:00:00.000Z', lane: 'a', rate: 0.1 + 0.2, step: 3 }],
  final: [{ run: 0, step: 4, parameters: Float64Array.of(Math.PI) }],
}

async function records(): Promise<LogRecord[]> {
  const read: LogRecord[] = []
  await readLog(folder, (record) => read.push(record))
  return read
}

const phase = (step: number): LogLine => ({ kind: 'phase', at, phase: 'paused', step })

describe('the run log', () => {
  it('brings every number back bit for bit', async () => {
    const log = new RunLog(folder)
    await log.append(linesOf(3, message))
    await log.close()
    const { columns, snapshots, paths, events, rates } = await readRecorded(folder)
    expect(columns).toEqual(message.columns)
    expect(Object.is(columns.metrics.gradientNorm?.[0], -0)).toBe(true)
    expect(snapshots).toEqual(message.snapshots)
    expect(paths).toEqual(message.paths)
    expect(rates).toEqual(message.rates)
    expect(events).toEqual(message.events)
    expect(await records()).toContainEqual({
      kind: 'final',
      shard: 3,
      run: 0,
      step: 4,
      parameters: Float64Array.of(Math.PI),
    })
  })

  it('is one line of JSON per process and point, with the numbers that JSON lacks as text', async () => {
    const log = new RunLog(folder)
    await log.append(linesOf(3, message))
    await log.close()
    const lines = (await readFile(join(folder, 'log.jsonl'), 'utf8')).split('\n')
    expect(lines).toHaveLength(9)
    expect(JSON.parse(lines[4] ?? '')).toEqual({
      kind: 'metrics',
      shard: 3,
      step: 4,
      samples: 96,
      seconds: 0.75,
      runs: [0, 1],
      trainLoss: ['NaN', 'Infinity'],
      gradientNorm: ['-Infinity', Number.MAX_VALUE],
      line: 5,
      hand: 1,
      check: expect.stringMatching(/^[0-9a-f]{16}$/),
    })
  })

  it('keeps the order in which lines were given, although nobody waited', async () => {
    const log = new RunLog(folder)
    const steps = Array.from({ length: 50 }, (_, step) => step)
    await Promise.all(steps.map((step) => log.append([phase(step)])))
    await log.close()
    expect((await records()).map((record) => 'step' in record && record.step)).toEqual(steps)
  })

  it.each([1, 20, 45])('survives a last line torn %i bytes before its end', async (missing) => {
    const log = new RunLog(folder)
    await log.append([phase(1), phase(2), phase(3)])
    await log.close()
    const { length } = await readFile(log.path)
    await truncate(log.path, length - missing - 1)
    const read: LogRecord[] = []
    const damage = await readLog(folder, (record) => read.push(record))
    expect(read).toEqual([phase(1), phase(2)])
    expect(damage).toEqual({ lost: [], holed: false, lostHand: 0, torn: true })
  })

  it('takes a last line that lacks its line end alone', async () => {
    const log = new RunLog(folder)
    await log.append([phase(1), phase(2)])
    await log.close()
    await truncate(log.path, (await readFile(log.path)).length - 1)
    expect(await records()).toEqual([phase(1), phase(2)])
  })

  it('tells a damaged line in the middle and reads on', async () => {
    const path = join(folder, 'log.jsonl')
    await writeFile(path, `${JSON.stringify(phase(1))}\n{"kind":"metr\n\n{"kind":"tea"}\n`)
    await appendFile(path, `${JSON.stringify(phase(2))}\n`)
    const read: LogRecord[] = []
    const damage = await readLog(folder, (record) => read.push(record))
    expect(read).toEqual([phase(1), phase(2)])
    expect(damage).toMatchObject({
      lost: [
        { from: 2, to: 2 },
        { from: 4, to: 4 },
      ],
      torn: false,
    })
  })

  it('refuses a column that has not an entry per run', async () => {
    const line = { kind: 'metrics', shard: 0, step: 1, samples: 1, seconds: 0, runs: [0, 1] }
    await writeFile(join(folder, 'log.jsonl'), `${JSON.stringify({ ...line, trainLoss: [1] })}\n`)
    expect(await readLog(folder, () => undefined)).toMatchObject({ lost: [{ from: 1, to: 1 }] })
  })

  it('says bad-file where there is no log', async () => {
    await expect(readLog(join(folder, 'none'), () => undefined)).rejects.toMatchObject({
      code: 'bad-file',
    })
  })

  it('says log-failed when the disk is full', async () => {
    // /dev/full refuses every write as a full disk does.
    await symlink('/dev/full', join(folder, 'log.jsonl'))
    const log = new RunLog(folder)
    await expect(log.append([phase(1)])).rejects.toMatchObject({
      code: 'log-failed',
      parameters: { reason: expect.stringContaining('ENOSPC') },
    })
  })

  it('starts a line of its own after one that a full disk tore', async () => {
    let writes = 0
    const log = new RunLog(folder, {
      openFile: async (path) => {
        const handle = await open(path, 'a')
        const write = handle.writeFile.bind(handle)
        handle.writeFile = async (text) => {
          if (++writes !== 2) return write(text)
          await write(String(text).slice(0, 20))
          throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
        }
        return handle
      },
    })
    await log.append([phase(1)])
    await expect(log.append([phase(2)])).rejects.toMatchObject({ code: 'log-failed' })
    await log.append([phase(3)])
    await log.close()
    expect(await records()).toEqual([phase(1), phase(3)])
  })

  it('goes on after its end when it is opened again', async () => {
    const log = new RunLog(folder)
    await log.append([{ kind: 'end', at, reason: 'finished', step: 4 }])
    await log.close()
    expect((await readRecorded(folder)).end).toMatchObject({ reason: 'finished' })
    await log.append([{ kind: 'extend', at, epochs: 2, step: 4 }])
    expect((await readRecorded(folder)).end).toBeUndefined()
    await log.close()
  })
})
