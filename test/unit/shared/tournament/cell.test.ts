import { describe, expect, it } from 'vitest'
import { describeRace } from '#shared/data/describe.ts'
import { encodeTable } from '#shared/data/encode.ts'
import { splitFor } from '#shared/data/prepare.ts'
import {
  chosenBy,
  judgingRace,
  parseTournament,
  trialsOfCell,
  tournamentPresets,
  tuningRace,
} from '#shared/tournament/index.ts'
import { createTableSources } from '#main/lab/tables/sources.ts'
import type { DatasetSource } from '#shared/experiment/source.ts'
import type { Table } from '#shared/data/table.ts'
import { noReader } from '#test/support/no-reader.ts'
import { tournamentOf } from '#test/support/tournaments.ts'

const sources = createTableSources({ reader: noReader })

async function tableOf(source: DatasetSource): Promise<Table> {
  return (await sources.read(source, false)).table
}

describe('the rows of a task', () => {
  const presets = tournamentPresets.flatMap(({ id, spec }) =>
    spec.tasks.map((task, at) => ({ id, name: task.id, spec: parseTournament(spec), at })),
  )
  it.each(presets)(
    'are in three parts, and judging holds out none that tuning saw: $id, $name',
    async ({ spec, at }) => {
      const cell = { task: at, contestant: 0 }
      const tuning = tuningRace(spec, cell, trialsOfCell(spec, cell).slice(0, 1))
      const judging = judgingRace(spec, cell, ['defaults'])
      expect(tuning.seeds.filter((seed) => judging.seeds.includes(seed))).toEqual([])
      const table = await tableOf(tuning.dataset)
      const { rows } = encodeTable(tuning, table)
      const tuned = splitFor(tuning, encodeTable(tuning, table), tuning.seeds[0]!)
      for (const seed of judging.seeds) {
        const judged = splitFor(judging, encodeTable(judging, table), seed)
        // Judged runs train on the very rows that trials trained on.
        expect(judged.train).toEqual(tuned.train)
        const seen = new Set([...tuned.train, ...tuned.validation])
        expect(judged.validation.filter((row) => seen.has(row))).toHaveLength(0)
        // Together the three are all rows, each once.
        const all = [...seen, ...judged.validation].sort((a, b) => a - b)
        expect(all).toEqual([...rows].sort((a, b) => a - b))
      }
      for (const seed of tuning.seeds) {
        const again = splitFor(tuning, encodeTable(tuning, table), seed)
        expect(again.validation).toEqual(tuned.validation)
      }
      expect(describeRace(tuning, table)).toMatchObject({
        trainRows: tuned.train.length,
        validationRows: tuned.validation.length,
      })
    },
  )

  it('follow from the split’s seed alone', async () => {
    const rowsOf = async (seed: number): Promise<Int32Array> => {
      const spec = tournamentOf(1, ['a'], { split: { seed } })
      const race = judgingRace(spec, { task: 0, contestant: 0 }, ['defaults'])
      return splitFor(race, encodeTable(race, await tableOf(race.dataset)), 11).validation
    }
    expect(await rowsOf(5)).toEqual(await rowsOf(5))
    expect(await rowsOf(6)).not.toEqual(await rowsOf(5))
  })
})

describe('the trials of a cell', () => {
  const spec = tournamentOf(2, ['a', 'b'], { budgets: [0, 4, 16] })

  it('are those of the largest budget, drawn once, the same for every contestant of a task', () => {
    const trials = trialsOfCell(spec, { task: 0, contestant: 0 })
    expect(trials).toHaveLength(16)
    expect(trialsOfCell(spec, { task: 0, contestant: 1 })).toEqual(trials)
    expect(trialsOfCell(spec, { task: 1, contestant: 0 })).not.toEqual(trials)
    expect(trials.every(({ lr }) => lr! >= 1e-4 && lr! <= 10)).toBe(true)
  })

  it('are each contestant’s own where they are not paired', () => {
    const own = tournamentOf(2, ['a', 'b'], { budgets: [16], search: { paired: false } })
    const [a, b] = [0, 1].map((contestant) => trialsOfCell(own, { task: 0, contestant }))
    expect(a).not.toEqual(b)
  })

  it('do not change with tasks that are added', () => {
    const more = tournamentOf(3, ['a', 'b', 'c'], { budgets: [0, 4, 16] })
    const cell = { task: 1, contestant: 1 }
    expect(trialsOfCell(more, cell)).toEqual(trialsOfCell(spec, cell))
  })
})

describe('what a budget chooses', () => {
  const scores = [
    [3, 4, 5],
    [null, null, 0],
    [1, 2, 9],
    [2, 2, 2],
  ]

  it('is the best median of the first so many trials', () => {
    expect([0, 1, 2, 3, 4].map((budget) => chosenBy(scores, budget, false))).toEqual([
      'defaults',
      ...[0, 0, 2, 2],
    ])
    // More is better: 4, lost, 2, 2.
    expect(chosenBy(scores, 4, true)).toBe(0)
  })

  it('is the first where all diverged', () => {
    expect(chosenBy([[null], [null]], 2, false)).toBe(0)
  })
})
