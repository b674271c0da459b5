import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { linesOf } from '#main/lab/log-lines.ts'
import { infoText, specChecksum } from '#main/lab/run-files.ts'
import { RunLog } from '#main/lab/run-log.ts'
import { mergePoints } from '#main/trainer/points.ts'
import { describeRace } from '#shared/data/describe.ts'
import { logVersion, type LogLine, type RunInfo } from '#shared/experiment/log.ts'
import { parseSpec, type ExperimentInput } from '#shared/experiment/spec.ts'
import { sourceName } from '#shared/experiment/source.ts'
import { readTable } from './tables.ts'
import { train, trainerOf } from './training.ts'

export const created = '2026-03-04T05:06:07.500Z'

/**
 * Trains an experiment on a table that ships with the program, on the reference engine in this process,
 * and leaves a run's folder of it.
 *
 * @param folder made
 */
export async function writeRun(
  folder: string,
  input: ExperimentInput,
  change: Partial<RunInfo> = {},
): Promise<void> {
  const spec = parseSpec(input)
  const table = await readTable(sourceName(spec.dataset))
  const trainer = trainerOf(spec, table)
  const points = train(trainer)
  const info: RunInfo = {
    version: logVersion,
    id: 'abcd1234',
    title: spec.title,
    created,
    app: '1.2.3',
    tensorflow: { package: '4.22.0', library: '1.15.0' },
    engine: 'reference',
    node: '20.19.0',
    platform: 'linux-x64 6.1',
    shards: [{ lanes: [0, spec.lanes.length], seeds: [0, spec.seeds.length] }],
    ...change,
  }
  const message = {
    sequence: 1,
    ...mergePoints(points),
    events: points.flatMap(({ events }) => events),
    rates: [],
    phase: 'finished' as const,
    step: trainer.step,
  }
  const lines: LogLine[] = [
    { kind: 'start', at: created, shape: { ...describeRace(spec, table), shards: 1 } },
    ...linesOf(0, message),
    { kind: 'end', at: created, reason: 'finished', step: trainer.step },
  ]
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'spec.json'), JSON.stringify(spec))
  await writeFile(join(folder, 'run.json'), infoText({ ...info, spec: specChecksum(spec) }))
  const log = new RunLog(folder)
  await log.append(lines)
  await log.close()
}

/** A small race with what is awkward: names that are no plain text, a lane that diverges, one without a rate. */
export const awkward: ExperimentInput = {
  title: 'Awkward <b>race</b> & "co"',
  dataset: { builtin: 'iris' },
  lanes: [
    { id: 'Adam, "quoted"\nin two lines', optimizer: 'adam' },
    { id: '<script>alert(1)</script>', optimizer: 'sgd', hyper: { lr: 1000 } },
    { id: '../a', optimizer: 'adadelta' },
    { id: '.._A', optimizer: 'momentum' },
  ],
  model: { hidden: [8], activation: 'relu' },
  seeds: [7, 11, 4294967295],
  batchSize: 24,
  budget: { epochs: 3 },
  record: {
    metrics: ['batchLoss', 'trainLoss', 'validationLoss', 'validationAccuracy', 'rate'],
    every: { steps: 2 },
    state: true,
  },
}
