import { judged, taskFault } from '../metrics/index.ts'
import { taskOf } from '../models.ts'
import { badSpec } from '../experiment/faults.ts'
import { laneSchema } from '../experiment/lane.ts'
import { specSchema } from '../experiment/spec.ts'
import { othersFaults, otherRangeSchema, rateRangeSchema } from '../experiment/sweep/spec.ts'
import { z } from '../schema.ts'

/** The most runs of one tournament, tuning and judging together. */
const mostTournamentRuns = 5_000_000

const seed = z.int().min(0).max(0xffffffff)
const seeds = z.array(seed).min(1).max(100)
const name = z.string().min(1).max(64)
const { shape } = specSchema

/** What the score of a run is. */
const objectiveSchema = z.strictObject({
  metric: z.enum(judged),
  /** Its last recorded value, or the best of those recorded. */
  at: z.enum(['final', 'best']).default('final'),
})

/** What is trained: everything of an experiment but its lanes and what chance decides. */
const taskSchema = z.strictObject({
  /** Names the task within its tournament. */
  id: name,
  dataset: shape.dataset,
  target: shape.target,
  features: shape.features,
  missing: shape.missing,
  scaling: shape.scaling,
  model: shape.model,
  loss: shape.loss,
  batchSize: shape.batchSize,
  budget: shape.budget,
  /** How often judged runs are looked at: as exact is their time to target. */
  every: shape.record.unwrap().shape.every,
  /** The metric that counts here, where it is another than the tournament's. */
  objective: objectiveSchema.optional(),
  /** What counts as reached, for the time to it; left out, one is found that distinguishes contestants. */
  reach: z.number().optional(),
})

const contestantSchema = z.strictObject({
  /** Optimizer, convention, schedule and fixed hyper-parameters; its id names the contestant. */
  lane: laneSchema,
  /** What is tuned besides, or elsewhere, than the tournament's search says. */
  tune: z
    .strictObject({
      rate: rateRangeSchema.optional(),
      others: z.array(otherRangeSchema).max(15).default([]),
    })
    .default({ others: [] }),
})

/**
 * The one description of a tournament: contestants meet on tasks, each tuned with budgets of trials, and
 * judged on fresh seeds and on rows that no trial was held against.
 *
 * @see Sivaprasad et al. 2020, Optimizer Benchmarking Needs to Account for Hyperparameter Tuning
 */
export const tournamentSchema = z
  .strictObject({
    version: z.literal(1).default(1),
    title: z.string().max(200).optional(),
    tasks: z.array(taskSchema).min(1).max(100),
    contestants: z.array(contestantSchema).min(1).max(64),
    /**
     * Tuning budgets in trials, 0 being the defaults. The trials of the largest are drawn and run; a
     * smaller budget has the first so many of them.
     */
    budgets: z.array(z.int().min(0).max(1000)).min(1).max(12).default([0, 1, 4, 16]),
    search: z
      .strictObject({
        /** Learning rates are drawn log-uniformly from here. */
        rate: rateRangeSchema.default({ from: 1e-4, to: 10 }),
        /** Decides every draw; each task has draws of its own. */
        seed: seed.default(0),
        /**
         * Whether on one task every contestant has the same draws, so that a lucky one is luck for all;
         * else each has its own.
         */
        paired: z.boolean().default(true),
      })
      .default({ rate: { from: 1e-4, to: 10 }, seed: 0, paired: true }),
    seeds: z
      .strictObject({
        /** Each trial runs on every one of these. */
        tuning: seeds.default([1, 2, 3]),
        /** What was chosen runs on these: none of them is a tuning seed. */
        judging: seeds.default([101, 102, 103, 104, 105, 106, 107, 108, 109, 110]),
      })
      .default({
        tuning: [1, 2, 3],
        judging: [101, 102, 103, 104, 105, 106, 107, 108, 109, 110],
      }),
    /** Each table has three parts: rows to train on, rows that tuning and rows that judging hold out. */
    split: z
      .strictObject({
        /** Share of all rows, which no trial sees. */
        judging: z.number().min(0.01).max(0.5).default(0.25),
        /** Share of the others. */
        tuning: z.number().min(0.01).max(0.5).default(0.25),
        stratified: z.boolean().default(true),
        seed: seed.default(0),
      })
      .default({ judging: 0.25, tuning: 0.25, stratified: true, seed: 0 }),
    /** The metric that counts. */
    objective: objectiveSchema.default({ metric: 'validationLoss', at: 'final' }),
  })
  .superRefine((spec, context) => {
    const fault = (path: (string | number)[], message: string): void =>
      context.addIssue({ code: 'custom', path, message })
    const twice = (path: string, names: readonly (string | number)[], what: string): void =>
      names.forEach((each, index) => {
        if (names.indexOf(each) < index)
          fault([...path.split('.'), index], `${what} '${each}' stands twice`)
      })
    twice(
      'tasks',
      spec.tasks.map(({ id }) => id),
      'the task',
    )
    twice(
      'contestants',
      spec.contestants.map(({ lane }) => lane.id),
      'the contestant',
    )
    twice('budgets', spec.budgets, 'the budget')
    twice('seeds.tuning', spec.seeds.tuning, 'the seed')
    twice('seeds.judging', spec.seeds.judging, 'the seed')
    spec.seeds.judging.forEach((each, index) => {
      if (!spec.seeds.tuning.includes(each)) return
      fault(['seeds', 'judging', index], `trials run on the seed ${each}: judge on others`)
    })
    const { from, to } = spec.search.rate
    if (from > to) fault(['search', 'rate', 'from'], `must not lie above the end, ${to}`)
    spec.tasks.forEach((task, index) => {
      const { metric } = task.objective ?? spec.objective
      const path = task.objective
        ? ['tasks', index, 'objective', 'metric']
        : ['objective', 'metric']
      const wrong = taskFault(metric, taskOf(task.loss))
      if (wrong) fault(path, `of the task '${task.id}': ${wrong}`)
      if (task.scaling.fit === 'all') {
        fault(
          ['tasks', index, 'scaling', 'fit'],
          'would look at the rows that judging holds out: fit on train',
        )
      }
    })
    spec.contestants.forEach(({ lane, tune }, index) => {
      for (const { path, message } of othersFaults([lane], tune.others)) {
        fault(['contestants', index, 'tune', 'others', ...path], message)
      }
      if (tune.rate && tune.rate.from > tune.rate.to) {
        const path = ['contestants', index, 'tune', 'rate', 'from']
        fault(path, `must not lie above the end, ${tune.rate.to}`)
      }
    })
    const runs = mostRunsOf(spec)
    if (runs > mostTournamentRuns) {
      fault(['budgets'], `makes up to ${runs} runs, more than ${mostTournamentRuns}`)
    }
  })

/** A tournament with every default filled in. */
export type TournamentSpec = z.output<typeof tournamentSchema>

/** A tournament as a person or a file writes it: defaults may be left out. */
export type TournamentInput = z.input<typeof tournamentSchema>

export type TournamentTask = TournamentSpec['tasks'][number]
export type Objective = TournamentSpec['objective']

/** @returns what the score of a run on the task is */
export function objectiveOf(spec: TournamentSpec, task: TournamentTask): Objective {
  return task.objective ?? spec.objective
}

/** @returns trials that every contestant gets on every task */
export function mostTrials({ budgets }: Pick<TournamentSpec, 'budgets'>): number {
  return Math.max(...budgets)
}

/** @returns runs at most: fewer where several budgets chose the same trial */
export function mostRunsOf(
  spec: Pick<TournamentSpec, 'tasks' | 'contestants' | 'budgets' | 'seeds'>,
): number {
  const {
    tasks,
    contestants,
    budgets,
    seeds: { tuning, judging },
  } = spec
  const each = mostTrials(spec) * tuning.length + budgets.length * judging.length
  return tasks.length * contestants.length * each
}

/**
 * @returns the tournament with every default filled in
 * @throws LabError `bad-spec`, whose details name each fault with its path (`tasks[0].loss: …`)
 */
export function parseTournament(input: unknown): TournamentSpec {
  const result = tournamentSchema.safeParse(input)
  if (result.success) return result.data
  throw badSpec('The tournament', result.error.issues)
}
