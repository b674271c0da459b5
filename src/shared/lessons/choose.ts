import type { ExperimentInput } from '../experiment/spec.ts'
import { compareLanes, type Comparison } from '../statistics/compare.ts'
import { chooseEn } from './en/choose.ts'
import { lane, plain } from './parts.ts'
import { endOf } from './raced.ts'
import { tableName } from '../data/table-name.ts'
import type {
  Dial,
  Facts,
  Figure,
  Lesson,
  LessonLane,
  LessonTable,
  PlotAxis,
  PlotLine,
  Raced,
  Step,
} from './types.ts'
import { chooseZh } from './zh-CN/choose.ts'

/*
 * How one chooses for a table: a sweep of rates for each optimizer, then the best of both on seeds that no
 * trial ran on. One race does both: its first seeds tune, the others judge. Without a table of the
 * learner's it is the Wine table; a run is a number of steps, so that a large table takes no longer.
 */

const rates = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3] as const
const names = { adam: plain('Adam'), sgd: plain('SGD') }
type Tuned = keyof typeof names
const tuned = Object.keys(names) as Tuned[]
const of = (id: Tuned, lr: number): LessonLane => lane(id, { lr })

const tuning = 4
const judging = 8
const seeds = Array.from({ length: tuning + judging }, (_, index) => index + 1)

const wine: LessonTable = {
  name: { en: tableName('wine', 'en'), 'zh-CN': tableName('wine', 'zh-CN') },
  data: { dataset: { builtin: 'wine' } },
}

/** The experiment with lanes of one's choice; every seed draws its own split. */
function experiment(
  steps: number,
  lanes: readonly (readonly [Tuned, number])[],
  on: readonly number[],
  { data } = wine,
): ExperimentInput {
  return {
    ...data,
    split: { ...data.split, validation: 0.3, seed: 'run' },
    model: { hidden: [16], activation: 'relu', initial: { kind: 'he' } },
    lanes: lanes.map(([id, lr]) => {
      const { optimizer, convention, hyper } = of(id, lr)
      return { id: `${id} ${lr}`, optimizer, convention, hyper }
    }),
    ...{ seeds: [...on], batchSize: 16, budget: { steps } },
    record: { metrics: ['validationLoss'], every: { steps } },
  }
}

const race = (steps: number, table?: LessonTable): ExperimentInput =>
  experiment(
    steps,
    tuned.flatMap((id) => rates.map((lr) => [id, lr] as const)),
    seeds,
    table,
  )

const stepsDial: Dial = {
  key: 'steps',
  symbol: 'n',
  name: { en: 'steps', 'zh-CN': '步数' },
  values: [40, 80, 160],
  first: 80,
}

/** @returns the last held-out loss; of a run that diverged, infinity */
const lossOf = (raced: Raced, id: Tuned, lr: number, seed: number): number => {
  const place = tuned.indexOf(id) * rates.length + rates.indexOf(lr as (typeof rates)[number])
  const loss = endOf(raced, place, 'validationLoss', seed)
  return Number.isFinite(loss) ? loss : Infinity
}

/** The median over the seeds that tune, of which there is an even number. */
function scoreOf(raced: Raced, id: Tuned, lr: number): number {
  const all = Array.from({ length: tuning }, (_, seed) => lossOf(raced, id, lr, seed))
  const [low, high] = all.sort((a, b) => a - b).slice(tuning / 2 - 1)
  return (low! + high!) / 2
}

const bestOf = (raced: Raced, id: Tuned): number =>
  rates.reduce((best, lr) => (scoreOf(raced, id, lr) < scoreOf(raced, id, best) ? lr : best))

/** @returns an axis that shows the lowest losses well; what lies far above them ends at its top */
function lossAxis(losses: readonly number[]): PlotAxis {
  const known = losses.filter(Number.isFinite)
  const least = Math.max(1e-8, Math.min(...known, 1))
  const most = Math.min(1000 * least, 1.3 * Math.max(...known, 10 * least))
  return {
    name: { en: 'held-out loss', 'zh-CN': '验证损失' },
    ...{ from: least / 2, to: most, logarithmic: true },
  }
}

/** @returns lines of hidden points over one axis of losses */
function lossFigure(
  x: PlotAxis,
  lines: readonly { readonly id: Tuned; readonly y: readonly number[] }[],
  at: readonly number[],
): Figure {
  const y = lossAxis(lines.flatMap((line) => line.y))
  const within = (loss: number): number => Math.max(y.from, Math.min(y.to, loss))
  return {
    ...{ kind: 'plot', x, y },
    lines: lines.map(({ id, y: losses }): PlotLine => ({
      ...{ name: names[id], optimizer: id, steps: true, hidden: true },
      ...{ x: at, y: losses.map(within) },
    })),
  }
}

const sweepFigure = (raced: Raced | undefined, ids: readonly Tuned[]): Figure =>
  lossFigure(
    {
      name: { en: 'learning rate', 'zh-CN': '学习率' },
      ...{ from: 0.0008, to: 3.75, logarithmic: true },
    },
    raced ? ids.map((id) => ({ id, y: rates.map((lr) => scoreOf(raced, id, lr)) })) : [],
    rates,
  )

/** A step that asks where the sweep of an optimizer has its lowest point. */
function swept(id: Tuned): Step {
  return {
    id,
    dials: [stepsDial],
    ask: {
      ...{ kind: 'value', from: 0.001, to: 3, logarithmic: true, first: 0.002 },
      ...{ symbol: 'η', on: 'x' },
    },
    race: ({ steps }, table) => race(steps!, table),
    truth: (_, raced) => raced && bestOf(raced, id),
    figure: (_, __, raced) => sweepFigure(raced, id === 'adam' ? ['adam'] : ['sgd', 'adam']),
    formula: () => ({ ...of(id, 0.01), mark: 'lr' }),
    facts: ({ steps }, raced, { name } = wine): Facts => {
      const fixed = { steps: steps!, rates: rates.length, tuning, table: name }
      if (!raced) return fixed
      const [best, other] = [bestOf(raced, id), bestOf(raced, 'adam')]
      const [low, high] = [rates[0], rates.at(-1)!]
      return {
        ...{ ...fixed, best, other, loss: scoreOf(raced, id, best) },
        ...{ low, lowLoss: scoreOf(raced, id, low), high, highLoss: scoreOf(raced, id, high) },
        atOther: scoreOf(raced, id, other),
      }
    },
    open: ({ steps }, _, table) => ({
      stage: 'race',
      spec: experiment(
        steps!,
        rates.map((lr) => [id, lr] as const),
        seeds.slice(0, tuning),
        table,
      ),
    }),
  }
}

/** The best of both on the seeds that judge: Adam against SGD. */
function judged(raced: Raced): Comparison {
  const values = (id: Tuned): Float64Array =>
    Float64Array.from({ length: judging }, (_, seed) =>
      lossOf(raced, id, bestOf(raced, id), tuning + seed),
    )
  const [, comparison] = compareLanes({
    ...{ lanes: [values('sgd'), values('adam')], reference: 0 },
    ...{ higherIsBetter: false, chosenByResult: false },
  })
  return comparison!
}

const fair: Step = {
  id: 'fair',
  dials: [stepsDial],
  ask: { kind: 'choice', options: ['adam', 'sgd', 'none'] },
  race: ({ steps }, table) => race(steps!, table),
  truth: (_, raced) => {
    if (!raced) return undefined
    const { outcome } = judged(raced)
    return outcome === 'none' ? 'none' : outcome === 'ahead' ? 'adam' : 'sgd'
  },
  figure: (_, __, raced) => {
    const judges = seeds.slice(tuning)
    const y = (id: Tuned): number[] =>
      judges.map((__, at) => lossOf(raced!, id, bestOf(raced!, id), tuning + at))
    return lossFigure(
      { name: { en: 'seed', 'zh-CN': '种子' }, from: tuning, to: seeds.length + 1 },
      raced ? tuned.map((id) => ({ id, y: y(id) })) : [],
      judges,
    )
  },
  formula: () => ({ ...of('adam', 0.01), mark: 'lr' }),
  facts: (_, raced): Facts => {
    if (!raced) return { judging }
    const { better, p } = judged(raced)
    return { judging, better, p, adam: bestOf(raced, 'adam'), sgd: bestOf(raced, 'sgd') }
  },
  open: ({ steps }, raced, table) => ({
    stage: 'race',
    spec: experiment(
      steps!,
      tuned.map((id) => [id, raced ? bestOf(raced, id) : 0.01] as const),
      seeds.slice(tuning),
      table,
    ),
  }),
}

export const chooseLesson: Lesson = {
  id: 'choose',
  text: { en: chooseEn, 'zh-CN': chooseZh },
  takesTable: true,
  steps: [swept('adam'), swept('sgd'), fair],
  claims: stepsDial.values.flatMap((steps) => [
    {
      says: `After ${steps} steps the lowest point of Adam’s sweep is inside it: both ends are higher.`,
      race: () => race(steps),
      holds: (raced: Raced) => {
        const best = bestOf(raced, 'adam')
        return best !== rates[0] && best !== rates.at(-1)
      },
    },
    {
      says: `After ${steps} steps SGD wants at least three times Adam’s rate, and at Adam’s it does worse.`,
      race: () => race(steps),
      holds: (raced: Raced) => {
        const [adam, sgd] = [bestOf(raced, 'adam'), bestOf(raced, 'sgd')]
        return sgd >= 3 * adam && scoreOf(raced, 'sgd', adam) > scoreOf(raced, 'sgd', sgd)
      },
    },
  ]),
}
