import { describe, expect, it } from 'vitest'
import { raceStandings } from '#main/lab/race-standings.ts'
import { standingLines, standingsJson } from '#main/cli/standings.ts'
import type { MetricColumns, RunEvent } from '#shared/contract/stream.ts'
import { parseSpec, type ExperimentInput } from '#shared/experiment/spec.ts'

const spec = (more: Partial<ExperimentInput> = {}, seeds = 6) =>
  parseSpec({
    dataset: { builtin: 'iris' },
    lanes: [
      { id: 'slow', optimizer: 'sgd' },
      { id: 'fast', optimizer: 'adam' },
    ],
    seeds: Array.from({ length: seeds }, (_, seed) => seed + 1),
    budget: { steps: 4 },
    ...more,
  })

/** Two points of each run, the later first: `slow` at 1 + seed/10, `fast` at half of that. */
function columnsOf(seeds: number): MetricColumns {
  const runs = Array.from({ length: 2 * seeds }, (_, run) => run)
  const rows = [4, 2].flatMap((step) => runs.map((run) => ({ step, run })))
  return {
    run: Uint32Array.from(rows, ({ run }) => run),
    step: Uint32Array.from(rows, ({ step }) => step),
    samples: Float64Array.from(rows, ({ step }) => step * 8),
    seconds: Float64Array.from(rows, ({ step }) => step / 4),
    metrics: {
      validationLoss: Float64Array.from(rows, ({ run, step }) => {
        const end = (1 + (run % seeds) / 10) * (run < seeds ? 1 : 0.5)
        return step === 4 ? end : 3 * end
      }),
    },
  }
}

describe('lab run’s standings', () => {
  it('are a table and a sentence for each lane behind the first', () => {
    const standings = raceStandings(spec(), columnsOf(6), [])!
    // Of 1, 1.1 … 1.5 the median is 1.25 and the interval all six; means over samples 2 as much.
    expect(standingLines(spec(), standings)).toEqual([
      'Ranked by validation loss at the end (step 4): median over seeds [95 % bootstrap interval]',
      '#  lane               last               best  mean over samples  diverged',
      '─  ────  ─────────────────  ─────────────────  ─────────────────  ────────',
      '1  fast  0.625 [0.5, 0.75]  0.625 [0.5, 0.75]      1.25 [1, 1.5]         –',
      '2  slow      1.25 [1, 1.5]      1.25 [1, 1.5]         2.5 [2, 3]         –',
      '',
      'slow: behind fast in 6 of 6 seeds (p = 0.031). Better in 0 seeds, worse in 6, equal in 0. Median difference within a seed: 0.625 (0.5–0.75). Signed-rank test over paired seeds: p = 0.031.',
    ])
  })

  it('say what too few seeds cannot show', () => {
    const three = spec({}, 3)
    const lines = standingLines(three, raceStandings(three, columnsOf(3), [])!)
    expect(lines[0]).toContain('[range]')
    expect(lines.at(-1)).toContain(
      'slow: worse than fast in all 3 seeds, by a factor of 2; it takes at least 6 to rule out chance. Better in 0 seeds, worse in 3, equal in 0.',
    )
  })

  it('have times to the target where the spec has one, and are ranked by the end all the same', () => {
    const timed = spec({ stop: { target: { metric: 'validationLoss', value: 0.8 } } })
    const lines = standingLines(timed, raceStandings(timed, columnsOf(6), [])!)
    expect(lines[1]).toMatch(/steps to 0\.8 +seconds to 0\.8 .* reached/)
    expect(lines[3]).toMatch(/^1 {2}fast +4 +1 .* 6 of 6/)
    expect(lines[4]).toMatch(/slow +never +never .* 0 of 6/)
    expect(lines.at(-1)).toMatch(
      /^slow: behind fast in 6 of 6 seeds .* Better in 0 seeds, worse in 6/,
    )
  })

  it('know from events which runs diverged', () => {
    const events: RunEvent[] = [6, 7, 8, 9].map((run) => ({
      run,
      step: 3,
      kind: 'diverged',
      ends: true,
    }))
    const standings = raceStandings(spec(), columnsOf(6), events)!
    expect(standings.lanes[1]).toMatchObject({ lane: 1, diverged: 4 })
    const lines = standingLines(spec(), standings)
    expect(lines[4]).toMatch(/fast +diverged \[0\.7, diverged\].* 4 of 6/)
  })

  it('are data too: infinities by name, what is not there null', () => {
    const timed = spec({ stop: { target: { metric: 'validationLoss', value: 0.8 } } })
    const json = standingsJson(timed, raceStandings(timed, columnsOf(6), [])!)
    expect(JSON.parse(JSON.stringify(json))).toMatchObject({
      metric: 'validationLoss',
      target: 0.8,
      comparedWith: 'fast',
      lanes: [
        { id: 'fast', rank: 1, reached: 6, verdict: null },
        {
          id: 'slow',
          steps: { median: 'Infinity', kind: 'interval' },
          verdict: { outcome: 'behind', reason: null, seeds: 6, adjusted: 2 / 64 },
        },
      ],
    })
    expect(JSON.stringify(json)).not.toContain('NaN')
  })

  it('are none where nothing recorded says how good a run is', () => {
    const columns = { ...columnsOf(6), metrics: { rate: new Float64Array(24) } }
    expect(raceStandings(spec(), columns, [])).toBeUndefined()
  })
})
