import type { RaceShape } from '#shared/contract/calls.ts'
import { LabError } from '#shared/contract/errors.ts'
import { runDamageSchema, runStates } from '#shared/contract/runs.ts'
import type { LogRecord } from '#shared/experiment/log.ts'
import { judgedMetric } from '#shared/experiment/judged.ts'
import { judged, type ExperimentSpec } from '#shared/experiment/spec.ts'
import { higherIsBetter, judgedBy, type Judged } from '#shared/metrics/index.ts'
import { z } from '#shared/schema.ts'
import { readLog, recordKinds } from '../log-reader.ts'
import { lossOf } from '../run-damage.ts'
import { readRunFolder, readRunSpec } from '../run-reader.ts'
import { CurveKeeper } from './curves.ts'

/** States are most of many a log, and nothing of them is in a digest. */
const digested = recordKinds.filter(
  (kind) => !['snapshot', 'path', 'strip', 'final'].includes(kind),
)

/** Lanes that have a small curve. */
const mostSparks = 8

/** More runs than any experiment may have: a log that says so is damaged. */
const mostRuns = 64_000

const median = z.number().nullable()

export const digestSchema = z.object({
  /** How it ended; null where its log has no end. */
  end: z.enum(runStates).nullable(),
  step: z.int().min(0),
  steps: z.int().min(0),
  lanes: z.int().min(0),
  seeds: z.int().min(0),
  /** The one that counts. */
  metric: z.enum(judged).nullable(),
  /** By lane. */
  sparks: z.array(z.array(median)),
  ends: z.array(median),
  seconds: z.number().min(0),
  /** When the log says that the run was begun. */
  began: z.string(),
  loss: runDamageSchema.omit({ files: true }),
})

/** What a run's log comes to. */
export type Digest = z.output<typeof digestSchema>

/**
 * Reads a run's log once, from its first line to its last.
 *
 * @throws LabError `bad-file` where there is no log, or one that does not begin as a log does
 */
export async function digestLog(folder: string): Promise<Digest> {
  // Without it the log alone says what there is to judge by.
  const reader = new DigestReader(await readRunSpec(folder).catch(() => undefined))
  const damage = await readLog(folder, (record) => reader.read(record), digested)
  const run =
    damage.lost.length > 0 ? await readRunFolder(folder).catch(() => undefined) : undefined
  const digest = reader.result(await lossOf(folder, damage, run))
  if (digest) return digest
  throw new LabError(
    'bad-file',
    `The log in ${folder} does not begin as a log does: the program that wrote it was ended at once. Race anew.`,
    { parameters: { path: folder } },
  )
}

class DigestReader {
  private shape: RaceShape | undefined
  private began = ''
  private end: Digest['end'] = null
  private step = 0
  private steps = 0
  private seconds = 0
  private metric: Digest['metric'] = null
  private curves: CurveKeeper | undefined
  private readonly diverged: number[] = []

  constructor(private readonly spec: ExperimentSpec | undefined) {}

  read(record: LogRecord): void {
    // Whatever follows an end goes on with the run.
    this.end = record.kind === 'end' ? record.reason : null
    switch (record.kind) {
      case 'start':
        this.begin(record.shape, record.at)
        break
      case 'metrics':
        this.step = Math.max(this.step, record.step)
        if (record.seconds > this.seconds) this.seconds = record.seconds
        this.follow(record)
        break
      case 'extend':
        this.steps = record.steps ?? record.step + record.epochs * (this.shape?.stepsPerEpoch ?? 0)
        break
      case 'event':
        if (record.event.kind !== 'diverged') break
        this.diverged.push(record.event.run)
        this.curves?.diverge(record.event.run)
        break
      case 'end':
        this.step = Math.max(this.step, record.step)
        break
      default:
      // Nothing of the others is part of it.
    }
  }

  /** @returns undefined where the log does not say what race it is of */
  result(loss: Digest['loss']): Digest | undefined {
    if (!this.shape) return undefined
    const { lanes, seeds } = this.shape
    const { sparks, ends } = this.curves?.result() ?? { sparks: [], ends: [] }
    const { end, step, metric, seconds } = this
    const steps = Math.max(0, this.steps)
    return {
      end,
      step,
      steps,
      lanes,
      seeds,
      metric,
      sparks,
      ends,
      seconds,
      began: this.began,
      loss,
    }
  }

  private begin(shape: RaceShape, at: string): void {
    const runs = shape.lanes * shape.seeds
    if (this.shape || shape.lanes < 1 || shape.seeds < 1 || runs > mostRuns) return
    this.shape = shape
    this.steps = shape.steps
    this.began = at
  }

  /** The first point tells what is recorded. */
  private follow(record: Extract<LogRecord, { kind: 'metrics' }>): void {
    if (!this.shape) return
    if (!this.curves) {
      const found = this.judged(judged.filter((metric) => record[metric] !== undefined))
      if (!found) return
      this.metric = found
      this.curves = new CurveKeeper(
        this.shape.lanes,
        this.shape.seeds,
        mostSparks,
        higherIsBetter(found) ? -Infinity : Infinity,
      )
      for (const run of this.diverged) this.curves.diverge(run)
    }
    const values = this.metric && record[this.metric]
    if (values) this.curves.add(record.shard, record.step, record.runs, values)
  }

  private judged(recorded: readonly Judged[]): Judged | undefined {
    return this.spec ? judgedMetric(this.spec, recorded) : judgedBy(recorded)
  }
}
