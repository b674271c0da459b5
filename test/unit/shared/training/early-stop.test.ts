import { describe, expect, it } from 'vitest'
import type { ExperimentInput, ExperimentSpec } from '#shared/experiment/spec.ts'
import type { Point } from '#shared/training/trainer.ts'
import { lanesOf, specOf } from '#test/support/specs.ts'
import { readTable } from '#test/support/tables.ts'
import { train, trainerOf } from '#test/support/training.ts'

const all = ['momentum', 'adagrad', 'adadelta', 'rmsprop', 'adam']

/** Some runs reach the target and others do not, within the budget. */
const base: Partial<ExperimentInput> = {
  lanes: lanesOf(...all),
  seeds: [1, 2, 3],
  batchSize: 24,
  budget: { steps: 40 },
  record: { metrics: ['batchLoss', 'trainLoss'], every: { steps: 4 } },
}
const stopping = specOf({ ...base, stop: { target: { metric: 'trainLoss', value: 0.8 } } })
const going = specOf(base)

const eventsOf = (points: readonly Point[]) => points.flatMap((point) => point.events)

/** A run's rows of a metric by step. */
function rowsOf(points: readonly Point[], run: number): [number, number][] {
  return points.flatMap((point) => {
    const row = point.runs.indexOf(run)
    return row < 0 ? [] : [[point.step, point.metrics.trainLoss![row]!] as [number, number]]
  })
}

describe('a run that ends early', () => {
  it('records its last row and no other, and its neighbours never feel it', async () => {
    const iris = await readTable('iris')
    const stopped = trainerOf(stopping, iris)
    const points = train(stopped)
    const whole = trainerOf(going, iris)
    const wholePoints = train(whole)
    const events = eventsOf(points)
    expect(events.length).toBeGreaterThan(2)
    expect(events.length).toBeLessThan(15)
    for (let run = 0; run < 15; run++) {
      const rows = rowsOf(wholePoints, run)
      const reached = rows.find(([, loss]) => loss <= 0.8)
      const event = events.find((each) => each.run === run)
      expect(event).toEqual(reached && { run, step: reached[0], kind: 'target', ends: true })
      const last = event?.step ?? 40
      expect(rowsOf(points, run)).toEqual(rows.filter(([step]) => step <= last))
      if (!event) expect(stopped.parameters()[run]).toEqual(whole.parameters()[run])
    }
  })

  it('keeps, bit for bit, the parameters of a run that had exactly that budget', async () => {
    const iris = await readTable('iris')
    const stopped = trainerOf(stopping, iris)
    const events = eventsOf(train(stopped))
    const ends = stopped.parameters()
    for (const { run, step } of events) {
      expect(ends[run]!.step).toBe(step)
      const alone = trainerOf(specOf({ ...base, budget: { steps: step } }), iris)
      train(alone)
      expect(ends[run]).toEqual(alone.parameters()[run])
    }
    const others = ends.filter(({ run }) => !events.some((event) => event.run === run))
    expect(others.map(({ step }) => step)).toEqual(new Array(15 - events.length).fill(40))
  })

  it('stays as it is when the others go on', async () => {
    const iris = await readTable('iris')
    const stopped = trainerOf(stopping, iris)
    const ended = eventsOf(train(stopped)).map(({ run }) => run)
    const before = stopped.parameters()
    stopped.setSteps(60)
    const later = train(stopped)
    expect(later.every(({ runs }) => ended.every((run) => !runs.includes(run)))).toBe(true)
    const longer = trainerOf({ ...going, budget: { steps: 60 } }, iris)
    train(longer)
    const after = stopped.parameters()
    const again = eventsOf(later).map(({ run }) => run)
    after.forEach((end, run) => {
      if (ended.includes(run)) expect(end).toEqual(before[run])
      else if (!again.includes(run)) expect(end).toEqual(longer.parameters()[run])
    })
  })

  it('ends its share when it is the last', async () => {
    const target = { metric: 'trainLoss' as const, value: 1.2 }
    const trainer = trainerOf(specOf({ ...base, stop: { target } }), await readTable('iris'))
    expect(trainer.over).toBe(false)
    const points = train(trainer)
    expect(trainer.over).toBe(true)
    // Every run starts near ln 3 = 1.0986, below the target: the first point ends them all.
    expect(trainer.step).toBe(4)
    expect(eventsOf(points)).toHaveLength(15)
  })

  it('in a rectangle ends as it does in the whole', async () => {
    const iris = await readTable('iris')
    const whole = eventsOf(train(trainerOf(stopping, iris)))
    const part = trainerOf(stopping, iris, { lanes: [1, 5], seeds: [1, 3] })
    const own = eventsOf(train(part))
    expect(own).toEqual(whole.filter(({ run }) => part.runs.includes(run)))
    expect(own.length).toBeGreaterThan(0)
  })

  it('ends at once when it diverges, with the parameters that its last step left', async () => {
    const diabetes = await readTable('diabetes')
    const wild = (change: Partial<ExperimentInput>): ExperimentSpec =>
      specOf({
        dataset: { builtin: 'diabetes' },
        target: 'progression',
        loss: 'meanSquaredError',
        lanes: [
          { id: 'wild', optimizer: 'sgd', hyper: { lr: 1000 } },
          { id: 'calm', optimizer: 'sgd', hyper: { lr: 0.01 } },
        ],
        budget: { epochs: 40 },
        ...change,
      })
    const trainer = trainerOf(wild({}), diabetes)
    const points = train(trainer)
    const [event, ...rest] = eventsOf(points)
    expect(rest).toEqual([])
    expect(event).toMatchObject({ run: 0, kind: 'diverged', ends: true })
    const [end] = trainer.parameters()
    expect(end!.step).toBe(event!.step)
    expect(rowsOf(points, 0).every(([step]) => step <= event!.step)).toBe(true)
    const exact = trainerOf(
      wild({ budget: { steps: event!.step }, stop: { diverged: false } }),
      diabetes,
    )
    train(exact)
    expect(end).toEqual(exact.parameters()[0])
    expect(rowsOf(points, 1)).toHaveLength(40)
  })
})

describe('a path', () => {
  const spec = specOf({
    ...base,
    record: { metrics: ['trainLoss'], every: { steps: 8 }, paths: true },
    budget: { steps: 20 },
  })

  it('goes from the start through every recorded point, of each lane’s first seed', async () => {
    const trainer = trainerOf(spec, await readTable('iris'))
    const starts = trainer.parameters()
    const start = trainer.start()!
    expect(start).toMatchObject({ step: 0, samples: 0, events: [], snapshots: [] })
    expect(start.runs).toHaveLength(0)
    expect(start.paths.map(({ run, step }) => [run, step])).toEqual(
      all.map((_, lane) => [3 * lane, 0]),
    )
    for (const { run, parameters } of start.paths) {
      expect(parameters).toEqual(starts[run]!.parameters)
    }
    const points = train(trainer)
    expect(points.map(({ step }) => step)).toEqual([8, 16, 20])
    for (const { paths } of points) expect(paths.map(({ run }) => run)).toEqual([0, 3, 6, 9, 12])
    const ends = trainer.parameters()
    for (const { run, parameters, confusion } of points.at(-1)!.paths) {
      expect(parameters).toEqual(ends[run]!.parameters)
      // 30 flowers held out, of 3 kinds.
      expect(confusion).toHaveLength(9)
      expect(confusion.reduce((sum, count) => sum + count)).toBe(30)
    }
  })

  it('is recorded where the first seed is trained, and nowhere else', async () => {
    const iris = await readTable('iris')
    const first = trainerOf(spec, iris, { seeds: [0, 1] })
    const others = trainerOf(spec, iris, { seeds: [1, 3] })
    expect(first.start()!.paths).toHaveLength(5)
    expect(others.start()).toBeUndefined()
    expect(train(others).every(({ paths }) => paths.length === 0)).toBe(true)
  })

  it('ends with its run', async () => {
    const target = { metric: 'trainLoss' as const, value: 0.8 }
    const trainer = trainerOf(
      { ...spec, stop: { target, diverged: true } },
      await readTable('iris'),
    )
    trainer.setSteps(80)
    const points = train(trainer)
    const ended = eventsOf(points).filter(({ run }) => run % 3 === 0)
    expect(ended.length).toBeGreaterThan(0)
    for (const { run, step } of ended) {
      const steps = points.filter(({ paths }) => paths.some((each) => each.run === run))
      expect(steps.at(-1)!.step).toBe(step)
    }
  })

  it('changes no number', async () => {
    const iris = await readTable('iris')
    const quiet = trainerOf({ ...spec, record: { ...spec.record, paths: false } }, iris)
    const loud = trainerOf(spec, iris)
    loud.start()
    train(quiet)
    train(loud)
    expect(loud.parameters()).toEqual(quiet.parameters())
  })
})
