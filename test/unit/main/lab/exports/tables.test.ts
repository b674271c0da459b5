import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { csvOf } from '#main/lab/exports/csv.ts'
import { csvNumber } from '#shared/csv.ts'
import { findExporter } from '#main/lab/exports/index.ts'
import { exportName, openExportedRun } from '#main/lab/exports/run.ts'
import type { ExportedRun, ExportTools } from '#main/lab/exports/types.ts'
import { readLog } from '#main/lab/log-reader.ts'
import { metrics } from '#shared/experiment/spec.ts'
import { awkward, writeRun } from '#test/support/exported-run.ts'
import { noReader } from '#test/support/no-reader.ts'

let folder: string
let run: ExportedRun

const tools: ExportTools = {
  version: '1.2.3',
  language: 'en',
  reader: noReader,
  readTable: () => Promise.reject(new Error('no table is wanted')),
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-'))
  await writeRun(folder, awkward)
  run = await openExportedRun(folder)
})

afterAll(() => rm(folder, { recursive: true }))

async function textOf(parts: AsyncIterable<string | Uint8Array>): Promise<string> {
  let text = ''
  for await (const part of parts)
    text += typeof part === 'string' ? part : Buffer.from(part).toString()
  return text
}

/** A parser of RFC 4180 that knows nothing of how it was written: one letter after the other. */
function parse(text: string): string[][] {
  const rows: string[][] = [['']]
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]!
    const row = rows.at(-1)!
    const end = row.length - 1
    if (quoted) {
      if (letter !== '"') row[end] += letter
      else if (text[at + 1] === '"') row[end] += text[++at]!
      else quoted = false
    } else if (letter === '"') quoted = true
    else if (letter === ',') row.push('')
    else if (letter === '\r' && text[at + 1] === '\n') rows.push([''])
    else if (letter !== '\n') row[end] += letter
  }
  return rows.slice(0, -1)
}

describe('the tidy table', () => {
  it('has a row for every number of the log, and each is the very number', async () => {
    const [head, ...rows] = parse(await textOf(csvOf(run)))
    expect(head?.join()).toBe(
      'run,lane,optimizer,convention,seed,step,epoch,samples,seconds,metric,value',
    )
    const expected: string[][] = []
    await readLog(folder, (record) => {
      if (record.kind !== 'metrics') return
      record.runs.forEach((index, at) => {
        const lane = run.spec.lanes[Math.floor(index / 3)]!
        for (const metric of metrics) {
          const value = record[metric]?.[at]
          if (value === undefined) continue
          expected.push([
            ...['abcd1234', lane.id, lane.optimizer, lane.convention],
            ...[String(run.spec.seeds[index % 3]), String(record.step)],
            // 120 training rows in batches of 24.
            ...[String(record.step / 5), String(record.samples), String(record.seconds)],
            ...[metric, csvNumber(value)],
          ])
        }
      })
    })
    expect(rows).toEqual(expected)
    // 15 steps, every second and the last: 8 points of 12 runs; those of the lane that diverges end early.
    expect(rows.length).toBeGreaterThan(5 * 9 * 8)
    expect(new Set(rows.map((row) => row[1]))).toEqual(new Set(run.spec.lanes.map(({ id }) => id)))
  })

  it('writes numbers as pandas, R and DuckDB read them', () => {
    const values = [0.1, 1e-7, 1e21, 5e-324, 123456789.12345678, -0, NaN, Infinity, -Infinity]
    expect(values.map(csvNumber)).toEqual([
      ...['0.1', '1e-7', '1e+21', '5e-324', '123456789.12345678', '-0'],
      ...['NaN', 'Inf', '-Inf'],
    ])
    for (const value of values.slice(0, 6)) expect(Number(csvNumber(value))).toBe(value)
  })

  it('has a point once that stands in the log twice', async () => {
    const twice = await mkdtemp(join(tmpdir(), 'descent-lab-'))
    try {
      await writeRun(twice, awkward)
      const before = await textOf(csvOf(await openExportedRun(twice)))
      const log = await readFile(join(twice, 'log.jsonl'), 'utf8')
      const again = log.split('\n').filter((line) => line.includes('"kind":"metrics"'))
      await appendFile(join(twice, 'log.jsonl'), `${again.slice(-3).join('\n')}\n`)
      expect(await textOf(csvOf(await openExportedRun(twice)))).toBe(before)
    } finally {
      await rm(twice, { recursive: true })
    }
  })
})

describe('the log', () => {
  it('is what it is, without a line that was torn', async () => {
    const torn = await mkdtemp(join(tmpdir(), 'descent-lab-'))
    try {
      await writeRun(torn, awkward)
      const whole = await readFile(join(torn, 'log.jsonl'), 'utf8')
      await appendFile(join(torn, 'log.jsonl'), '{"kind":"metrics","shard":0,"st')
      const files = findExporter('jsonl').files(await openExportedRun(torn), tools)
      for await (const { content } of files) {
        // Not by `toBe`: of what differs the whole log would be printed.
        expect((await textOf(content as AsyncIterable<string>)) === whole).toBe(true)
      }
    } finally {
      await rm(torn, { recursive: true })
    }
  })
})

it('is called by what the run is about', () => {
  const name = (format: 'csv' | 'tensorboard', shape: 'file' | 'folder'): string =>
    exportName(run, findExporter(format), shape)
  expect(name('csv', 'file')).toBe('awkward-b-race-b-co-abcd1234.csv')
  expect(name('tensorboard', 'file')).toBe('awkward-b-race-b-co-abcd1234-tensorboard.zip')
  expect(name('tensorboard', 'folder')).toBe('awkward-b-race-b-co-abcd1234-tensorboard')
})
