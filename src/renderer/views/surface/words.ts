import type { ChartWords } from '#shared/charts/frame.ts'
import { optimizerName } from '#shared/optimizers/index.ts'
import { ruleOf } from '#shared/own/lane.ts'
import type { FormulaFault } from '#shared/surfaces/formula.ts'
import type { GradientCheck } from '#shared/surfaces/gradient-check.ts'
import { isLowest, judge, type Outcome } from '#shared/surfaces/outcome.ts'
import type { Point, Surface, SurfaceGap } from '#shared/surfaces/index.ts'
import { deepest, longestFormula } from '#shared/surfaces/formula/scan.ts'
import type { Levels } from '#renderer/charts/surface/levels.ts'
import { useText } from '#renderer/composables/useText.ts'
import { plainSymbol } from '#shared/words/symbols.ts'
import type { Lane, Run } from './lanes.ts'
import type { ShareFault } from './share.ts'

const { t, format } = useText()

/** @returns a coordinate as sentences and labels print it */
export function coordinateText(value: number): string {
  return format.short(value, 4)
}

export function pointText({ x, y }: Point): { x: string; y: string } {
  return { x: coordinateText(x), y: coordinateText(y) }
}

/** @returns how a value is taken off in a formula: `− 1.03`, `+ 0.94` */
export function shiftText(taken: number): string {
  return `${taken < 0 ? '+' : '−'} ${format.short(Math.abs(taken), 4)}`
}

/** @returns the lane's optimizer, and what sets it apart from the others of the same; twins are numbered */
export function laneText(lane: Lane, all: readonly Lane[]): string {
  const { optimizer, convention, hyper } = lane
  const name = optimizerName(optimizer)
  const alike = all.filter((each) => each.optimizer === optimizer)
  if (alike.length < 2) return name
  // Two conventions have other numbers anyway: those set only lanes of the same one apart.
  const peers = alike.filter((each) => each.convention === convention)
  const differing = (ruleOf(lane)?.hyper ?? []).filter(({ key }) =>
    peers.some((each) => !Object.is(each.hyper[key], hyper[key])),
  )
  const apart = differing.map(({ key, symbol }) => {
    const value = format.short(Number(hyper[key]), 3)
    return key === 'lr' ? value : `${plainSymbol(symbol)} ${value}`
  })
  const kin = peers.length === alike.length
  const twin = peers.length > 1 && apart.length === 0 ? [`#${peers.indexOf(lane) + 1}`] : []
  return [name, ...(kin ? [] : [t(`conventions.${convention}`)]), ...apart, ...twin].join(' ')
}

/** @returns the lane's convention and every hyper-parameter of its rule, in a line */
export function laneSettings(lane: Lane): string {
  const { convention, hyper } = lane
  const rule = ruleOf(lane)
  const numbers = (rule?.hyper ?? []).map(
    ({ key, symbol }) => `${plainSymbol(symbol)} ${format.short(Number(hyper[key]), 4)}`,
  )
  return [t(`conventions.${convention}`), ...numbers].join(' · ')
}

/** Outcomes are asked for by several, and take a look at every step. */
const judged = new WeakMap<Run, { readonly surface: Surface; readonly outcome: Outcome }>()

export function outcomeOf(run: Run, surface: Surface): Outcome {
  const known = judged.get(run)
  if (known?.surface === surface) return known.outcome
  const outcome = judge(run.trajectory, { surface, rule: run.rule, hyper: run.lane.hyper })
  judged.set(run, { surface, outcome })
  return outcome
}

/** @returns how a walk ended, in a few words */
export function outcomeShort(outcome: Outcome, { minima }: Pick<Surface, 'minima'>): string {
  switch (outcome.kind) {
    case 'reached': {
      const step = format.whole(outcome.step)
      return isLowest(minima, outcome.minimum)
        ? t('surface.outcome.reached', { step })
        : t('surface.outcome.reachedLocal', { step })
    }
    case 'local':
      return t(minima.length > 0 ? 'surface.outcome.local' : 'surface.outcome.rests')
    case 'diverged':
      return t('surface.outcome.diverged', { step: format.whole(outcome.step) })
    case 'undefined':
      return outcome.step === 0
        ? t('surface.outcome.undefinedStart')
        : t('surface.outcome.undefined', { step: format.whole(outcome.step) })
    case 'escaped':
      return t('surface.outcome.escaped')
    case 'stuck':
      return t(`surface.outcome.${stuckKeys[outcome.because]}`)
    case 'moving':
      return t('surface.outcome.moving')
  }
}

const stuckKeys = { flat: 'stuckFlat', saddle: 'stuckSaddle', 'small-steps': 'stuckSmall' } as const

const lowestText = ({ minima }: Surface): string =>
  format.short(Math.min(...minima.map(({ value }) => value)), 4)

/** @returns how a walk ended and, where it went wrong, why, as a sentence */
export function outcomeLong(
  outcome: Outcome,
  surface: Surface,
  steps: number,
  tolerance: number,
): string {
  switch (outcome.kind) {
    case 'reached': {
      const { x = NaN, y = NaN, value = NaN } = surface.minima[outcome.minimum] ?? {}
      const said = {
        step: format.whole(outcome.step),
        tolerance: format.short(tolerance, 2),
        ...pointText({ x, y }),
      }
      if (isLowest(surface.minima, outcome.minimum)) return t('surface.outcome.reachedLong', said)
      const heights = { value: format.short(value, 4), lowest: lowestText(surface) }
      return t('surface.outcome.reachedLocalLong', { ...said, ...heights })
    }
    case 'local': {
      const { x, y } = outcome.at
      const value = format.short(surface.value(x, y), 4)
      const said = { step: format.whole(outcome.step), value, ...pointText({ x, y }) }
      if (surface.minima.length === 0) return t('surface.outcome.restsLong', said)
      return t('surface.outcome.localLong', { ...said, lowest: lowestText(surface) })
    }
    case 'diverged': {
      const { cause } = outcome
      const step = format.whole(outcome.step)
      const curvature = format.short(cause.curvature, 4)
      if (cause.kind === 'steep') {
        const limit = format.short(2 / cause.curvature, 3)
        return t('surface.outcome.divergedSteep', { step, curvature, limit })
      }
      const numbers = {
        step,
        curvature,
        rate: format.short(cause.rate, 4),
        limit: format.short(cause.limit, 4),
      }
      const plain = Math.abs(cause.limit * cause.curvature - 2) < 1e-9
      return plain
        ? t('surface.outcome.divergedTwo', numbers)
        : t('surface.outcome.divergedRate', numbers)
    }
    case 'undefined':
      return t('surface.outcome.undefinedLong', {
        ...pointText(outcome.at),
        step: format.whole(outcome.step),
        what: gapText(outcome.gap),
      })
    case 'escaped':
      return t('surface.outcome.escapedLong')
    case 'stuck': {
      const step = format.whole(outcome.step)
      return t(`surface.outcome.${stuckKeys[outcome.because]}Long`, { step })
    }
    case 'moving':
      return t('surface.outcome.movingLong', { steps: format.whole(steps) })
  }
}

/** @returns what has no value or no slope, as part of a sentence */
function gapText(gap: SurfaceGap): string {
  return gap.lacks === 'value'
    ? t(`surface.gap.value.${gap.part}`)
    : t(`surface.gap.slope.${gap.part}`)
}

/** @param length of the formula's text: a fault past its end is a thing missing */
export function formulaFaultText({ kind, what, at, meant }: FormulaFault, length: number): string {
  if (meant !== undefined) return t('surface.formula.faults.meant', { what, meant })
  switch (kind) {
    case 'empty':
      return t('surface.formula.faults.empty')
    case 'constant':
      return t('surface.formula.faults.constant')
    case 'syntax':
      return at >= length
        ? t('surface.formula.faults.syntaxEnd')
        : t('surface.formula.faults.syntax')
    case 'too-long':
      return t('surface.formula.faults.too-long', { n: longestFormula })
    case 'too-deep':
      return t('surface.formula.faults.too-deep', { n: deepest })
    default:
      return t(`surface.formula.faults.${kind}`, { what })
  }
}

export function checkText(check: GradientCheck): string {
  switch (check.kind) {
    case 'agrees':
      return t('surface.formula.agrees', { samples: format.whole(check.samples) })
    case 'differs':
      return t('surface.formula.differs', {
        ...pointText(check.at),
        difference: format.short(check.difference, 2),
      })
    default:
      return t(`surface.formula.${check.kind}`, shortPoint(check.at))
  }
}

/** Places that were searched for are known to three digits. */
function shortPoint({ x, y }: Point): { x: string; y: string } {
  const round = (value: number): string => format.short(Math.abs(value) < 1e-3 ? 0 : value, 3)
  return { x: round(x), y: round(y) }
}

export function shareFaultText(fault: ShareFault | { readonly kind: 'unreadable' }): string {
  return fault.kind === 'unknown'
    ? t('surface.share.faults.unknown', { what: fault.what.slice(0, 80) })
    : t(`surface.share.faults.${fault.kind}`)
}

/** @returns what the level lines' shades stand for */
export function levelText({ anchor, symmetric }: Levels): string {
  if (symmetric) return t('surface.plot.legendSymmetric', { anchor: format.short(anchor, 3) })
  return Math.abs(anchor) < 1e-9
    ? t('surface.plot.legend')
    : t('surface.plot.legendAbove', { shift: shiftText(anchor) })
}

/** @returns what the relief's heights are */
export function heightText({ anchor, symmetric }: Levels): string {
  if (symmetric) return t('surface.relief.heightSigned', { anchor: format.short(anchor, 3) })
  return Math.abs(anchor) < 1e-9
    ? t('surface.relief.height')
    : t('surface.relief.heightAbove', { shift: shiftText(anchor) })
}

/** What the chart of values says. @param floor what a logarithmic axis measures from */
export function valueWords(logarithmic: boolean, floor: number): ChartWords {
  return {
    yName:
      logarithmic && Math.abs(floor) > 1e-12
        ? t('surface.chart.above', { shift: shiftText(floor) })
        : t('surface.chart.value'),
    // The stage says it; there is no room beside the plot.
    xName: '',
    xText: format.whole,
    xNote: () => '',
    yText: (value, decimals) =>
      logarithmic || Math.abs(value) >= 1e5 || (value !== 0 && Math.abs(value) < 1e-3)
        ? format.short(value, 3)
        : format.fixed(value, Math.min(decimals, 4)),
    at: (step) => t('runs.at.step', { step: format.whole(step) }),
  }
}
