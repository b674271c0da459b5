import reference from '#resources/reference/iris-200-seeds.json'
import type { Band } from '#shared/charts/frame.ts'
import { lineStyle } from '#shared/charts/palette.ts'
import type { Theme } from '#shared/charts/theme.ts'
import type { HyperValues } from '#shared/optimizers/index.ts'

/** Where 200 seeds fell, for one optimizer with certain hyper-parameters. */
interface ReferenceBand {
  readonly hyper: HyperValues
  /** 5th and 95th percentile of the training loss, every 48 samples. */
  readonly p05: readonly number[]
  readonly p95: readonly number[]
}

/** Made with softmax regression, batches of 24, four epochs; by optimizer. */
const referenceBands: Readonly<Record<string, ReferenceBand | undefined>> = reference

const bandEvery = 48
const bandBatch = 24

/** Why no band can stand behind a curve. */
export type BandReason = 'metric' | 'model' | 'batch' | 'optimizer' | 'hyper'

/** What decides whether the reference holds for a lane. */
export interface BandQuestion {
  readonly metric: string
  readonly softmax: boolean
  readonly batch: number | 'full'
  readonly optimizer: string
  readonly hyper: HyperValues
}

/** @returns why the reference says nothing about this lane; undefined when it does */
export function bandReason(question: BandQuestion): BandReason | undefined {
  const { metric, softmax, batch, optimizer, hyper } = question
  if (metric !== 'trainLoss') return 'metric'
  if (!softmax) return 'model'
  if (batch !== bandBatch) return 'batch'
  const band = referenceBands[optimizer]
  if (!band) return 'optimizer'
  const same = Object.entries(band.hyper).every(([key, value]) => hyper[key] === value)
  return same ? undefined : 'hyper'
}

/** @returns the reference as a band to draw */
export function bandOf(optimizer: string, selected: boolean, theme: Theme): Band {
  const { p05: low, p95: high } = referenceBands[optimizer] ?? { p05: [], p95: [] }
  const x = low.map((_, index) => bandEvery * (index + 1))
  return { id: optimizer, look: lineStyle(optimizer, theme), selected, x, low, high }
}

/**
 * @returns whether the loss lies in the band of its samples; undefined where the band has no point
 */
export function insideBand(optimizer: string, samples: number, loss: number): boolean | undefined {
  const index = samples / bandEvery - 1
  const low = referenceBands[optimizer]?.p05[index]
  const high = referenceBands[optimizer]?.p95[index]
  return low === undefined || high === undefined ? undefined : loss >= low && loss <= high
}
