import type { RaceShape } from '#shared/contract/calls.ts'
import { logRecordSchema, type LogRecord, type RunInfo } from '#shared/experiment/log.ts'
import { begunSeeds, numberingOf } from '#shared/experiment/numbering.ts'
import { metrics, type ExperimentSpec } from '#shared/experiment/spec.ts'
import { stretchOf, type Part } from '#shared/experiment/parts.ts'
import { parseJson } from '#shared/json.ts'
import { layoutOf, tensorsOf } from '#shared/models.ts'
import { slotSize } from '#shared/optimizers/index.ts'
import { ruleOf } from '#shared/own/lane.ts'
import { followedWeights, stripCount, stripQuartiles } from '#shared/training/strips.ts'
import { holdsSeal, readSeal } from '#main/lab/seal.ts'
import { BundleFault } from './errors.ts'
import type { BundleLimits } from './limits.ts'
import { linesOf } from './lines.ts'

/** What a person does to a race. */
const commands: ReadonlySet<LogRecord['kind']> = new Set([
  ...(['phase', 'pace', 'rate', 'extend', 'seeds', 'resume'] as const),
])

/**
 * Holds a log that comes from elsewhere against its experiment. As everywhere, a line that cannot be
 * read is no harm, so long as there are few; one that says what cannot be is.
 *
 * @param chunks of the log
 * @param info what is known of its runs, and divides them among shards
 * @throws BundleFault as soon as something is wrong
 */
export async function checkLog(
  chunks: AsyncIterable<Buffer>,
  spec: ExperimentSpec,
  info: Pick<RunInfo, 'shards' | 'added'>,
  limits: Pick<BundleLimits, 'line' | 'damaged' | 'commands'>,
): Promise<void> {
  let check: RecordCheck | undefined
  let damaged = 0
  let done = 0
  let line = 0
  try {
    for await (const text of linesOf(chunks, limits.line)) {
      line++
      if (text === '') continue
      const record = recordOf(text)
      if (!record) {
        if (++damaged > limits.damaged || !check) throw garbage(line, check !== undefined)
      } else if (check) {
        if (commands.has(record.kind) && ++done > limits.commands) {
          throw new BundleFault('too-large', 'its log tells of more than a person does')
        }
        check.record(record, line)
      } else if (record.kind === 'start') check = new RecordCheck(record.shape, spec, info)
      else throw garbage(line, false)
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new BundleFault('too-large', `line ${line + 1} of its log is too long`, error)
  }
  if (!check) throw garbage(1, false)
}

type Parted = { readonly part?: Part | undefined }

function recordOf(text: string): LogRecord | undefined {
  const bytes = Buffer.from(text)
  if (holdsSeal(bytes) && !readSeal(bytes)) return undefined
  return logRecordSchema.safeParse(parseJson(text)).data
}

/** Holds the records of a log against the race that its first says it is of. */
class RecordCheck {
  private readonly runs: number
  private readonly cells: number
  private readonly lanes: ReadonlySet<string>
  /** Numbers of one run's slots, by lane. */
  private readonly slots: readonly number[]
  /** Numbers of a strip's point, by lane. */
  private readonly strips: readonly number[]
  /** Where seeds were added, the race has more shares and seeds than it was begun with. */
  private readonly shards: number
  private readonly seeds: number
  private readonly toRace: (run: number) => number

  constructor(
    private readonly shape: RaceShape,
    private readonly spec: ExperimentSpec,
    info: Pick<RunInfo, 'shards' | 'added'>,
  ) {
    const { lanes, featureNames, classNames, parameters } = shape
    const begun = begunSeeds(info)
    this.demand(lanes === spec.lanes.length && shape.seeds === begun, 1)
    this.shards = info.shards.length
    this.seeds = spec.seeds.length
    this.toRace = numberingOf(info)?.toRace ?? ((run) => run)
    const outputs = classNames.length || 1
    const layout = layoutOf(spec.model, featureNames.length, outputs)
    this.demand(parameters === layout.size, 1)
    this.runs = lanes * this.seeds
    this.cells = classNames.length ** 2
    const first = info.shards.filter(({ seeds }) => seeds[0] < begun)
    this.demand(shape.shards === first.length, 1)
    this.demand(shape.steps >= 0 && shape.stepsPerEpoch >= 0, 1)
    this.lanes = new Set(spec.lanes.map(({ id }) => id))
    const perQuantity = stripQuartiles + followedWeights(layout).length
    this.strips = spec.lanes.map((lane) => {
      const rule = ruleOf(lane)
      return rule ? stripCount(rule) * perQuantity : 0
    })
    const tensors = tensorsOf(layout)
    this.slots = spec.lanes.map((lane) => {
      const slots = ruleOf(lane)?.slots ?? []
      return slots.reduce((sum, slot) => sum + slotSize(slot, tensors), 0)
    })
  }

  record(record: LogRecord, line: number): void {
    if ('shard' in record && record.shard !== undefined) {
      this.demand(record.shard < this.shards, line)
    }
    switch (record.kind) {
      case 'start':
        this.demand(false, line)
        break
      case 'metrics':
        this.demand(record.runs.length <= this.runs, line)
        this.demand(new Set(record.runs).size === record.runs.length, line)
        this.demand(
          record.runs.every((run) => run < this.runs),
          line,
        )
        this.demand(record.seconds >= 0 && record.samples >= 0, line)
        this.demand(
          metrics.every((metric) => !record[metric] || this.spec.record.metrics.includes(metric)),
          line,
        )
        break
      case 'snapshot':
        this.demandRun(record.run, line)
        this.demandParameters(record.gradients, record, line)
        for (const { parameters, slots } of [record.before, record.after]) {
          this.demandParameters(parameters, record, line)
          this.demandLength(slots, this.slots[this.laneOf(record.run)] ?? 0, record, line)
        }
        this.demandConfusion(record.confusion, record, line)
        break
      case 'path':
        this.demandRun(record.run, line)
        this.demandParameters(record.parameters, record, line)
        this.demandConfusion(record.confusion, record, line)
        break
      case 'strip':
        this.demandRun(record.run, line)
        this.demand(this.toRace(record.run) % this.seeds === 0, line)
        this.demand(record.values.length === this.strips[this.laneOf(record.run)], line)
        break
      case 'final':
        this.demandRun(record.run, line)
        this.demandParameters(record.parameters, record, line)
        break
      case 'event':
        this.demandRun(record.event.run, line)
        break
      case 'resume':
        this.demand(record.steps.length >= this.shape.shards, line)
        this.demand(record.steps.length <= this.shards, line)
        break
      case 'rate':
        this.demand(this.lanes.has(record.lane), line)
        break
      default:
      // The others name no run and hold no numbers of one.
    }
  }

  private laneOf(run: number): number {
    return Math.floor(this.toRace(run) / this.seeds)
  }

  private demandRun(run: number, line: number): void {
    this.demand(run < this.runs, line)
  }

  private demandParameters(values: Float64Array, of: Parted, line: number): void {
    this.demandLength(values, this.shape.parameters, of, line)
  }

  /** Of a race without held-out rows, or in regression, there is none. */
  private demandConfusion(cells: readonly number[], of: Parted, line: number): void {
    if (cells.length > 0) this.demandLength(cells, this.cells, of, line)
  }

  /** @param length of the whole vector, of which a part of a record has a stretch */
  private demandLength(
    values: ArrayLike<number>,
    length: number,
    { part }: Parted,
    line: number,
  ): void {
    this.demand(!part || part[0] <= part[1], line)
    const [from, to] = stretchOf(length, part)
    this.demand(values.length === to - from, line)
  }

  private demand(holds: boolean, line: number): void {
    if (holds) return
    throw new BundleFault('contradiction', `line ${line} of its log is not of its experiment`)
  }
}

function garbage(line: number, began: boolean): BundleFault {
  return new BundleFault(
    'form',
    began ? `its log cannot be read, at the latest from line ${line} on` : 'its log is no log',
  )
}
