import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLab } from '#main/lab/laboratory.ts'
import type { Lab } from '#main/lab/types.ts'
import { calls, type Laboratory, type RaceStatus } from '#shared/contract/calls.ts'
import { LabError } from '#shared/contract/errors.ts'
import { generators } from '#shared/data/generators/index.ts'
import { parseSpec } from '#shared/experiment/spec.ts'
import { randomSpec } from '#test/support/random-specs.ts'
import { borrowPool, readerHere } from '../support.ts'
import { built, ofKind, recordsOf } from './support.ts'
import { cases } from '#test/support/thorough.ts'

let folder: string
let lab: Lab
let page: Laboratory
const ended = new Map<string, RaceStatus>()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-'))
  const out = await built()
  lab = createLab({
    shell: 'served',
    version: '0',
    pool: borrowPool(out, 2),
    reader: readerHere(),
    dataFolder: folder,
  })
  page = lab.connect({ kind: 'tunnel', open: (_id, _shard, port) => port.close() })
  lab.onEvent((event) => {
    if (event.kind !== 'race') return
    if (!['running', 'paused'].includes(event.status.phase)) {
      ended.set(event.status.id, event.status)
    }
  })
})

afterAll(async () => {
  await lab.dispose()
  await rm(folder, { recursive: true })
})

/** A refusal says what is wrong and where. */
function expectRefusal(error: unknown, spec: unknown): void {
  if (!(error instanceof LabError)) throw error
  if (error.code === 'not-found') {
    const { dataset } = parseSpec(spec)
    const name =
      'builtin' in dataset ? dataset.builtin : 'generator' in dataset ? dataset.generator : ''
    expect(generators.map(({ id }) => id)).not.toContain(name)
    expect(error.message).toContain(name)
    return
  }
  expect(error.code).toBe('bad-spec')
  expect(error.details.length).toBeGreaterThan(0)
  for (const detail of error.details) expect(detail).toMatch(/^(\(root\)|[A-Za-z][^:]*): ./)
}

/** A race that was accepted comes to its end, and its record agrees with itself. */
async function expectRace(input: unknown): Promise<void> {
  const spec = parseSpec(input)
  const race = await page.startRace({ spec, pace: null })
  await expect.poll(() => ended.get(race.id)?.phase).toBe('finished')
  const { lanes, seeds } = race.shape
  const { columns, events, paths } = calls.watchRace.output.parse(
    await page.watchRace({ id: race.id }),
  )
  const records = await recordsOf(race.folder)
  const finals = ofKind(records, 'final')
  expect(finals.map(({ run }) => run).sort((a, b) => a - b)).toEqual(
    Array.from({ length: lanes * seeds }, (_, run) => run),
  )
  const over = new Map(events.filter(({ ends }) => ends).map(({ run, step }) => [run, step]))
  for (const { run, step, parameters } of finals) {
    expect(step).toBe(over.get(run) ?? race.shape.steps)
    expect(parameters).toHaveLength(race.shape.parameters)
  }
  columns.run.forEach((run, row) => {
    expect(columns.step[row]).toBeLessThanOrEqual(over.get(run) ?? race.shape.steps)
  })
  for (const { run, step } of paths) {
    expect(run % seeds).toBe(0)
    expect(step).toBeLessThanOrEqual(over.get(run) ?? race.shape.steps)
  }
}

describe('any experiment', () => {
  const numRuns = cases(24, 200)

  it(`either runs to its end or is refused with a path: ${numRuns} of them`, async () => {
    const count = { run: 0, refused: 0 }
    await fc.assert(
      fc.asyncProperty(randomSpec, async (spec) => {
        try {
          await expectRace(spec)
          count.run++
        } catch (error) {
          expectRefusal(error, spec)
          count.refused++
        }
      }),
      // A failure is reported as it came: to shrink it would train hundreds more.
      { numRuns, endOnFailure: true },
    )
    // The dice cannot have made nearly all of one kind.
    expect(count.run).toBeGreaterThan(numRuns / 5)
    expect(count.refused).toBeGreaterThan(numRuns / 10)
  })
})
