import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The program's root. */
export const root = join(import.meta.dirname, '..', '..')

/** Reads one of the golden files, whose form `test/fixtures/golden/README.md` describes. */
export function readGolden<T>(name: string): T {
  return JSON.parse(readFileSync(join(root, 'test', 'fixtures', 'golden', name), 'utf8')) as T
}

/** `update-rules.json`: one start vector and gradient sequence, many rules. */
export interface UpdateRules {
  readonly initial: readonly number[]
  readonly gradients: readonly (readonly number[])[]
  readonly cases: readonly {
    readonly convention: string
    readonly optimizer: string
    readonly hyper: Readonly<Record<string, number>>
    /** After each step. */
    readonly params: readonly (readonly number[])[]
  }[]
}

/** `race-run.json`: whole runs by PyTorch. */
export interface RaceRuns {
  readonly cases: readonly {
    readonly dataset: string
    readonly trainIndex: number[]
    readonly validationIndex: number[]
    readonly scaling: `${'none' | 'minmax' | 'standard'}-${'train' | 'all'}`
    readonly hidden: number[]
    readonly activation: 'sigmoid' | 'tanh' | 'relu'
    readonly loss: 'crossEntropy' | 'meanSquaredError'
    /** W `[in][out]` and b of each layer in turn. */
    readonly initial: readonly (readonly (number | readonly number[])[])[]
    readonly batchOrder: number[][]
    readonly batch: number
    readonly optimizer: string
    readonly hyper: Readonly<Record<string, number>>
    readonly schedule: { readonly kind: string; readonly warmup?: number } & Record<string, number>
    readonly clipping: { readonly kind: string; readonly limit: number } | null
    readonly batchLoss: number[]
    readonly rate: number[]
    readonly gradientNorm: number[]
    readonly end: {
      trainLoss: number
      validationLoss: number
      validationAccuracy?: number
    }
    readonly finalBias: number[]
  }[]
}
