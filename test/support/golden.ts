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

/** A weight matrix and a vector. */
type Pair = readonly [matrix: readonly (readonly number[])[], vector: readonly number[]]

/** `tensor-rules.json`: the same on a matrix and a vector. */
export interface TensorRules {
  readonly initial: Pair
  readonly gradients: readonly Pair[]
  readonly cases: readonly {
    readonly convention: string
    readonly optimizer: string
    /** A value of null stands for the default. */
    readonly hyper: Readonly<Record<string, number | boolean | null>>
    /** After each step. */
    readonly params: readonly Pair[]
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
