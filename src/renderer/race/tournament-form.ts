import { laneSchema } from '#shared/experiment/lane.ts'
import type { DatasetSource } from '#shared/experiment/source.ts'
import { specSchema, type LaneSpec } from '#shared/experiment/spec.ts'
import { z } from '#shared/schema.ts'
import {
  findTournament,
  parseTournament,
  type TournamentInput,
  type TournamentTask,
} from '#shared/tournament/index.ts'
import { sameTable, toSpecPart, type ExperimentData } from '#renderer/stores/experiment-data.ts'
import { allRenamed, createLane, laneNames } from './lanes.ts'

/** Where the tasks come from: a preset, or tables that a person ticks. */
export const taskChoices = ['small', 'classic', 'tables'] as const
export type TaskChoice = (typeof taskChoices)[number]

/** Tuning budgets to choose from; 0 is the defaults. */
export const budgetChoices = [0, 1, 4, 16, 64] as const

/** The first judging seed: tuning seeds begin at 1 and never come as far. */
const firstJudging = 101

const { shape } = specSchema

/** A ticked table, with all of it that a task takes. */
const tableSchema = z.object({
  /** What it is called. */
  name: z.string().min(1),
  dataset: shape.dataset,
  target: shape.target,
  features: shape.features,
  missing: shape.missing,
  scaling: shape.scaling,
  loss: shape.loss,
})
export type TableTask = z.output<typeof tableSchema>

const seeds = z.int().min(1).max(100)

/** The form of the next tournament: always valid, whatever was typed. */
export const formSchema = z.object({
  choice: z.enum(taskChoices).catch('small'),
  /** Tasks of presets that are left out, by id. */
  left: z.array(z.string()).catch([]),
  tables: z.array(tableSchema).catch([]),
  /** Units of the one hidden layer of tables' tasks; 0 has none. */
  hidden: z.int().min(0).max(1000).catch(16),
  /** Of tables' tasks. */
  epochs: z.int().min(1).max(100_000).catch(30),
  contestants: z.array(laneSchema).min(1),
  budgets: z.array(z.int().min(0).max(1000)).min(1).catch([0, 1, 4, 16]),
  tuning: seeds.catch(3),
  judging: seeds.catch(10),
})

export type TournamentForm = z.output<typeof formSchema>

/** @returns the preset's tasks with every default filled in; none for one's own tables */
export function presetTasks(choice: TaskChoice): readonly TournamentTask[] {
  const preset = choice === 'tables' ? undefined : findTournament(choice)
  return preset ? parseTournament(preset.spec).tasks : []
}

/** @returns the lanes that a preset lets meet; one's own tables begin with those of the small one */
export function presetLanes(choice: TaskChoice): LaneSpec[] {
  const preset = findTournament(choice === 'tables' ? 'small' : choice)
  const contestants = preset ? parseTournament(preset.spec).contestants : []
  return allRenamed(
    contestants.map(({ lane: { optimizer, convention } }) => createLane(optimizer, convention)),
  )
}

export const firstForm = (): TournamentForm =>
  formSchema.parse({ contestants: presetLanes('small') })

/** @returns the form with tasks from elsewhere; contestants and budgets follow unless a person changed them */
export function withChoice(form: TournamentForm, choice: TaskChoice): TournamentForm {
  if (choice === form.choice) return form
  const told = (lanes: readonly LaneSpec[]): string => JSON.stringify(lanes)
  const untouched = told(form.contestants) === told(presetLanes(form.choice))
  const preset = choice === 'tables' ? undefined : findTournament(choice)
  return {
    ...form,
    choice,
    ...(untouched ? { contestants: presetLanes(choice) } : {}),
    ...(preset?.spec.budgets ? { budgets: [...preset.spec.budgets] } : {}),
  }
}

/** @returns a table as a task has it, by what is proposed or was chosen of it; scaling looks at training rows alone */
export function tableTask(data: ExperimentData): TableTask {
  const { dataset, target, features, missing, scaling, loss } = toSpecPart(data)
  return tableSchema.parse({
    name: data.name,
    ...{ dataset, target, features, missing, loss },
    scaling: { ...scaling, fit: 'train' },
  })
}

export const isTicked = ({ tables }: TournamentForm, source: DatasetSource): boolean =>
  tables.some(({ dataset }) => sameTable(dataset, source))

/** @returns the form without the table */
export const withoutTable = (form: TournamentForm, source: DatasetSource): TournamentForm => ({
  ...form,
  tables: form.tables.filter(({ dataset }) => !sameTable(dataset, source)),
})

/** @returns tasks that the form asks for, as a tournament has them */
export function tasksOf(form: TournamentForm): TournamentInput['tasks'] {
  if (form.choice !== 'tables') {
    return presetTasks(form.choice).filter(({ id }) => !form.left.includes(id))
  }
  const { hidden, epochs } = form
  const taken = new Set<string>()
  return form.tables.map(({ name, ...part }) => {
    let id = name.slice(0, 60)
    for (let number = 2; taken.has(id); number++) id = `${name.slice(0, 56)} ${number}`
    taken.add(id)
    return {
      id,
      ...part,
      model: {
        hidden: hidden > 0 ? [hidden] : [],
        activation: 'tanh',
        initial: { kind: 'glorot' },
      },
      batchSize: 32,
      budget: { epochs },
    }
  })
}

/** @returns the tournament that the form describes; it is none while tasks are missing */
export function tournamentOf(form: TournamentForm, title: string): TournamentInput {
  const names = laneNames(form.contestants)
  const count = (first: number, many: number): number[] =>
    Array.from({ length: many }, (_, at) => first + at)
  return {
    title,
    tasks: tasksOf(form),
    contestants: form.contestants.map((lane, at) => ({
      lane: { ...lane, id: (names[at] ?? lane.id).slice(0, 64) },
    })),
    budgets: [...form.budgets].sort((a, b) => a - b),
    seeds: { tuning: count(1, form.tuning), judging: count(firstJudging, form.judging) },
  }
}
