import { describe, expect, it } from 'vitest'
import {
  firstForm,
  formSchema,
  isTicked,
  presetLanes,
  presetTasks,
  tableTask,
  tasksOf,
  tournamentOf,
  withChoice,
  withoutTable,
} from '#renderer/race/tournament-form.ts'
import { firstData } from '#renderer/stores/experiment-data.ts'
import { parseTournament } from '#shared/tournament/index.ts'

describe('the form of a tournament', () => {
  it('opens with the small one, whose contestants are named and start from their defaults', () => {
    const spec = parseTournament(tournamentOf(firstForm(), 'Small'))
    expect(spec.tasks.map(({ id }) => id)).toEqual(presetTasks('small').map(({ id }) => id))
    expect(spec.contestants.map(({ lane }) => lane.id)).toContain('RMSprop')
    expect(spec.contestants.every(({ lane }) => Number(lane.hyper.lr) > 0)).toBe(true)
    expect(spec.seeds.tuning).toEqual([1, 2, 3])
    expect(spec.seeds.judging).toHaveLength(10)
    expect(spec.budgets).toEqual([0, 1, 4, 16])
  })

  it('leaves out unticked tasks', () => {
    const [first, ...rest] = presetTasks('small').map(({ id }) => id)
    const form = { ...firstForm(), left: [first!] }
    expect(tasksOf(form).map(({ id }) => id)).toEqual(rest)
  })

  it('takes the contestants of another preset, but keeps those that a person changed', () => {
    const classic = withChoice(firstForm(), 'classic')
    expect(classic.contestants).toEqual(presetLanes('classic'))
    expect(classic.budgets).toEqual([0, 1, 4, 16, 64])
    const own = { ...firstForm(), contestants: presetLanes('small').slice(0, 2) }
    expect(withChoice(own, 'classic').contestants).toEqual(own.contestants)
  })

  it('makes tasks of tables as they were proposed, fitted on training rows, each called like no other', () => {
    const wine = tableTask({ ...firstData, scaling: { kind: 'standard', fit: 'all' } })
    const moons = tableTask({ ...firstData, source: { generator: 'moons', settings: {} } })
    const form = { ...firstForm(), choice: 'tables' as const, tables: [wine, moons], hidden: 0 }
    const spec = parseTournament(tournamentOf(form, 'My tables'))
    expect(spec.tasks.map(({ id }) => id)).toEqual(['Wine', 'Wine 2'])
    expect(spec.tasks[0]).toMatchObject({
      dataset: { builtin: 'wine' },
      target: 'cultivar',
      scaling: { fit: 'train' },
      model: { hidden: [] },
    })
    expect(isTicked(form, { builtin: 'wine' })).toBe(true)
    expect(withoutTable(form, { builtin: 'wine' }).tables).toEqual([moons])
  })

  it('is read as it was kept, and what makes no sense any more is what it was at first', () => {
    const form = { ...firstForm(), choice: 'classic', tuning: 5 }
    expect(formSchema.parse(JSON.parse(JSON.stringify(form)))).toEqual(form)
    expect(formSchema.parse({ ...form, choice: 'huge', judging: 0 })).toMatchObject({
      choice: 'small',
      judging: 10,
      tuning: 5,
    })
  })
})
