import { readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exporters } from '#main/lab/exports/index.ts'
import { openExportedRun } from '#main/lab/exports/run.ts'
import type { ExportTools } from '#main/lab/exports/types.ts'
import { importBundle } from '#main/lab/library/bundle/import.ts'
import { Library } from '#main/lab/library/index.ts'
import { readBuiltinTable } from '#main/lab/datasets.ts'
import { readRecorded } from '#main/lab/recorded.ts'
import { readCourse, readResumption } from '#main/lab/resumption.ts'
import { readRunFolder } from '#main/lab/run-reader.ts'
import { describeRace } from '#shared/data/describe.ts'
import { LabError } from '#shared/contract/errors.ts'
import { parseSpec } from '#shared/experiment/spec.ts'
import { cases } from '#test/support/thorough.ts'
import {
  finished,
  infoOf,
  logText,
  point,
  smallSpec,
  testFolder,
  type TestFolder,
} from './support.ts'
import { bundleOf } from './zip.ts'

/*
 * Bundles whose files are well packed and say what nobody expects: each is refused in a sentence, or
 * taken in and then read by everything that reads runs.
 */

const at = '2026-11-20T10:00:00.000Z'

let data: TestFolder

beforeAll(async () => {
  data = await testFolder()
})
afterAll(() => data.close())

const base = {
  'spec.json': JSON.stringify(parseSpec({ ...smallSpec, record: { state: true, paths: true } })),
  'run.json': JSON.stringify(infoOf('aaaa0001', at)),
  'log.jsonl': logText([
    ...finished.slice(0, -1),
    {
      kind: 'path',
      shard: 0,
      run: 0,
      step: 4,
      parameters: new Array<number>(15).fill(1),
      confusion: [],
    },
    { kind: 'event', shard: 0, event: { run: 1, step: 3, kind: 'diverged', ends: true } },
    { kind: 'rate', shard: 0, at, lane: 'quick', rate: 0.1, step: 4 },
    { kind: 'extend', at, epochs: 1, step: 8, steps: 12 },
    { kind: 'resume', at, steps: [4] },
    point(8, [1, 2, 3, 4]),
    { kind: 'final', shard: 0, run: 0, step: 8, parameters: new Array<number>(15).fill(2) },
    ...finished.slice(-1),
  ]),
  'notes.json': '{"title":"Mine","tags":["a"],"note":""}',
}
type Name = keyof typeof base
const names = Object.keys(base) as Name[]

const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth))

/** Values that are too large to be printed with a counterexample. */
const large: Readonly<Record<string, unknown>> = {
  ...{ '#text': 'x'.repeat(100_000), '#zeros': new Array(100_000).fill(0) },
  ...{ '#objects': new Array(100_000).fill({}), '#nested': nested(1000) },
}

const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    ...[null, true, '', {}, [], -1, 0, 0.5, 1e308, 2 ** 31, 2 ** 53, 'NaN', '-0', '\u0000'],
    ...['<script>', '/etc/passwd', '../../x', '//host/share/x', 'C:\\x', '__proto__', [[0, 1]]],
    ...[{ lanes: [0, 2], seeds: [0, 2] }, ...Object.keys(large)],
  ),
  fc.integer(),
  fc.double(),
  fc.string(),
  fc.jsonValue(),
)

/** Puts a value at a place in a JSON value, chosen by numbers; @returns it changed */
function changed(value: unknown, way: readonly number[], put: unknown, drop: boolean): unknown {
  const [turn = 0, ...rest] = way
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : []
  if (keys.length === 0 || way.length === 0) {
    return typeof put === 'string' ? (large[put] ?? put) : put
  }
  const key = keys[turn % keys.length]!
  const whole = value as Readonly<Record<string, unknown>>
  const inner = whole[key]
  if (Array.isArray(value)) {
    return value.map((each: unknown, index) =>
      String(index) === key ? changed(inner, rest, put, drop) : each,
    )
  }
  if (drop && rest.length === 0) {
    return Object.fromEntries(Object.entries(whole).filter(([each]) => each !== key))
  }
  return { ...whole, [key]: changed(inner, rest, put, drop) }
}

const edit = fc.record({
  way: fc.array(fc.nat(20), { minLength: 1, maxLength: 4 }),
  put: odd,
  drop: fc.boolean(),
})

/** Ways in which a log may be strange. */
const logEdit = fc.oneof(
  fc.record({ kind: fc.constant('edit' as const), line: fc.nat(20), edit }),
  fc.record({ kind: fc.constant('again' as const), line: fc.nat(20), times: fc.nat(30_000) }),
  fc.record({ kind: fc.constant('swap' as const), line: fc.nat(20), with: fc.nat(20) }),
  fc.record({ kind: fc.constant('drop' as const), line: fc.nat(20) }),
  fc.record({ kind: fc.constant('text' as const), line: fc.nat(20), text: fc.string() }),
  fc.record({ kind: fc.constant('long' as const), line: fc.nat(20), length: fc.nat(2_000_000) }),
)
type LogEdit = typeof logEdit extends fc.Arbitrary<infer T> ? T : never

function editLog(text: string, edits: readonly LogEdit[]): string {
  let lines = text.trimEnd().split('\n')
  for (const each of edits) {
    const line = each.line % Math.max(1, lines.length)
    const old = lines[line] ?? ''
    if (each.kind === 'edit') {
      const { way, put, drop } = each.edit
      try {
        lines[line] = JSON.stringify(changed(JSON.parse(old), way, put, drop)) ?? ''
      } catch {
        lines[line] = `${old}x`
      }
    }
    if (each.kind === 'again') {
      const times = Math.min(each.times, Math.floor(3_000_000 / (old.length + 1)))
      lines = [...lines.slice(0, line), ...new Array<string>(times).fill(old), ...lines.slice(line)]
    }
    if (each.kind === 'swap') {
      const other = each.with % Math.max(1, lines.length)
      ;[lines[line], lines[other]] = [lines[other] ?? '', old]
    }
    if (each.kind === 'drop') lines.splice(line, 1)
    if (each.kind === 'text') lines[line] = each.text
    if (each.kind === 'long') lines[line] = `[${'0,'.repeat(each.length / 2)}0]`
  }
  return `${lines.join('\n')}\n`
}

const hostile = fc.record({
  edits: fc.array(fc.record({ file: fc.constantFrom(...names), edit }), { maxLength: 2 }),
  log: fc.array(logEdit, { maxLength: 2 }),
})

/** Does something that may be refused, but by nothing other than a sentence. */
async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof LabError) || error.code === 'internal') throw error
    expect(error.message).toMatch(/\.$/)
    return undefined
  }
}

/** Reads a run in every way in which the program does. */
async function readAll(runs: string): Promise<void> {
  const library = new Library({ runsFolder: runs, deletedFolder: `${runs}-deleted` })
  const list = await library.list()
  await library.dispose()
  expect(list.runs).toHaveLength(1)
  const [name] = (await readdir(runs)).filter((each) => !each.startsWith('.'))
  const folder = join(runs, name!)
  await attempt(() => readRecorded(folder))
  await attempt(async () => {
    const { spec, info } = await readRunFolder(folder)
    const course = await readCourse(folder)
    await readResumption(folder, spec, info, course)
    if ('builtin' in spec.dataset) describeRace(spec, await readBuiltinTable(spec.dataset.builtin))
  })
  const tools: ExportTools = {
    ...{ version: '1', language: 'en' },
    readTable: async (source) => {
      if (!('builtin' in source)) throw new LabError('not-found', 'No other table.')
      return { table: await readBuiltinTable(source.builtin), source }
    },
    reader: {
      read: () => Promise.reject(new LabError('not-found', 'No other table.')),
      async *toParquet(rows) {
        for await (const row of rows) yield Buffer.from(row)
      },
      dispose: () => undefined,
    },
  }
  for (const exporter of exporters) {
    await attempt(async () => {
      const run = await openExportedRun(folder)
      for await (const { content } of exporter.files(run, tools)) {
        if (typeof content === 'string' || content instanceof Uint8Array) continue
        for await (const part of content) void part
      }
    })
  }
}

/** What this process has used of a core: other programs do not count. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

describe('bundles that say what nobody expects', () => {
  it(
    'are refused in a sentence or can be read, in little time and memory',
    { timeout: cases(120_000, 1_800_000) },
    async () => {
      let count = 0
      let taken = 0
      let slowest = 0
      const before = process.memoryUsage().rss
      let most = before
      await fc.assert(
        fc.asyncProperty(hostile, async ({ edits, log }) => {
          const files: Record<Name, string> = { ...base }
          for (const { file, edit: each } of edits) {
            if (file === 'log.jsonl') continue
            const value = changed(JSON.parse(files[file]), each.way, each.put, each.drop)
            files[file] = JSON.stringify(value) ?? 'null'
          }
          files['log.jsonl'] = editLog(files['log.jsonl'], log)
          const runs = join(data.folder, `case-${count++}`)
          const path = `${runs}.descentrun`
          await writeFile(path, bundleOf(names.map((name) => ({ name, data: files[name] }))))
          const began = cpuSeconds()
          const id = await attempt(() => importBundle(path, runs))
          if (id !== undefined) {
            taken++
            await readAll(runs)
          } else
            expect(
              await stat(runs).then(
                () => readdir(runs),
                () => [],
              ),
            ).toEqual([])
          slowest = Math.max(slowest, cpuSeconds() - began)
          most = Math.max(most, process.memoryUsage().rss)
          await rm(runs, { recursive: true, force: true })
          await rm(path)
        }),
        { numRuns: cases(8, 1000), endOnFailure: true },
      )
      const megabytes = Math.round((most - before) / 2 ** 20)
      if (cases(0, 1) === 1) {
        console.info(
          `${count} bundles, ${taken} taken in; slowest ${slowest.toFixed(2)} s of a core, ${megabytes} MB more at most`,
        )
      }
      expect(taken).toBeGreaterThan(0)
      expect(taken).toBeLessThan(count)
      expect(megabytes).toBeLessThan(500)
    },
  )
})
