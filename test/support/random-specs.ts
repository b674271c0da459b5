import fc from 'fast-check'
import { clippings } from '#shared/clipping/index.ts'
import { generators, type GeneratorSetting } from '#shared/data/generators/index.ts'
import { judged, metrics, type Metric } from '#shared/experiment/spec.ts'
import { initials } from '#shared/initial/index.ts'
import { activations } from '#shared/models.ts'
import { conventions, findRule, optimizers } from '#shared/optimizers/index.ts'
import type { HyperParameter } from '#shared/rules/rule.ts'
import { inRange } from '#shared/rules/ranges.ts'
import { schedules } from '#shared/schedules/index.ts'

/*
 * Experiments as nobody would write them: every part of the vocabulary in any combination, with
 * hyper-parameters from the whole of their ranges, and a part of them spoilt. Budgets are small, so that
 * each that makes sense can be trained.
 */

/** Any value of a declared range, rather its default, a small one or one near its ends; one in 200 outside. */
function within(
  range: HyperParameter['range'],
  usual: number,
  whole = false,
): fc.Arbitrary<number> {
  const { minimum, maximum } = range
  const high = Math.min(maximum, 1e9)
  const values = fc.oneof(
    { arbitrary: fc.constant(usual), weight: 80 },
    { arbitrary: fc.double({ min: minimum, max: high, noNaN: true }), weight: 40 },
    {
      arbitrary: fc.double({ min: -9, max: 3, noNaN: true }).map((power) => minimum + 10 ** power),
      weight: 60,
    },
    { arbitrary: fc.constantFrom(minimum, high, high * (1 - 1e-9)), weight: 20 },
  )
  const inside = values
    .map((value) => (whole ? Math.round(value) : value))
    .map((value) => (inRange(value, range) ? value : usual))
  const outside = fc.constantFrom(minimum - 1, 2 * high + 1)
  return fc.oneof({ arbitrary: inside, weight: 199 }, { arbitrary: outside, weight: 1 })
}

/** Some of the entries, each drawn by its own arbitrary. */
function someOf<T>(entries: Readonly<Record<string, fc.Arbitrary<T>>>): fc.Arbitrary<object> {
  return fc.record(entries, { requiredKeys: [] })
}

const scheduleOf = fc.constantFrom(...schedules).chain(({ kind, parameters }) =>
  fc.record({
    kind: fc.constant(kind),
    parameters: someOf(
      Object.fromEntries(
        parameters.map(({ key, default: usual, range, whole }) => [
          key,
          within(range, usual === 'budget' ? 10 : usual, whole),
        ]),
      ),
    ),
    warmup: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, 5),
  }),
)

const rules = optimizers.flatMap(({ id }) =>
  conventions.flatMap((convention) => {
    const rule = findRule(id, convention)
    return rule ? [{ id, convention, rule }] : []
  }),
)

const laneOf = fc.constantFrom(...rules).chain(({ id, convention, rule }) =>
  fc.record(
    {
      optimizer: fc.constant(id),
      convention: fc.constant(convention),
      hyper: someOf<number | boolean>({
        ...Object.fromEntries(
          rule.hyper.map(({ key, default: usual, range }) => [key, within(range, usual)]),
        ),
        ...Object.fromEntries((rule.flags ?? []).map(({ key }) => [key, fc.boolean()])),
      }),
      ...(rule.hyper.some(({ key }) => key === 'lr') ? { schedule: scheduleOf } : {}),
      clipping: fc.option(
        fc.record({
          kind: fc.constantFrom(...clippings.map(({ kind }) => kind)),
          limit: fc.constantFrom(1e-6, 0.1, 1, 1e6),
        }),
      ),
      weightDecay: fc.option(
        fc.record({
          kind: fc.constantFrom('coupled', 'decoupled'),
          rate: fc.constantFrom(1e-6, 0.01, 1, 900),
        }),
      ),
    },
    { requiredKeys: ['optimizer', 'convention'] },
  ),
)

/** What the size of a table is made of stays small. */
const settingOf = ({ key, default: usual, range, whole }: GeneratorSetting) => {
  const { minimum, maximum } = range
  if (!whole) return [key, within(range, usual)] as const
  return [key, fc.integer({ min: minimum, max: Math.min(maximum, minimum + 60) })] as const
}

/** A table, with the task it is for. */
const sourceOf = fc.oneof(
  fc
    .constantFrom(
      ['iris', 'crossEntropy'],
      ['wine', 'crossEntropy'],
      ['breast-cancer', 'crossEntropy'],
      ['diabetes', 'meanSquaredError'],
      ['digits', 'crossEntropy'],
    )
    .map(([builtin, loss]) => ({ dataset: { builtin }, loss })),
  fc.constantFrom(...generators).chain(({ id, task, settings }) =>
    someOf(Object.fromEntries(settings.map(settingOf))).map((chosen) => ({
      dataset: { generator: id, settings: chosen },
      loss: task === 'regression' ? 'meanSquaredError' : 'crossEntropy',
    })),
  ),
)

const metricList = (held: readonly Metric[]): fc.Arbitrary<Metric[]> =>
  fc.subarray([...held], { minLength: 1 })

const whole = (loss: string): readonly Metric[] =>
  metrics.filter((metric) => !metric.endsWith(loss === 'crossEntropy' ? 'R2' : 'Accuracy'))

const stopOf = (recorded: readonly Metric[]): fc.Arbitrary<object> => {
  const able = judged.filter((metric) => recorded.includes(metric))
  const metric = fc.constantFrom<Metric>(...(able.length > 0 ? able : judged))
  return fc.record(
    {
      target: fc.record({ metric, value: fc.constantFrom(0.001, 0.5, 1, 1e6) }),
      patience: fc.record({
        metric,
        points: fc.integer({ min: 1, max: 4 }),
        least: fc.constantFrom(0, 0.01, 100),
      }),
      diverged: fc.boolean(),
    },
    { requiredKeys: [] },
  )
}

/** An experiment that mostly makes sense. */
const sensible = sourceOf.chain(({ dataset, loss }) =>
  metricList(whole(loss)).chain((recorded) =>
    fc.record(
      {
        dataset: fc.constant(dataset),
        loss: fc.constant(loss),
        lanes: fc
          .array(laneOf, { minLength: 1, maxLength: 4 })
          .map((lanes) => lanes.map((lane, index) => ({ id: `lane ${index}`, ...lane }))),
        budget: fc.integer({ min: 1, max: 25 }).map((steps) => ({ steps })),
        seeds: fc.uniqueArray(fc.integer({ min: 0, max: 2 ** 32 - 1 }), {
          minLength: 1,
          maxLength: 4,
        }),
        batchSize: fc.oneof(
          fc.integer({ min: 1, max: 64 }),
          fc.constantFrom(1, 1000, 'full' as const),
        ),
        scaling: fc.record({
          kind: fc.constantFrom('none', 'minmax', 'standard'),
          fit: fc.constantFrom('train', 'all'),
        }),
        split: fc.record(
          {
            validation: fc.constantFrom(0, 0.2, 0.9),
            stratified: fc.boolean(),
            seed: fc.constantFrom(0, 7, 'run' as const),
            folds: fc.integer({ min: 2, max: 6 }),
          },
          { requiredKeys: [] },
        ),
        missing: fc.record({
          numbers: fc.constantFrom('refuse', 'drop', 'mean', 'median'),
          categories: fc.constantFrom('refuse', 'drop', 'mode', 'own'),
          target: fc.constantFrom('refuse', 'drop'),
        }),
        model: fc.record(
          {
            hidden: fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 3 }),
            activation: fc.constantFrom(...activations),
            initial: fc.oneof(
              fc.constantFrom(...initials.map(({ kind }) => ({ kind }))),
              fc.constant({ kind: 'normal', deviation: 100 }),
            ),
          },
          { requiredKeys: [] },
        ),
        record: fc.record({
          metrics: fc.constant(recorded),
          every: fc.oneof(
            fc.record({ steps: fc.integer({ min: 1, max: 9 }) }),
            fc.record({ samples: fc.integer({ min: 1, max: 200 }) }),
            fc.constant({ epochs: 1 }),
          ),
          state: fc.boolean(),
          paths: fc.boolean(),
        }),
        stop: stopOf(recorded),
      },
      { requiredKeys: ['dataset', 'loss', 'lanes', 'budget', 'seeds', 'record'] },
    ),
  ),
)

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** What does not belong anywhere. Nothing here is a large number: a budget could be one. */
const junk: fc.Arbitrary<Json> = fc.constantFrom<Json>(
  null,
  true,
  '',
  'x',
  -1,
  0,
  0.5,
  NaN,
  -Infinity,
  [],
  {},
  [[]],
  ['x', 'x'],
  { kind: 'x' },
)

/** Every place in a value, as the keys that lead there. */
function placesIn(value: Json, path: readonly string[] = []): string[][] {
  if (value === null || typeof value !== 'object') return [[...path]]
  const inner = Object.entries(value).flatMap(([key, each]) => placesIn(each, [...path, key]))
  return path.length > 0 ? [[...path], ...inner] : inner
}

/** The value with something else at one place; `undefined` takes it away. */
function spoil(value: Json, [key, ...rest]: readonly string[], other: Json | undefined): Json {
  if (key === undefined || value === null || typeof value !== 'object') return other ?? null
  const entries = Object.entries(value).filter(([name]) => name !== key)
  const old = Object.entries(value).find(([name]) => name === key)?.[1] ?? null
  const next = rest.length > 0 ? spoil(old, rest, other) : other
  if (next !== undefined) entries.push([key, next])
  if (!Array.isArray(value)) return Object.fromEntries(entries)
  return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, each]) => each)
}

/** One experiment in three is spoilt in one place: something else there, nothing, or something more. */
export const randomSpec: fc.Arbitrary<unknown> = fc
  .tuple(
    sensible,
    fc.nat(),
    fc.constantFrom('keep', 'keep', 'keep', 'keep', 'replace', 'remove', 'add'),
    junk,
  )
  .map(([spec, nth, what, other]) => {
    const value = spec as Json
    if (what === 'keep') return value
    const places = placesIn(value)
    const place = places[nth % places.length]!
    if (what === 'add') return spoil(value, [...place.slice(0, -1), 'unheardOf'], other)
    return spoil(value, place, what === 'remove' ? undefined : other)
  })
