import { judged, taskFault } from '#shared/metrics/index.ts'
import { taskOf } from '#shared/models.ts'
import { inRange, rangeText } from '#shared/rules/ranges.ts'
import { ruleOf } from '#shared/own/lane.ts'
import { z } from '#shared/schema.ts'
import { badSpec } from '../faults.ts'
import { specSchema, type LaneSpec } from '../spec.ts'
import { defaultRange, rangeFault } from './ranges.ts'

/** The most runs of one sweep: contestants × trials × seeds. */
const mostRuns = 200_000

/** Where learning rates are looked for. */
export const rateRangeSchema = z.strictObject({
  from: z.number().positive().max(1000),
  to: z.number().positive().max(1000),
})

/** Another hyper-parameter that is looked for. */
export const otherRangeSchema = z.strictObject({
  key: z.string(),
  /** Left out, about the rule's own default; see `defaultRange`. */
  from: z.number().optional(),
  to: z.number().optional(),
})

/**
 * The one description of a sweep: an experiment whose lanes are the contestants, fixed
 * hyper-parameters with them, and whose seeds are the ones to tune on; and how to look for the best
 * of each.
 */
export const sweepSchema = z
  .strictObject({
    version: z.literal(1).default(1),
    title: z.string().max(200).optional(),
    experiment: specSchema,
    /** Of every contestant: the budget is equal. */
    trials: z.int().min(1).max(1000).default(16),
    search: z
      .strictObject({
        /**
         * `grid`: learning rates at even logarithmic steps, both ends with them.
         * `random`: log-uniform, the same rates for every contestant.
         */
        kind: z.enum(['grid', 'random']).default('grid'),
        rate: rateRangeSchema.default({ from: 1e-4, to: 10 }),
        /** Other hyper-parameters to draw at random, in whichever contestants declare them. */
        others: z.array(otherRangeSchema).max(15).default([]),
        /** Decides every draw. */
        seed: z.int().min(0).max(0xffffffff).default(0),
      })
      .default({ kind: 'grid', rate: { from: 1e-4, to: 10 }, others: [], seed: 0 }),
    /** What the median over seeds is taken of. */
    objective: z
      .strictObject({
        metric: z.enum(judged),
        /** Its last recorded value, or the best of those recorded. */
        at: z.enum(['final', 'best']).default('final'),
      })
      .default({ metric: 'validationLoss', at: 'final' }),
  })
  .superRefine((spec, context) => {
    const fault = (path: (string | number)[], message: string): void =>
      context.addIssue({ code: 'custom', path, message })
    const { experiment, search, objective } = spec
    const { from, to } = search.rate
    if (from > to) fault(['search', 'rate', 'from'], `must not lie above the end, ${to}`)
    if (experiment.start) {
      fault(['experiment', 'start'], 'a sweep needs other seeds to race on: leave it out')
    }
    const runs = experiment.lanes.length * spec.trials * experiment.seeds.length
    if (runs > mostRuns) fault(['trials'], `makes ${runs} runs, more than ${mostRuns}`)
    const wrong = taskFault(objective.metric, taskOf(experiment.loss))
    if (wrong) fault(['objective', 'metric'], wrong)

    if (search.kind === 'grid') {
      search.others.forEach((_, index) =>
        fault(
          ['search', 'others', index],
          'a grid varies the learning rate alone: choose the random search',
        ),
      )
    }
    for (const { path, message } of othersFaults(experiment.lanes, search.others)) {
      fault(['search', 'others', ...path], message)
    }
  })

type OtherRange = z.output<typeof otherRangeSchema>

/**
 * @param lanes the contestants
 * @returns what is wrong with hyper-parameters that are to be searched in them, with paths from the list
 */
export function othersFaults(
  lanes: readonly LaneSpec[],
  others: readonly OtherRange[],
): { readonly path: (string | number)[]; readonly message: string }[] {
  const keys = new Set<string>()
  return others.flatMap((other, index) => {
    const faults: { path: (string | number)[]; message: string }[] = []
    const key = (message: string): void => void faults.push({ path: [index, 'key'], message })
    if (other.key === 'lr') key('the learning rate is searched as it is')
    if (keys.has(other.key)) key(`'${other.key}' stands twice`)
    keys.add(other.key)
    const declared = lanes.flatMap((lane) => {
      const rule = ruleOf(lane)
      return rule?.hyper.filter((parameter) => parameter.key === other.key) ?? []
    })
    if (declared.length === 0) key(`no contestant has '${other.key}'`)
    for (const parameter of declared) {
      const usual = defaultRange(parameter)
      const range = { from: other.from ?? usual.from, to: other.to ?? usual.to }
      const outside = [range.from, range.to].find((end) => !inRange(end, parameter.range))
      const wrong =
        outside === undefined
          ? rangeFault(parameter, range)
          : `must lie in ${rangeText(parameter.range)}, is ${outside}`
      if (!wrong) continue
      faults.push({ path: [index], message: wrong })
      break
    }
    return faults
  })
}

/** A sweep with every default filled in. */
export type SweepSpec = z.output<typeof sweepSchema>

/** A sweep as a person or a file writes it: defaults may be left out. */
export type SweepInput = z.input<typeof sweepSchema>

/**
 * @returns the sweep with every default filled in
 * @throws LabError `bad-spec`, whose details name each fault with its path (`search.rate.from: …`)
 */
export function parseSweep(input: unknown): SweepSpec {
  const result = sweepSchema.safeParse(input)
  if (result.success) return result.data
  throw badSpec('The sweep', result.error.issues)
}
