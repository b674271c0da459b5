import { describe, expect, it } from 'vitest'
import { cellSeconds, planOf, sizesOf, slownessOf } from '#main/lab/tournaments/plan.ts'
import { createTableSources } from '#main/lab/tables/sources.ts'
import { noReader } from '#test/support/no-reader.ts'
import { tournamentOf } from '#test/support/tournaments.ts'

const sources = createTableSources({ reader: noReader })
const readTable = sources.read.bind(sources)

describe('the plan of a tournament', () => {
  const spec = tournamentOf(2, ['a', 'b', 'c'], { budgets: [0, 4] })

  it('counts runs: 6 cells of 4 trials on one seed and 2 judged choices', () => {
    const size = { parameters: 15, steps: 100, batch: 32 }
    const { runs, cells, seconds, measured } = planOf(spec, [size, size], 2, undefined)
    expect({ runs, cells, measured }).toEqual({ runs: 36, cells: 6, measured: false })
    const likely = (6 * cellSeconds(spec, size)) / 2
    expect(seconds.from).toBeLessThan(likely)
    expect(seconds.to).toBeGreaterThan(likely)
    // A machine that was seen to be twice as slow takes twice as long, and one knows better.
    const known = planOf(spec, [size, size], 2, 2)
    expect(known.measured).toBe(true)
    expect(Math.sqrt(known.seconds.from * known.seconds.to)).toBeCloseTo(2 * likely, 9)
    expect(known.seconds.to / known.seconds.from).toBeLessThan(seconds.to / seconds.from)
  })

  it('reads sizes from the tables: 150 irises in three parts, 4 × 3 weights and 3 biases', async () => {
    const [size] = await sizesOf(spec, readTable)
    // 150 rows, 37 or 38 for judging, a quarter of the others for tuning: 84 or 85 are trained on.
    expect(size).toMatchObject({ parameters: 15, batch: 32, steps: 3 })
  })

  it('names the task that does not fit its table', async () => {
    const wrong = tournamentOf(1, ['a'], {
      tasks: [
        { id: 'flowers', dataset: { builtin: 'iris' }, target: 'colour', budget: { epochs: 1 } },
      ],
    })
    await expect(sizesOf(wrong, readTable)).rejects.toMatchObject({
      code: 'bad-spec',
      parameters: { first: expect.stringContaining('flowers') },
    })
  })

  it('takes the median of what cells took, and too few for nothing', () => {
    const taken = (...seconds: number[]) => seconds.map((each) => ({ predicted: 1, taken: each }))
    expect(slownessOf(taken(1, 2, 9))).toBeUndefined()
    expect(slownessOf(taken(3, 1, 2, 100, 0))).toBe(3)
  })
})
