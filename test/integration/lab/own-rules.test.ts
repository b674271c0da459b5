import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { importBundle } from '#main/lab/library/bundle/import.ts'
import { openBundle } from '#main/lab/library/bundle/write.ts'
import { readRunFolder } from '#main/lab/run-reader.ts'
import { ruleHash } from '#shared/own/hash.ts'
import { ruleOf } from '#shared/own/lane.ts'
import type { LogRecord } from '#shared/experiment/log.ts'
import { oddLanes, pastedLanes, pastes } from '#test/support/pastes.ts'
import { iris, ofKind, openLab, recordsOf, type TestLab } from './support.ts'

const labs: TestLab[] = []

afterEach(async () => {
  for (const lab of labs.splice(0)) await lab.close()
})

async function open(runsFolder?: string): Promise<TestLab> {
  const lab = await openLab(runsFolder === undefined ? {} : { runsFolder })
  labs.unshift(lab)
  return lab
}

/** Own rules beside the built-in ones that they are, on native TensorFlow. */
const spec = iris({
  lanes: [
    ...pastedLanes(),
    ...pastes.map((optimizer) => ({ id: optimizer, optimizer })),
    ...oddLanes,
  ],
  seeds: [1, 2],
  budget: { epochs: 60 },
  record: { metrics: ['batchLoss', 'trainLoss'], every: { steps: 20 } },
})

/** Of each step and run its numbers, without the clock. */
function numbersOf(records: readonly LogRecord[]): Map<string, unknown> {
  const numbers = new Map<string, unknown>()
  for (const { step, runs, batchLoss, trainLoss } of ofKind(records, 'metrics')) {
    runs.forEach((run, row) => {
      numbers.set(`${step} ${run}`, [batchLoss?.[row], trainLoss?.[row]])
    })
  }
  return numbers
}

it('own rules race, stop, move to another data folder and go on there, to the built-in rules’ numbers', async () => {
  const lab = await open()
  const whole = await lab.races.start(spec)
  await whole.whenEnded()
  const expected = numbersOf(await recordsOf(whole.folder))
  expect(expected.size).toBeGreaterThan(200)
  const count = pastes.length * spec.seeds.length
  for (const [key, values] of expected) {
    const [step, run] = key.split(' ').map(Number) as [number, number]
    if (run < count) expect(expected.get(`${step} ${run + count}`), key).toEqual(values)
  }

  const race = await lab.races.start(spec, { pace: 60 })
  await expect.poll(() => race.status().step).toBeGreaterThan(60)
  await race.stop()
  const info = JSON.parse(await readFile(join(race.folder, 'run.json'), 'utf8')) as {
    rules: Record<string, string>
  }
  expect(Object.keys(info.rules)).toHaveLength(pastes.length + oddLanes.length)
  expect(info.rules['own adam']).toBe(ruleHash(ruleOf(spec.lanes[4]!)!))

  const bundle = join(lab.folder, 'run.descentrun')
  await writeFile(bundle, await openBundle(race.folder, '1.2.3'))
  const elsewhere = join(lab.folder, 'elsewhere')
  const id = await importBundle(bundle, elsewhere)
  const other = await open(elsewhere)
  const there = await other.races.resume(id)
  await there.whenEnded()
  expect((await readRunFolder(there.folder)).spec.lanes).toEqual(spec.lanes)
  expect(numbersOf(await recordsOf(there.folder))).toEqual(expected)
})
