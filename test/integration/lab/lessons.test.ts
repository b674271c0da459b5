import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recordRaces } from '#main/lab/lesson-record.ts'
import { Races } from '#main/lab/races.ts'
import { parseSpec, type ExperimentInput } from '#shared/experiment/spec.ts'
import { sourceName } from '#shared/experiment/source.ts'
import { lessons, type Guess, type Raced } from '#shared/lessons/index.ts'
import { say } from '#shared/lessons/say.ts'
import { languages } from '#shared/text.ts'
import { readTable } from '#test/support/tables.ts'
import { iris, openLab, type TestLab } from './support.ts'

/* What lessons say of TensorFlow's training: every race that they name runs once. */

let lab: TestLab
const known = new Map<string, Promise<Raced>>()

beforeAll(async () => {
  lab = await openLab()
})
afterAll(() => lab.close())

/** Races of one kind are asked for by many claims. */
function racedBy(input: ExperimentInput): Promise<Raced> {
  const spec = parseSpec(input)
  const key = JSON.stringify(spec)
  let raced = known.get(key)
  if (!raced) {
    raced = recordRaces(
      (runsFolder) =>
        new Races({
          ...{ pool: lab.pool, runsFolder, version: '1.2.3' },
          readTable: async (source) => ({ table: await readTable(sourceName(source)), source }),
        }),
      [spec],
    ).then(([only]) => only!)
    known.set(key, raced)
  }
  return raced
}

it('a lesson is given every run’s points in their order', async () => {
  const { lanes } = await racedBy(iris({ seeds: [1, 2] }))
  expect(lanes.map((seeds) => seeds.length)).toEqual([2, 2, 2, 2, 2, 2])
  for (const run of lanes.flat()) {
    expect(run.step).toEqual([2, 4, 6, 8, 10, 12, 14, 16, 18, 20])
    expect(run.samples.at(-1)).toBe(480)
    expect(run.values.trainLoss).toHaveLength(10)
  }
  // RMSprop is below 0.9 in the end, which plain descent at that rate is not.
  expect(lanes[2]![0]!.values.trainLoss!.at(-1)).toBeLessThan(0.9)
  expect(lanes[3]![0]!.values.trainLoss!.at(-1)).toBeGreaterThan(0.9)
})

const numbersOf = (guess: Guess): number[] =>
  typeof guess === 'number' ? [guess] : typeof guess === 'object' ? Object.values(guess) : []

describe.each(
  lessons
    .filter(({ steps }) => steps.some(({ race }) => race))
    .map((lesson) => [lesson.id, lesson] as const),
)('the lesson %s', (_, lesson) => {
  it.each(
    lesson.claims.flatMap((claim) => ('race' in claim ? [[claim.says, claim] as const] : [])),
  )('%s', async (_, claim) => {
    expect(claim.holds(await racedBy(claim.race()))).toBe(true)
  })

  it.each(lesson.steps.filter(({ race }) => race).map((step) => [step.id, step] as const))(
    'has truth, figure and words of the race of %s',
    async (_, step) => {
      const values = Object.fromEntries(step.dials.map(({ key, first }) => [key, first]))
      const raced = await racedBy(step.race!(values))
      const truth = step.truth(values, raced)!
      expect(numbersOf(truth).every(Number.isFinite)).toBe(true)
      if (step.ask.kind === 'choice') expect(step.ask.options).toContain(truth)
      if (step.ask.kind === 'value') {
        expect(truth).toBeGreaterThanOrEqual(step.ask.from)
        expect(truth).toBeLessThanOrEqual(step.ask.to)
      }
      const figure = step.figure(values, truth, raced)
      if (figure.kind === 'plot') {
        expect(figure.lines.some(({ hidden }) => hidden)).toBe(true)
        for (const { x, y } of figure.lines) expect(y).toHaveLength(x.length)
      }
      // Before the race is over, nothing is there to be seen.
      const before = step.figure(values)
      if (before.kind === 'plot') expect(before.lines.every(({ hidden }) => !hidden)).toBe(true)
      const facts = step.facts(values, raced)
      for (const language of languages) {
        const { text, ask, why } = lesson.text[language].steps[step.id]!
        expect(say([text, ask, why].join(' '), facts, language)).not.toMatch(/[{}]|NaN|∞/)
      }
    },
  )
})
