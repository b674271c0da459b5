import { clippings } from '../clipping/index.ts'
import { hyperFault, inRange, rangeText } from '../rules/ranges.ts'
import { conventions, defaultHyper } from '../optimizers/index.ts'
import { readRule } from '../own/file.ts'
import { optimizerOf, ruleOf } from '../own/lane.ts'
import { findSchedule } from '../schedules/index.ts'
import { recordOf, z } from '../schema.ts'

/** How the rate changes: a schedule, and before it a linear warm-up. */
const scheduleSchema = z
  .strictObject({
    kind: z.string(),
    parameters: recordOf(z.number()).default({}),
    /** Steps over which the rate climbs to the lane's own; step t of w takes rate·(t+1)/w. */
    warmup: z.int().min(0).max(1_000_000_000).default(0),
  })
  .superRefine((choice, context) => {
    const fault = (path: string[], message: string): void =>
      context.addIssue({ code: 'custom', path, message })
    const schedule = findSchedule(choice.kind)
    if (!schedule) return fault(['kind'], `there is no schedule '${choice.kind}'`)
    for (const [key, value] of Object.entries(choice.parameters)) {
      const declared = schedule.parameters.find((each) => each.key === key)
      const path = ['parameters', key]
      if (!declared) fault(path, `the ${choice.kind} schedule has no '${key}'`)
      else if (!inRange(value, declared.range)) {
        fault(path, `must lie in ${rangeText(declared.range)}, is ${value}`)
      } else if (declared.whole && !Number.isInteger(value)) fault(path, 'must be a whole number')
    }
  })

const clippingSchema = z.strictObject({
  kind: z.enum(clippings.map(({ kind }) => kind) as [string, ...string[]]),
  limit: z.number().positive().max(1e9),
})

const weightDecaySchema = z.strictObject({
  /** `coupled`: rate·p is added to the clipped gradient. `decoupled`: p shrinks by learning rate·rate·p before the step. */
  kind: z.enum(['coupled', 'decoupled']),
  rate: z.number().positive().max(1000),
})

/** A contestant: a rule with its hyper-parameters, and what is done to its rate and its gradients. */
export const laneSchema = z
  .strictObject({
    /** Names the lane within its race. */
    id: z.string().min(1).max(64),
    /** One of the program's by its id, or `own:` and the name of the one that `rule` holds. */
    optimizer: z.string(),
    convention: z.enum(conventions).default('tutorial'),
    /** The whole file of a rule that a person wrote, so that nothing beside the spec is needed. */
    rule: z.string().optional(),
    /** Hyper-parameters and flags by key; those left out take the rule's defaults. */
    hyper: recordOf(z.union([z.number(), z.boolean()])).default({}),
    schedule: scheduleSchema.default({ kind: 'constant', parameters: {}, warmup: 0 }),
    /** Bounds the gradient before the update; null leaves it. */
    clipping: clippingSchema.nullable().default(null),
    /** Beside whatever weight decay the rule itself declares, which stays its own hyper-parameter. */
    weightDecay: weightDecaySchema.nullable().default(null),
  })
  .superRefine((lane, context) => {
    const fault = (path: string[], message: string): void =>
      context.addIssue({ code: 'custom', path, message })
    const optimizer = optimizerOf(lane)
    if (!optimizer && lane.rule !== undefined) {
      for (const { place, message } of readRule(lane.rule).faults ?? []) {
        fault(['rule'], `line ${place.line}, column ${place.column}: ${message.en}`)
      }
      return
    }
    if (!optimizer) {
      return fault(['optimizer'], `there is no optimizer '${lane.optimizer}'`)
    }
    if (optimizer.id !== lane.optimizer) {
      return fault(['optimizer'], `the lane's rule makes this '${optimizer.id}'`)
    }
    const rule = ruleOf(lane)
    if (!rule) {
      return fault(['convention'], `${lane.optimizer} has no ${lane.convention} convention`)
    }
    for (const [key, value] of Object.entries(lane.hyper)) {
      const wrong = hyperFault(rule, key, value)
      if (wrong) fault(['hyper', key], wrong)
    }
    if (rule.hyper.some(({ key }) => key === 'lr')) return
    const none = `${lane.optimizer} (${lane.convention}) has no learning rate`
    if (lane.schedule.kind !== 'constant' || lane.schedule.warmup > 0) fault(['schedule'], none)
    if (lane.weightDecay?.kind === 'decoupled') fault(['weightDecay'], none)
  })
  .transform((lane) => {
    const rule = ruleOf(lane)
    return { ...lane, hyper: { ...(rule && defaultHyper(rule)), ...lane.hyper } }
  })
