import type { LogRecord } from '#shared/experiment/log.ts'
import type { Part } from '#shared/experiment/parts.ts'

type Parted = Extract<LogRecord, { part?: unknown }>

/** Puts records together again that stand in several lines; one that lacks a part never comes. */
export class PartJoiner {
  /** What has come of each process's: their lines may stand between one another's. */
  private readonly begun = new Map<number, Parted[]>()

  /** @returns the record, whole, or undefined while it is not */
  add(record: LogRecord): LogRecord | undefined {
    if (!('part' in record) || !record.part) return record
    const shard = record.shard ?? 0
    const [number, count]: Part = record.part
    const parts = number === 1 ? [] : (this.begun.get(shard) ?? [])
    this.begun.delete(shard)
    if (parts.length !== number - 1 || !parts.every((each) => isSame(each, record)))
      return undefined
    parts.push(record)
    if (number === count) return joined(parts)
    this.begun.set(shard, parts)
    return undefined
  }
}

function isSame(a: Parted, b: Parted): boolean {
  const key = ({ kind, run, step, part }: Parted): string => [kind, run, step, part?.[1]].join()
  return key(a) === key(b)
}

function joined(parts: readonly Parted[]): LogRecord | undefined {
  const last = parts.at(-1)
  switch (last?.kind) {
    case 'final':
      return {
        ...last,
        part: undefined,
        parameters: vectorOf(parts, 'final', (of) => of.parameters),
      }
    case 'path':
      return {
        ...{ ...last, part: undefined },
        parameters: vectorOf(parts, 'path', (of) => of.parameters),
        confusion: parts.flatMap((of) => (of.kind === 'path' ? of.confusion : [])),
      }
    case 'snapshot':
      return {
        ...{ ...last, part: undefined },
        before: {
          parameters: vectorOf(parts, 'snapshot', (of) => of.before.parameters),
          slots: vectorOf(parts, 'snapshot', (of) => of.before.slots),
        },
        gradients: vectorOf(parts, 'snapshot', (of) => of.gradients),
        after: {
          parameters: vectorOf(parts, 'snapshot', (of) => of.after.parameters),
          slots: vectorOf(parts, 'snapshot', (of) => of.after.slots),
        },
        confusion: parts.flatMap((of) => (of.kind === 'snapshot' ? of.confusion : [])),
      }
    default:
      return undefined
  }
}

/** One of a record's vectors, from its stretches. */
function vectorOf<K extends Parted['kind']>(
  parts: readonly Parted[],
  kind: K,
  pick: (part: Extract<Parted, { kind: K }>) => Float64Array,
): Float64Array<ArrayBuffer> {
  const isOf = (part: Parted): part is Extract<Parted, { kind: K }> => part.kind === kind
  const stretches = parts.filter(isOf).map(pick)
  const whole = new Float64Array(stretches.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const stretch of stretches) {
    whole.set(stretch, at)
    at += stretch.length
  }
  return whole
}
