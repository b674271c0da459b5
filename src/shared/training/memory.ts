import { LabError } from '../contract/errors.ts'
import type { ExperimentSpec } from '../experiment/spec.ts'
import { layoutOf, tensorsOf } from '../models.ts'
import { slotSize } from '../optimizers/index.ts'
import { ruleOf } from '../own/lane.ts'
import { laneAverages, laneLooksAhead } from './lane.ts'
import type { Range } from './stack.ts'

/** What a race takes memory for. */
export const memoryParts = ['programs', 'data', 'weights', 'batch', 'states'] as const

export type MemoryPart = (typeof memoryParts)[number]

/** A race as far as its memory goes. */
export interface MemoryFacts {
  readonly spec: ExperimentSpec
  readonly inputs: number
  /** Classes, or 1 in regression. */
  readonly outputs: number
  readonly trainRows: number
  readonly validationRows: number
  /** Rows of a full batch. */
  readonly batch: number
  /** Bytes of the table's cells. */
  readonly tableBytes: number
  /** What each process trains. */
  readonly shares: readonly { readonly lanes: Range; readonly seeds: Range }[]
}

/**
 * A trainer that holds more numbers than this keeps no checkpoints: they would double what it takes of
 * the memory. 128 MiB.
 */
export const heaviestCheckpoint = 2 ** 24

/** The most float32 values one layer may yield at once while a whole part is evaluated: 32 MiB. */
export const mostEvaluated = 2 ** 23

const mebi = 2 ** 20
const float64 = 8
const float32 = 4

/** Bytes of a program that does little: what it loads, and what it has not yet cleared. Measured. */
const trainerProgram = 210 * mebi
const mainProgram = 130 * mebi

/** Copies of what goes from one process to the other: as it was, packed, on its way, and unpacked. */
const copiesSent = 4

/** Bytes that a number takes while it is written into the log as text. Measured. */
const written = 64

/** Recorded states wait to be sent together, up to so many numbers. */
export const mostSentTogether = 2 ** 20

/** Bytes that a number of a recorded state takes, on its way to the log and into it. Measured. */
const recorded = 192

/**
 * About how much memory a race takes in all of its processes, at its peak: parameters, gradients and
 * slots in float64 and on their way to TensorFlow and back, checkpoints, the layers' values of a batch
 * and of an evaluation, recorded states, and the table in every process.
 *
 * @returns bytes by what they are for
 */
export function memoryOf(facts: MemoryFacts): Readonly<Record<MemoryPart, number>> {
  const { spec, inputs, outputs, shares, tableBytes } = facts
  const layout = layoutOf(spec.model, inputs, outputs)
  const { size, layers } = layout
  const tensors = tensorsOf(layout)
  const rows = facts.trainRows + facts.validationRows
  const evaluates = spec.record.metrics.some((metric) => /^(train|validation)/.test(metric))
  const hidden = spec.model.hidden.reduce((sum, units) => sum + units + 1, 0)
  const widest = Math.max(...layers.map((layer) => Math.max(layer.inputs, layer.outputs))) + 1
  const sum = { programs: mainProgram, data: tableBytes, weights: 0, batch: 0, states: 0 }

  for (const share of shares) {
    const lanes = spec.lanes.slice(...share.lanes)
    const seeds = share.seeds[1] - share.seeds[0]
    const runs = lanes.length * seeds
    const rules = lanes.map(ruleOf)
    // A run alone is multiplied beside another one, of zeros.
    const multiplied = Math.max(2, runs)
    const parameters = runs * size
    const perSeed = rules.flatMap(
      (rule) => rule?.slots.map((slot) => slotSize(slot, tensors)) ?? [],
    )
    const slots = seeds * perSeed.reduce((all, each) => all + each, 0)
    // Where the gradient is taken, and where the loss is evaluated, if not at the parameters.
    const points = lanes.some(laneLooksAhead) ? parameters : 0
    const averages = lanes.some(laneAverages) ? parameters : 0
    const splits = splitsOf(spec, seeds)

    sum.programs += trainerProgram
    // The table is sent, and encoded once a split: in float64, in float32, and uploaded.
    sum.data += copiesSent * tableBytes
    sum.data += splits * rows * (inputs + outputs) * (float64 + float32)
    if (evaluates) sum.data += splits * rows * (inputs + 1) * 2 * float32 + seeds * rows * float32

    const checkpoint = parameters + slots
    sum.weights += (2 * parameters + slots + points + averages) * float64
    // Staged, uploaded, and the gradients as TensorFlow has them and as they are read.
    sum.weights += 5 * multiplied * size * float32
    if (checkpoint <= heaviestCheckpoint) sum.weights += copiesSent * checkpoint * float64
    // Where the runs end, their parameters are sent and written.
    sum.weights += copiesSent * parameters * float64 + parameters * written

    // Of every layer sums, values and gradients, what the operations themselves need, and what is read.
    const perRow = 8 * hidden + 10 * outputs
    sum.batch += facts.batch * (multiplied * perRow + seeds * 2 * (inputs + 1)) * float32
    if (evaluates) {
      const chunk = Math.min(rows, Math.max(1, Math.floor(mostEvaluated / (runs * widest))))
      sum.batch += chunk * multiplied * (2 * hidden + 3 * outputs) * float32
    }

    const paths = spec.record.paths && share.seeds[0] === 0 ? lanes.length * size : 0
    const states = spec.record.state ? 3 * parameters + 2 * slots : 0
    if (states > 0) sum.states += (parameters + slots) * float64
    if (states + paths > 0) sum.states += Math.max(states + paths, mostSentTogether) * recorded
  }
  return sum
}

const words: Readonly<Record<MemoryPart, { what: string; advice: string }>> = {
  programs: { what: 'the programs', advice: 'Use fewer processes.' },
  data: {
    what: 'the data',
    advice: 'Choose fewer features or rows, or let the seeds share one split (split.seed).',
  },
  weights: {
    what: 'parameters, gradients and slots',
    advice: 'Take fewer or smaller layers (model.hidden), lanes or seeds.',
  },
  batch: {
    what: 'the layers’ values',
    advice:
      'Take a smaller batch (batchSize), fewer or smaller layers (model.hidden), lanes or seeds.',
  },
  states: {
    what: 'recorded states',
    advice:
      'Record neither state nor paths (record.state, record.paths), or take smaller layers, fewer lanes or seeds.',
  },
}

/**
 * @param demand bytes by what they are for
 * @param most bytes that a race may take
 * @throws LabError `race-too-large` with the estimate and what to lower
 */
export function demandMemory(demand: Readonly<Record<MemoryPart, number>>, most: number): void {
  const need = memoryParts.reduce((sum, part) => sum + demand[part], 0)
  if (need <= most) return
  // Of what the programs take by themselves nothing can be spared but processes.
  const part = memoryParts.reduce((largest, each) => {
    if (demand.programs > most) return 'programs'
    return largest === 'programs' || demand[each] > demand[largest] ? each : largest
  })
  const { what, advice } = words[part]
  throw new LabError(
    'race-too-large',
    `The race would take about ${gigabytes(need)} of memory, ${gigabytes(demand[part])} of it for ${what}; ${gigabytes(most)} are the most here. ${advice} A machine that has more takes it where DESCENT_LAB_MEMORY says how many gigabytes.`,
    {
      parameters: { need, most, part, share: demand[part] },
      details: memoryParts.map((each) => `${words[each].what}: ${gigabytes(demand[each])}`),
    },
  )
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(bytes < 1e9 ? 2 : 1)} GB`
}

/** How many different splits so many seeds learn from. */
function splitsOf({ start, split }: ExperimentSpec, seeds: number): number {
  if (start) return 1
  if (split.folds !== undefined) return Math.min(split.folds, seeds)
  return split.seed === 'run' ? seeds : 1
}
