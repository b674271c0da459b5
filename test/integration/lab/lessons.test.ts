import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readPastRace } from '#main/lab/past-race.ts'
import { parseSpec, type ExperimentInput } from '#shared/experiment/spec.ts'
import { lessons, type Raced } from '#shared/lessons/index.ts'
import { racedOf } from '#shared/lessons/raced.ts'
import { iris, openLab, type TestLab } from './support.ts'

/* What lessons say of training, found out by training. */

let lab: TestLab

beforeAll(async () => {
  lab = await openLab()
})
afterAll(() => lab.close())

async function train(input: ExperimentInput): Promise<Raced> {
  const race = await lab.races.start(parseSpec(input))
  await race.whenEnded()
  const { race: past, recorded } = await readPastRace(join(lab.folder, 'runs'), race.id)
  expect(past.status.phase).toBe('finished')
  return racedOf(recorded.columns, past.shape)
}

it('a lesson is given every run’s points in their order', async () => {
  const { lanes } = await train(iris({ seeds: [1, 2] }))
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

const claims = lessons.flatMap(({ id, claims }) =>
  claims.flatMap((claim) => ('race' in claim ? [[id, claim.says, claim] as const] : [])),
)
if (claims.length > 0) {
  describe('what a lesson says of training is so', () => {
    it.each(claims)('%s: %s', async (_, says, { race, holds }) => {
      expect(holds(await train(race())), says).toBe(true)
    })
  })
}
