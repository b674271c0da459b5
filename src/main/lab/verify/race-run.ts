import { LabError } from '#shared/contract/errors.ts'
import type { Table } from '#shared/data/table.ts'
import { parseSpec, type ExperimentSpec } from '#shared/experiment/spec.ts'
import type { EngineName, TrainerPool } from '#main/trainer/types.ts'
import { badFile, cannotReplay, type VerifiedCase } from './case.ts'
import { createComparison, type Difference } from './compare.ts'
import type { RaceRun } from './forms.ts'
import { replay, type Replay } from './replay.ts'

type RaceRunCase = RaceRun['cases'][number]

/** By max(1, |value|), as the golden files' own description asks. */
const tolerances: Readonly<Record<EngineName, number>> = { native: 1e-3, reference: 1e-9 }

const scalings = ['none', 'minmax-train', 'minmax-all', 'standard-train', 'standard-all'] as const

/**
 * Replays a file of whole runs, case by case, on both engines.
 *
 * @param readTable reads a table that ships with the program
 * @throws LabError `bad-file` when the file contradicts itself or the table, or names a table or a
 *   scaling that there is not
 */
export async function verifyRaceRun(
  file: string,
  golden: RaceRun,
  pool: TrainerPool,
  readTable: (id: string) => Promise<Table>,
): Promise<VerifiedCase[]> {
  const cases: VerifiedCase[] = []
  for (const [index, each] of golden.cases.entries()) {
    const name = `${file} (cases.${index})`
    const spec = specOf(name, each)
    const table = await tableOf(name, each, readTable)
    for (const engine of ['native', 'reference'] as const) {
      const [run] = await replay(name, spec, table, engine, pool)
      if (!run) throw new Error('unreachable: a lane and a seed are a run')
      const difference = compare(each, run)
      const tolerance = tolerances[engine]
      cases.push({
        file,
        dataset: each.dataset,
        optimizer: each.optimizer,
        convention: each.convention,
        engine,
        tolerance,
        passed: difference.scaled <= tolerance,
        ...difference,
      })
    }
  }
  return cases
}

async function tableOf(
  name: string,
  { dataset }: RaceRunCase,
  readTable: (id: string) => Promise<Table>,
): Promise<Table> {
  try {
    return await readTable(dataset)
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== 'not-found') throw error
    throw cannotReplay(name, `dataset: no table '${dataset}' ships with this program`)
  }
}

function specOf(name: string, each: RaceRunCase): ExperimentSpec {
  checkShapes(name, each)
  const { schedule, clipping, end } = each
  const { kind, warmup = 0, ...parameters } = schedule ?? { kind: 'constant' }
  try {
    return parseSpec({
      dataset: { builtin: each.dataset },
      scaling: scalingOf(name, each.scaling),
      model: { hidden: each.hidden, activation: each.activation },
      loss: each.loss,
      lanes: [
        {
          id: each.optimizer,
          optimizer: each.optimizer,
          convention: each.convention,
          hyper: each.hyper,
          schedule: { kind, parameters, warmup },
          clipping,
        },
      ],
      batchSize: each.batch,
      budget: { steps: each.batchLoss.length },
      record: {
        metrics: ['batchLoss', 'gradientNorm', 'rate', ...endMetrics(end)],
        every: { steps: 1 },
      },
      start: {
        train: each.trainIndex,
        validation: each.validationIndex,
        parameters: each.initial.flat(2),
        batches: each.batchOrder,
      },
    })
  } catch (error) {
    throw badFile(name, error)
  }
}

function scalingOf(name: string, scaling: string): ExperimentSpec['scaling'] {
  const known = scalings.find((each) => each === scaling)
  if (!known) {
    throw cannotReplay(name, `scaling: '${scaling}' is none of ${scalings.join(', ')}`)
  }
  const [kind, fit = 'train'] = known.split('-')
  return { kind, fit } as ExperimentSpec['scaling']
}

/** Parameters are compared flat: a matrix of the wrong shape would pass for the right one. */
function checkShapes(name: string, each: RaceRunCase): void {
  const { initial, hidden, finalBias, batchOrder, batchLoss, batch } = each
  if (initial.length !== 2 * (hidden.length + 1)) {
    const layers = hidden.length + 1
    throw cannotReplay(name, `initial: ${layers} layers have ${2 * layers} tensors`)
  }
  const widths = [...hidden, finalBias.length]
  for (const [layer, width] of widths.entries()) {
    const weights = initial[2 * layer]!
    const rows = layer === 0 ? weights.length : widths[layer - 1]!
    const fits = weights.length === rows && weights.every((row) => sizeOf(row) === width)
    if (!fits) throw cannotReplay(name, `initial.${2 * layer}: should be [${rows}][${width}]`)
    const biases = initial[2 * layer + 1]!
    if (biases.length === width && biases.every((bias) => typeof bias === 'number')) continue
    throw cannotReplay(name, `initial.${2 * layer + 1}: should be [${width}]`)
  }
  const steps = batchOrder.reduce((sum, order) => sum + Math.ceil(order.length / batch), 0)
  if (batchLoss.length > steps) {
    throw cannotReplay(name, `batchLoss: batchOrder has only ${steps} batches`)
  }
}

const sizeOf = (row: number | readonly number[]): number =>
  typeof row === 'number' ? NaN : row.length

function endMetrics(end: RaceRunCase['end']): (keyof RaceRunCase['end'])[] {
  const names = Object.keys(end) as (keyof RaceRunCase['end'])[]
  return names.filter((name) => end[name] !== undefined)
}

function compare(each: RaceRunCase, { metrics, parameters }: Replay): Difference {
  const comparison = createComparison()
  for (const metric of ['batchLoss', 'rate', 'gradientNorm'] as const) {
    comparison.add(metric, metrics[metric] ?? [], each[metric])
  }
  for (const metric of endMetrics(each.end)) {
    comparison.add(`end.${metric}`, [metrics[metric]?.at(-1) ?? NaN], [each.end[metric]!])
  }
  comparison.add('finalBias', parameters.slice(-each.finalBias.length), each.finalBias)
  return comparison.result()
}
