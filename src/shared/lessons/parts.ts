import { writeRule } from '../own/file.ts'
import { ownOptimizer, type OwnRule } from '../own/rule.ts'
import type { HyperValues } from '../optimizers/index.ts'
import type { UpdateRule } from '../rules/rule.ts'
import type { Ground } from '../rules/ground.ts'
import { responsesTo, type Response } from '../rules/response.ts'
import { parseFormula } from '../surfaces/formula.ts'
import type { Domain, Point } from '../surfaces/index.ts'
import type { OwnSurface, SurfaceSetting } from '../surfaces/setting.ts'
import type { Trajectory } from '../surfaces/walk.ts'
import type { LocalizedText } from '../text.ts'
import type { Dial, HandOver, LessonLane, PlotAxis, PlotLine } from './types.ts'
import { ruleFor } from './walks.ts'

export * from './walks.ts'

/* What lessons are made of: each of them names the same things by the same words. */

export const words = {
  step: { en: 'step', 'zh-CN': '步' },
  loss: { en: 'loss', 'zh-CN': '损失' },
  weight: { en: 'weight w', 'zh-CN': '权重 w' },
  velocity: { en: 'velocity v', 'zh-CN': '速度 v' },
  rate: { en: 'effective rate', 'zh-CN': '有效学习率' },
  start: { en: 'start', 'zh-CN': '起点' },
  yourRate: { en: 'your rate', 'zh-CN': '你的学习率' },
  limit: { en: 'at the limit', 'zh-CN': '恰在极限' },
} as const satisfies Record<string, LocalizedText>

/** @returns a dial for the learning rate */
export const rateDial = (values: readonly number[], first: number): Dial => ({
  key: 'lr',
  symbol: 'η',
  name: { en: 'learning rate', 'zh-CN': '学习率' },
  values,
  first,
})

/** @returns a dial for the share of the velocity that is kept */
export const momentumDial = (values: readonly number[], first: number): Dial => ({
  key: 'momentum',
  symbol: 'μ',
  name: { en: 'momentum', 'zh-CN': '动量系数' },
  values,
  first,
})

/** @returns a dial for the largest curvature of a bowl */
export const curvatureDial = (values: readonly number[], first: number): Dial => ({
  key: 'curvature',
  symbol: 'L',
  name: { en: 'curvature', 'zh-CN': '曲率' },
  values,
  first,
})

/** @returns how a lane answers a series of gradients, as the Optimizers stage shows it */
export function answered(
  { optimizer, convention, hyper }: LessonLane,
  gradients: ArrayLike<number>,
): Response {
  return responsesTo(ruleFor(optimizer, convention), hyper, [gradients])[0]!
}

/** @returns a gradient that never changes, so many steps long */
export const constant = (gradient: number, steps: number): Float64Array =>
  new Float64Array(steps).fill(gradient)

/** @returns a hand-over to the Optimizers stage, with the gradients that the lesson's rule answers */
export const onOptimizers = (
  lane: LessonLane,
  gradients: ArrayLike<number>,
): Extract<HandOver, { stage: 'optimizers' }> => ({ stage: 'optimizers', lane, gradients })

/** What an axis is called that {@link lengthsOf} stands on. */
export const inRates: LocalizedText = { en: 'step length in η', 'zh-CN': '步长（以 η 计）' }

/** @returns the lengths of a lane's steps, as multiples of its learning rate */
export const lengthsOf = ({ steps }: Response, lr: number): number[] =>
  Array.from(steps, (step) => Math.abs(step) / lr)

/** @returns where a walk is after so many steps, or where its numbers ended */
export function placeOf(
  { points, steps }: Pick<Trajectory, 'points' | 'steps'>,
  step: number,
): Point {
  const at = Math.min(step, steps)
  return { x: points[2 * at]!, y: points[2 * at + 1]! }
}

const bowls = new Map<string, Ground>()

/** A formula that a lesson writes, read once. @throws Error where it cannot be read */
export function groundOf(text: string): Ground {
  const known = bowls.get(text)
  if (known) return known
  const read = parseFormula(text)
  if (!read.ok) throw new Error(`${text}: ${read.fault.kind}`)
  bowls.set(text, read.formula)
  return read.formula
}

/** @returns a plot's line that goes along a surface where y is 0 */
export function slice(
  surface: Ground,
  { from, to }: Pick<PlotAxis, 'from' | 'to'>,
  name: LocalizedText,
  rest: Partial<PlotLine> = {},
): PlotLine {
  const x = Array.from({ length: 121 }, (_, at) => from + ((to - from) * at) / 120)
  return { name, x, y: x.map((each) => surface.value(each, 0)), ...rest }
}

/** @returns a walk along y = 0 as a line of a plot: over each weight its loss */
export function hops(trajectory: Trajectory, line: Omit<PlotLine, 'x' | 'y' | 'steps'>): PlotLine {
  const { steps, points, values } = trajectory
  const x = Array.from({ length: steps + 1 }, (_, step) => points[2 * step]!)
  return { ...line, x, y: Array.from(values.subarray(0, steps + 1)), steps: true }
}

/** @returns a series over its steps, counted from `from` @default 0 */
export function overSteps(
  values: ArrayLike<number>,
  line: Omit<PlotLine, 'x' | 'y'>,
  from = 0,
): PlotLine {
  return {
    ...line,
    x: Array.from({ length: values.length }, (_, at) => from + at),
    y: Array.from(values),
  }
}

/** @returns the heights of a line over some places, between its points straight */
export function heightsAt(line: Pick<PlotLine, 'x' | 'y'>, at: readonly number[]): number[] {
  return at.map((place) => {
    let next = 0
    while (next < line.x.length - 1 && line.x[next]! < place) next++
    const before = Math.max(0, next - 1)
    const [x0, x1] = [line.x[before]!, line.x[next]!]
    const share = x1 === x0 ? 1 : Math.min(1, Math.max(0, (place - x0) / (x1 - x0)))
    return line.y[before]! * (1 - share) + line.y[next]! * share
  })
}

/** @returns the first step whose value lies below a bound, Infinity where none does */
export function arrivalAt({ values, steps }: Trajectory, below: number): number {
  for (let step = 0; step <= steps; step++) if (values[step]! < below) return step
  return Infinity
}

/** @returns the first step from which on every value lies below a bound, Infinity where there is none */
export function settledAt({ values, steps }: Trajectory, below: number): number {
  let step = steps + 1
  while (step > 0 && values[step - 1]! < below) step--
  return step > steps ? Infinity : step
}

/** @returns the level that counts as arrived, over the steps that are shown */
export const arrived = (target: number, steps: number): PlotLine => ({
  name: { en: `arrived: ${target}`, 'zh-CN': `到达：${target}` },
  ...{ x: [0, steps], y: [target, target], dash: [2, 4] },
})

type OwnLane = SurfaceSetting['lanes'][number]

/** A rule that a lesson writes as a person would. */
interface Written {
  readonly rule: UpdateRule
  /** On the Surface stage, which takes the rule along. */
  lane(hyper: HyperValues): OwnLane
}

/** @returns what a lesson needs of a rule that it has written */
export function written(own: OwnRule): Written {
  return {
    rule: ownOptimizer(own).rules.own!,
    lane: (hyper) => ({
      ...{ optimizer: `own:${own.name}`, convention: 'own', rule: writeRule(own) },
      ...{ hyper, on: true },
    }),
  }
}

/** What the Surface stage shows of a step. */
interface OnSurface {
  /** Of a surface of the list, or a formula with what is shown of it. */
  readonly surface: string | Pick<OwnSurface, 'text' | 'domain'>
  readonly start: Point
  readonly steps: number
  /** The step that is shown. @default the last */
  readonly step?: number
  readonly lanes: readonly LessonLane[]
  /** Beside the lanes. */
  readonly own?: readonly OwnLane[]
  readonly frame?: Domain
  readonly noise?: SurfaceSetting['noise']
}

/** @returns a hand-over to the Surface stage, at the step that the lesson shows */
export function onSurface({ surface, start, steps, lanes, ...rest }: OnSurface): HandOver {
  const own = typeof surface === 'string' ? undefined : { ...surface, minima: [] }
  return {
    stage: 'surface',
    setting: {
      version: 1,
      surface: typeof surface === 'string' ? surface : 'own',
      ...(own && { own }),
      start,
      steps,
      step: rest.step ?? steps,
      noise: rest.noise ?? { deviation: 0, seed: 1 },
      lanes: [...lanes.map((each) => ({ ...each, on: true })), ...(rest.own ?? [])],
      selected: 0,
      view: 'contours',
      frame: rest.frame,
      logarithmic: true,
      colour: 'minimum',
    },
  }
}
