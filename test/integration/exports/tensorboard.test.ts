import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findExporter } from '#main/lab/exports/index.ts'
import { openExportedRun, writeExport } from '#main/lab/exports/run.ts'
import { metricOf } from '#shared/metrics/index.ts'
import { crc32c, frame } from '#main/lab/exports/tensorboard-record.ts'
import type { ExportedRun } from '#main/lab/exports/types.ts'
import { readLog } from '#main/lab/log-reader.ts'
import { metrics } from '#shared/experiment/spec.ts'
import { awkward, created, writeRun } from '#test/support/exported-run.ts'
import { root } from '#test/support/golden.ts'
import { noReader } from '#test/support/no-reader.ts'

let folder: string
let run: ExportedRun
let out: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-'))
  await writeRun(join(folder, 'run'), awkward)
  run = await openExportedRun(join(folder, 'run'))
  out = join(folder, 'events')
  const tools = {
    version: '1.2.3',
    language: 'en',
    reader: noReader,
    readTable: () => Promise.reject(new Error('no table is wanted')),
  } as const
  const exporter = findExporter('tensorboard')
  await writeExport(run, exporter, tools, { path: out, replaces: false }, 'folder')
})

afterAll(() => rm(folder, { recursive: true }))

interface EventValue {
  readonly tag: string
  readonly plugin: string
  readonly class: number
  readonly value?: number | string
  readonly text?: string
}

interface ReadEvent {
  readonly wall: number
  readonly step: number
  readonly version?: string
  readonly values?: readonly EventValue[]
}

const began = Date.parse(created) / 1000
const file = `events.out.tfevents.${Math.floor(began)}.descent-lab`
const lanes = ['Adam, _quoted__in two lines', '_script_alert(1)__script_', '_a', '_A-2']

/** What the log has of one run, as a float32 keeps it, by tag and step. */
async function loggedOf(index: number): Promise<Map<string, number>> {
  const found = new Map<string, number>()
  await readLog(run.folder, (record) => {
    if (record.kind !== 'metrics') return
    const at = record.runs.indexOf(index)
    if (at < 0) return
    for (const metric of metrics) {
      const value = record[metric]?.[at]
      if (value === undefined || (metric === 'rate' && Number.isNaN(value))) continue
      found.set(`${metricOf(metric).tag} ${record.step}`, Math.fround(value))
    }
  })
  return found
}

describe('event files', () => {
  it('are what a reader in Python finds in them, every checksum right', async () => {
    const { stdout } = await promisify(execFile)(
      'python3',
      [join(root, 'test', 'support', 'read-events.py'), out],
      { maxBuffer: 2 ** 28 },
    )
    const read = JSON.parse(stdout) as Record<string, ReadEvent[]>
    expect(Object.keys(read).sort()).toEqual(
      lanes.flatMap((lane) => run.spec.seeds.map((seed) => `${lane}/seed-${seed}/${file}`)).sort(),
    )
    let index = 0
    let lost = 0
    for (const lane of lanes) {
      for (const seed of run.spec.seeds) {
        const [version, text, ...events] = read[`${lane}/seed-${seed}/${file}`]!
        expect(version).toEqual({ wall: began, step: 0, version: 'brain.Event:2' })
        expect(text?.values).toMatchObject([{ tag: 'settings', plugin: 'text', class: 2 }])
        expect(text?.values?.[0]?.text).toContain(`| seed | ${seed} |`)
        const found = new Map<string, number>()
        let before = -1
        for (const { step, wall, values = [] } of events) {
          // TensorBoard throws away what goes back.
          expect(step).toBeGreaterThan(before)
          before = step
          expect(wall).toBeGreaterThanOrEqual(began)
          for (const each of values) {
            expect(each).toMatchObject({ plugin: 'scalars', class: 1 })
            const value = Number(String(each.value).replace('inf', 'Infinity'))
            if (!Number.isFinite(value)) lost++
            found.set(`${each.tag} ${step}`, value)
          }
        }
        expect(found).toEqual(await loggedOf(index++))
      }
    }
    expect(lost).toBeGreaterThan(0)
  })

  it('hold the bytes that TensorFlow writes', async () => {
    // As `tf.io.TFRecordWriter` and `tf.summary` of TensorFlow 2 write the first record.
    const [lane = ''] = await readdir(out)
    const bytes = await readFile(join(out, lane, 'seed-7', file))
    const view = new DataView(bytes.buffer, bytes.byteOffset)
    expect(view.getBigUint64(0, true)).toBe(26n)
    const data = bytes.subarray(12, 38)
    expect(data[0]).toBe(0x09)
    expect(view.getFloat64(13, true)).toBe(began)
    expect([...data.subarray(9, 13)]).toEqual([0x10, 0, 0x1a, 13])
    expect(data.subarray(13).toString()).toBe('brain.Event:2')
  })
})

describe('the checksum', () => {
  it('is the one of RFC 3720', () => {
    const ascending = Uint8Array.from({ length: 32 }, (_, index) => index)
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa)
    expect(crc32c(new Uint8Array(32).fill(255))).toBe(0x62a8ab43)
    expect(crc32c(ascending)).toBe(0x46dd794e)
    expect(crc32c(ascending.toReversed())).toBe(0x113fdb5c)
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283)
  })

  it('is masked as TensorFlow does', () => {
    // The length 8 and the data 'x' × 8, checked by long division in GF(2) with the whole polynomial.
    const record = frame(Buffer.from('xxxxxxxx'))
    const view = new DataView(record.buffer)
    expect(view.getUint32(8, true)).toBe(maskedByDivision(record.subarray(0, 8)))
    expect(view.getUint32(20, true)).toBe(maskedByDivision(record.subarray(12, 20)))
  })
})

/** The remainder of the message, as a polynomial over two elements, by Castagnoli's. */
function maskedByDivision(bytes: Uint8Array): number {
  const reversed = (value: bigint, bits: number): bigint => {
    let result = 0n
    for (let bit = 0; bit < bits; bit++) result = (result << 1n) | ((value >> BigInt(bit)) & 1n)
    return result
  }
  let message = 0n
  for (const byte of bytes) message = (message << 8n) | reversed(BigInt(byte), 8)
  const length = BigInt(bytes.length * 8)
  message = (message << 32n) ^ (0xffffffffn << length)
  for (let bit = length + 31n; bit >= 32n; bit--) {
    if ((message >> bit) & 1n) message ^= 0x11edc6f41n << (bit - 32n)
  }
  const crc = reversed(message, 32) ^ 0xffffffffn
  const rotated = ((crc >> 15n) | (crc << 17n)) & 0xffffffffn
  return Number((rotated + 0xa282ead8n) & 0xffffffffn)
}
