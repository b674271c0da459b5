import { createRandom } from '#shared/math/random.ts'

/* Fixed series of gradients, the same for every rule: how a rule answers them tells what it does. */

export const seriesKinds = ['constant', 'spike', 'alternating', 'sparse', 'noisy'] as const
export type SeriesKind = (typeof seriesKinds)[number]

/** Gradients of one series. */
const seriesLength = 60

/** Where the spike stands, and how far apart sparse gradients do. */
const spikeAt = 15
const sparseEvery = 12

function make(kind: SeriesKind): Float64Array {
  const random = createRandom(1, 'noise')
  return Float64Array.from({ length: seriesLength }, (_, step) => {
    switch (kind) {
      case 'constant':
        return 1
      case 'spike':
        return step === spikeAt ? 5 : 1
      case 'alternating':
        return step % 2 === 0 ? 1 : -1
      case 'sparse':
        return step % sparseEvery === 0 ? 1 : 0
      case 'noisy':
        return 0.5 + random.normal()
    }
  })
}

export const gradientSeries: Readonly<Record<SeriesKind, Float64Array>> = {
  constant: make('constant'),
  spike: make('spike'),
  alternating: make('alternating'),
  sparse: make('sparse'),
  noisy: make('noisy'),
}
