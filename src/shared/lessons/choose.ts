import type { ExperimentInput } from '../experiment/spec.ts'
import { compareLanes, type Comparison } from '../statistics/compare.ts'
import { chooseEn } from './en/choose.ts'
import { lane, plain } from './parts.ts'
import { endOf } from './raced.ts'
import type { Dial, Figure, Lesson, LessonLane, PlotLine, Raced, Step } from './types.ts'
import { chooseZh } from './zh-CN/choose.ts'

/*
 * How one chooses for a table: a sweep of rates for each optimizer, then the best of both on seeds that no
 * trial ran on. One race does both: its first seeds tune, the others judge.
 */

const rates = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1] as const
const names = { adam: plain('Adam'), sgd: plain('SGD') }
type Tuned = keyof typeof names
const tuned = Object.keys(names) as Tuned[]
const of = (id: Tuned, lr: number): LessonLane => lane(id, { lr })

const tuning = 4
const judging = 8
const seeds = Array.from({ length: tuning + judging }, (_, index) => index + 1)

/** The experiment on the Wine table with lanes of one's choice. */
function experiment(
  epochs: number,
  lanes: readonly (readonly [Tuned, number])[],
  on: readonly number[],
): ExperimentInput {
  return {
    dataset: { builtin: 'wine' },
    split: { validation: 0.3, seed: 'run' },
    model: { hidden: [16], activation: 'relu', initial: { kind: 'he' } },
    lanes: lanes.map(([id, lr]) => {
      const { optimizer, convention, hyper } = of(id, lr)
      return { id: `${id} ${lr}`, optimizer, convention, hyper }
    }),
    ...{ seeds: [...on], batchSize: 16, budget: { epochs } },
    record: { metrics: ['validationLoss'], every: { epochs } },
  }
}

const race = (epochs: number): ExperimentInput =>
  experiment(
    epochs,
    tuned.flatMap((id) => rates.map((lr) => [id, lr] as const)),
    seeds,
  )

const epochsDial: Dial = {
  key: 'epochs',
  symbol: 'E',
  name: { en: 'epochs', 'zh-CN': '轮数' },
  values: [5, 10, 20],
  first: 10,
}

/** Worse than any loss that is drawn: what a run that diverged has. */
const worst = 10
const lossOf = (raced: Raced, id: Tuned, lr: number, seed: number): number => {
  const place = tuned.indexOf(id) * rates.length + rates.indexOf(lr as (typeof rates)[number])
  const loss = endOf(raced, place, 'validationLoss', seed)
  return Number.isFinite(loss) ? Math.min(worst, loss) : worst
}

/** The median over the seeds that tune, of which there is an even number. */
function scoreOf(raced: Raced, id: Tuned, lr: number): number {
  const all = Array.from({ length: tuning }, (_, seed) => lossOf(raced, id, lr, seed))
  const [low, high] = all.sort((a, b) => a - b).slice(tuning / 2 - 1)
  return (low! + high!) / 2
}

const bestOf = (raced: Raced, id: Tuned): number =>
  rates.reduce((best, lr) => (scoreOf(raced, id, lr) < scoreOf(raced, id, best) ? lr : best))

function sweepFigure(raced: Raced | undefined, ids: readonly Tuned[]): Figure {
  const line = (id: Tuned): PlotLine => ({
    ...{ name: names[id], optimizer: id, steps: true, hidden: true },
    ...{ x: rates, y: rates.map((lr) => scoreOf(raced!, id, lr)) },
  })
  return {
    kind: 'plot',
    x: {
      name: { en: 'learning rate', 'zh-CN': '学习率' },
      from: 0.0008,
      to: 1.25,
      logarithmic: true,
    },
    y: {
      name: { en: 'held-out loss', 'zh-CN': '验证损失' },
      from: 0.03,
      to: worst,
      logarithmic: true,
    },
    lines: raced ? ids.map(line) : [],
  }
}

/** A step that asks where the sweep of an optimizer has its lowest point. */
function swept(id: Tuned): Step {
  return {
    id,
    dials: [epochsDial],
    ask: {
      ...{ kind: 'value', from: 0.001, to: 1, logarithmic: true, first: 0.002 },
      ...{ symbol: 'η', on: 'x', beside: 1 },
    },
    race: ({ epochs }) => race(epochs!),
    truth: (_, raced) => raced && bestOf(raced, id),
    figure: (_, __, raced) => sweepFigure(raced, id === 'adam' ? ['adam'] : tuned),
    formula: () => ({ ...of(id, 0.01), mark: 'lr' }),
    facts: ({ epochs }, raced): Readonly<Record<string, number>> => {
      const fixed = { epochs: epochs!, rates: rates.length, tuning }
      if (!raced) return fixed
      const [best, other] = [bestOf(raced, id), bestOf(raced, 'adam')]
      const [low, high] = [rates[0], rates.at(-1)!]
      return {
        ...{ ...fixed, best, other, times: best / other, loss: scoreOf(raced, id, best) },
        ...{ low, lowLoss: scoreOf(raced, id, low), high, highLoss: scoreOf(raced, id, high) },
        atOther: scoreOf(raced, id, other),
      }
    },
    open: ({ epochs }) => ({
      stage: 'race',
      spec: experiment(
        epochs!,
        rates.map((lr) => [id, lr] as const),
        seeds.slice(0, tuning),
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
  dials: [epochsDial],
  ask: { kind: 'choice', options: ['adam', 'sgd', 'none'] },
  race: ({ epochs }) => race(epochs!),
  truth: (_, raced) => {
    if (!raced) return undefined
    const { outcome } = judged(raced)
    return outcome === 'none' ? 'none' : outcome === 'ahead' ? 'adam' : 'sgd'
  },
  figure: (_, __, raced) => ({
    kind: 'plot',
    x: { name: { en: 'seed', 'zh-CN': '种子' }, from: tuning, to: seeds.length + 1 },
    y: {
      name: { en: 'held-out loss', 'zh-CN': '验证损失' },
      from: 0.005,
      to: 2,
      logarithmic: true,
    },
    lines: raced
      ? tuned.map((id) => ({
          ...{ name: names[id], optimizer: id, steps: true, hidden: true },
          x: seeds.slice(tuning),
          y: seeds.slice(tuning).map((_, at) => lossOf(raced, id, bestOf(raced, id), tuning + at)),
        }))
      : [],
  }),
  formula: () => ({ ...of('adam', 0.01), mark: 'lr' }),
  facts: (_, raced): Readonly<Record<string, number>> => {
    if (!raced) return { judging }
    const { better, p } = judged(raced)
    return { judging, better, p, adam: bestOf(raced, 'adam'), sgd: bestOf(raced, 'sgd') }
  },
  open: ({ epochs }) => ({
    stage: 'race',
    spec: experiment(
      epochs!,
      tuned.flatMap((id) => rates.map((lr) => [id, lr] as const)),
      seeds.slice(0, tuning),
    ),
  }),
}

export const chooseLesson: Lesson = {
  id: 'choose',
  text: { en: chooseEn, 'zh-CN': chooseZh },
  steps: [swept('adam'), swept('sgd'), fair],
  claims: epochsDial.values.flatMap((epochs) => [
    {
      says: `After ${epochs} epochs the lowest point of Adam’s sweep is inside it: both ends are higher.`,
      race: () => race(epochs),
      holds: (raced: Raced) => {
        const best = bestOf(raced, 'adam')
        return best !== rates[0] && best !== rates.at(-1)
      },
    },
    {
      says: `After ${epochs} epochs SGD wants at least three times Adam’s rate, and at Adam’s it does worse.`,
      race: () => race(epochs),
      holds: (raced: Raced) => {
        const [adam, sgd] = [bestOf(raced, 'adam'), bestOf(raced, 'sgd')]
        return sgd >= 3 * adam && scoreOf(raced, 'sgd', adam) > scoreOf(raced, 'sgd', sgd)
      },
    },
  ]),
}
