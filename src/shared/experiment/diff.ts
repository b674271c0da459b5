import { specSchema, type ExperimentSpec, type LaneSpec } from './spec.ts'

/** What stands for a long written-down list: its length, and a look at where it first differs. */
export interface WrittenList {
  readonly written: number
  /** Place of the sample's first number in the list. */
  readonly from: number
  readonly sample: readonly number[]
}

/** A part in which experiments differ. */
export interface SpecDifference {
  /** From the spec's root; after `lanes` stands the lane's id, in the first experiment that has it. */
  readonly path: readonly string[]
  /** One per experiment; undefined where it does not have that part. */
  readonly values: readonly unknown[]
}

/** Numbers of a written-down list that are shown. */
const sampleSize = 3

/**
 * Where experiments differ, in the order of a spec; what is equal in all of them is left out, and so
 * are the names and the order of lanes, which decide no number.
 *
 * Lanes are the same by their id, and where no id fits by optimizer and convention; a lane that not
 * every experiment has is reported as a whole. Choices of another kind (a schedule, a source, a budget in
 * steps instead of epochs) are reported as a whole too, and lists that a start writes down as
 * {@link WrittenList}.
 */
export function diffSpecs(specs: readonly ExperimentSpec[]): SpecDifference[] {
  const found: SpecDifference[] = []
  for (const key of Object.keys(specSchema.shape)) {
    const values = specs.map((spec) => Reflect.get(spec, key) as unknown)
    if (key === 'lanes') diffLanes(specs, found)
    else if (key === 'start') diffStarts(specs, found)
    else walk([key], values, found)
  }
  return found
}

function walk(path: readonly string[], values: readonly unknown[], found: SpecDifference[]): void {
  if (values.every((value) => isEqual(value, values[0]))) return
  if (!values.every(isRecord) || areOtherThings(path, values)) {
    found.push({ path, values })
    return
  }
  for (const key of keysOf(values)) {
    walk(
      [...path, key],
      values.map((value) => value[key]),
      found,
    )
  }
}

type Part = Readonly<Record<string, unknown>>

/** Whether parts are choices of different kinds, whose inner parts do not answer one another. */
function areOtherThings([root]: readonly string[], values: readonly Part[]): boolean {
  // On which rows a scale is fitted is asked of every kind.
  if (root === 'scaling') return false
  const [first = {}] = values
  return values.some((value) => {
    const shared = Object.keys(value).some((key) => key in first)
    return !shared || value.kind !== first.kind
  })
}

function diffLanes(specs: readonly ExperimentSpec[], found: SpecDifference[]): void {
  for (const { id, lanes } of matchLanes(specs)) {
    const parts = lanes.map((lane) => lane && withoutId(lane))
    walk(['lanes', id], parts, found)
  }
}

interface Match {
  readonly id: string
  /** One per experiment. */
  readonly lanes: (LaneSpec | undefined)[]
}

/** @returns the lanes of all experiments side by side, in the order they are met */
function matchLanes(specs: readonly ExperimentSpec[]): Match[] {
  const matches: Match[] = []
  specs.forEach((spec, at) => {
    const left = new Set(spec.lanes)
    const claim = (fits: (one: LaneSpec, other: LaneSpec) => boolean): void => {
      for (const { lanes } of matches) {
        const known = lanes.find((lane) => lane !== undefined)
        if (!known || lanes[at]) continue
        const mine = [...left].find((lane) => fits(lane, known))
        if (!mine) continue
        lanes[at] = mine
        left.delete(mine)
      }
    }
    claim((one, other) => one.id === other.id)
    claim((one, other) => one.optimizer === other.optimizer && one.convention === other.convention)
    for (const lane of left) {
      const lanes = specs.map((_, place) => (place === at ? lane : undefined))
      matches.push({ id: lane.id, lanes })
    }
  })
  return matches
}

function withoutId(lane: LaneSpec): Part {
  return Object.fromEntries(Object.entries(lane).filter(([key]) => key !== 'id'))
}

function diffStarts(specs: readonly ExperimentSpec[], found: SpecDifference[]): void {
  for (const key of ['train', 'validation', 'parameters', 'batches'] as const) {
    const lists = specs.map(({ start }) => start?.[key].flat())
    if (lists.every((list) => isEqual(list, lists[0]))) continue
    const from = firstDifference(lists.filter((list) => list !== undefined))
    found.push({
      path: ['start', key],
      values: lists.map((list) => list && written(list, from)),
    })
  }
}

function firstDifference(lists: readonly (readonly number[])[]): number {
  const [first = [], ...others] = lists
  if (others.length === 0) return 0
  const at = first.findIndex((value, place) => others.some((list) => list[place] !== value))
  return at < 0 ? first.length : at
}

function written(list: readonly number[], from: number): WrittenList {
  return { written: list.length, from, sample: list.slice(from, from + sampleSize) }
}

/** @returns the keys of all, as the first has them, then those that only others have */
function keysOf(values: readonly object[]): string[] {
  return [...new Set(values.flatMap((value) => Object.keys(value)))]
}

function isRecord(value: unknown): value is Part {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isEqual(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((value, at) => isEqual(value, other[at]))
  }
  if (!isRecord(one) || !isRecord(other)) return false
  return keysOf([one, other]).every((key) => isEqual(one[key], other[key]))
}
