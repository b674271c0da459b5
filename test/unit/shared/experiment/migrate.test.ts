import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readLog } from '#main/lab/log-reader.ts'
import { readRunFolder } from '#main/lab/run-reader.ts'
import { logRecordSchema, runInfoSchema } from '#shared/experiment/log.ts'
import { migrateSpec } from '#shared/experiment/migrate.ts'
import { findPreset } from '#shared/experiment/presets.ts'
import { parseSpec, specSchema } from '#shared/experiment/spec.ts'
import { root } from '#test/support/golden.ts'

/** Folders that the program's first versions wrote, untouched but for the machine's name. */
const records = join(root, 'test', 'fixtures', 'runs')
const names = await readdir(records)

const specOf = async (name: string): Promise<unknown> =>
  JSON.parse(await readFile(join(records, name, 'spec.json'), 'utf8'))

describe('a spec of the first versions', () => {
  it.each(names)('%s is not in today’s form', async (name) => {
    expect(specSchema.safeParse(await specOf(name)).success).toBe(false)
  })

  it.each(names)('%s comes to what it meant then', async (name) => {
    const before = (await specOf(name)) as { model: { deviation: number; hidden: number[] } }
    const spec = parseSpec(migrateSpec(before))
    const { deviation, hidden } = before.model
    expect(spec.model).toEqual({
      activation: 'relu',
      hidden,
      initial: { kind: 'normal', deviation },
    })
    // A run that diverged trained on to its end.
    expect(spec.stop).toEqual({ diverged: false })
    expect(spec.missing).toEqual({ numbers: 'refuse', categories: 'refuse', target: 'refuse' })
    expect(spec.record.paths).toBe(false)
    for (const lane of spec.lanes) {
      expect(lane).toMatchObject({ clipping: null, weightDecay: null })
      expect(lane.schedule).toEqual({ kind: 'constant', parameters: {}, warmup: 0 })
    }
    // Whatever else it said it says still.
    expect(spec).toMatchObject({ ...before, model: { hidden } })
  })

  it.each(names)('%s keeps every record of its log', async (name) => {
    const { info } = await readRunFolder(join(records, name))
    expect(info.version).toBe(1)
    const kinds = new Set<string>()
    expect(await readLog(join(records, name), ({ kind }) => kinds.add(kind))).toMatchObject({
      lost: [],
    })
    expect(kinds).toContain('start')
    expect(kinds).toContain('final')
  })

  it('is taken to today’s form once', async () => {
    for (const name of names) {
      const once = migrateSpec(await specOf(name))
      expect(migrateSpec(once)).toBe(once)
    }
  })
})

describe('records that later versions wrote otherwise', () => {
  it('have shapes without rows left out', async () => {
    const [first = ''] = (await readFile(join(records, names[0]!, 'log.jsonl'), 'utf8')).split('\n')
    expect(first).not.toContain('droppedRows')
    const record = logRecordSchema.parse(JSON.parse(first))
    expect(record.kind === 'start' && record.shape.droppedRows).toBe(0)
  })

  it('have a run.json of form 1, and no newer one is read', async () => {
    const info: unknown = JSON.parse(await readFile(join(records, names[0]!, 'run.json'), 'utf8'))
    expect(runInfoSchema.safeParse(info).success).toBe(true)
    expect(runInfoSchema.safeParse({ ...(info as object), version: 99 }).success).toBe(false)
  })
})

describe('what is in today’s form', () => {
  it('stays as it is', () => {
    const spec = findPreset('iris')?.spec
    expect(migrateSpec(spec)).toBe(spec)
    const both = { model: { initial: { kind: 'he' }, deviation: 1 } }
    expect(migrateSpec(both)).toBe(both)
  })

  it.each([null, 5, 'x', [], {}, { model: null }, { model: [] }])('%j does too', (value) => {
    expect(migrateSpec(value)).toEqual(value)
  })

  it('tells a spec that says what becomes of a diverged run so', () => {
    const told = { model: { deviation: 1 }, stop: { diverged: true } }
    expect(migrateSpec(told)).toMatchObject({ stop: { diverged: true } })
  })
})
