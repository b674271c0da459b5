import { findClipping, type Clipping } from '#shared/clipping/index.ts'
import type { LaneSpec } from '#shared/experiment/spec.ts'
import type { Framework } from '#shared/optimizers/index.ts'
import { findSchedule, isConstant, settingsOf, type Schedule } from '#shared/schedules/index.ts'
import { call, indent, py, snake, snakeCode } from './literals.ts'
import { laneRules, type LaneRules } from './rules.ts'
import type { ScriptInput } from './types.ts'

/** What of a script the lanes decide. */
export interface LaneTexts extends Omit<LaneRules, 'calls'> {
  /** The list itself. */
  readonly list: string
  /** A function per schedule and way of clipping that a lane has. */
  readonly functions: string
}

/** The function of one way of clipping, and how a lane calls it. */
export type ClippedText = (clipping: Clipping) => {
  readonly text: string
  readonly lambda: (limit: string) => string
}

/**
 * @param first what a call of an optimizer's class begins with
 * @param budget the steps that schedules last whose length is the race's
 */
export function laneTexts(
  { spec, rates = [] }: ScriptInput,
  framework: Framework,
  first: readonly string[],
  clipped: ClippedText,
  budget: number,
): LaneTexts {
  const functions = new Map<string, string>()
  const byHand = (lane: LaneSpec): string[] =>
    rates
      .filter((change) => change.lane === lane.id)
      .map(({ step, rate, seeds }) => py({ tuple: [step, rate, seeds ? [...seeds] : null] }))
  const changed = (lane: LaneSpec): boolean =>
    !isConstant(lane.schedule) || rates.some((change) => change.lane === lane.id)
  const rules = laneRules(spec.lanes, framework, first, changed)
  const maker = first.length > 0 ? `lambda ${first.join(', ')}: ` : 'lambda: '

  const lanes = spec.lanes.map((lane, index) => {
    const { schedule, clipping, weightDecay, hyper } = lane
    const args = [py(lane.id), `${maker}${rules.calls[index]!}`]
    if (hyper.lr !== undefined) args.push(`rate=${py(hyper.lr)}`)
    const known = findSchedule(schedule.kind)
    if (known && !isConstant({ ...schedule, warmup: 0 })) {
      functions.set(scheduleName(known), scheduleText(known))
      const settings = Object.entries(settingsOf(schedule, budget))
      const given = settings.map(([key, value]) => `${snake(key)}=${py(value)}`)
      const called = call(scheduleName(known), ['rate', 't', ...given], 60)
      args.push(`schedule=lambda rate, t: ${called}`)
    }
    if (schedule.warmup > 0) args.push(`warmup=${schedule.warmup}`)
    const way = clipping && findClipping(clipping.kind)
    if (clipping && way) {
      const { text, lambda } = clipped(way)
      functions.set(clippingName(way), text)
      args.push(`clip=${lambda(py(clipping.limit))}`)
    }
    if (weightDecay) args.push(`${weightDecay.kind}_decay=${py(weightDecay.rate)}`)
    const hand = byHand(lane)
    if (hand.length > 0) args.push(`by_hand=[${hand.join(', ')}]`)
    return call('Lane', args, 84)
  })
  return {
    list: `LANES = [\n${indent(lanes.map((lane) => `${lane},`).join('\n'))}\n]`,
    functions: [...functions.values()].join('\n\n\n'),
    classes: rules.classes,
    needs: rules.needs,
  }
}

export function clippingName({ kind }: Clipping): string {
  return `clip_by_${snake(kind)}`
}

function scheduleName({ kind }: Schedule): string {
  return `${snake(kind)}_schedule`
}

function scheduleText(schedule: Schedule): string {
  const { name, parameters, code } = schedule
  const keys = parameters.map(({ key }) => snake(key))
  return `def ${scheduleName(schedule)}(${['rate', 't', ...keys].join(', ')}):
    """The ${name.en} schedule: the rate of step t behind the warm-up, from 0."""
${indent(snakeCode(code))}
    return rate`
}
