import type { LocalizedText } from '../text.ts'
import type { TournamentInput } from './spec.ts'

/** A named tournament to start from. */
export interface TournamentPreset {
  readonly id: string
  readonly title: LocalizedText
  readonly spec: TournamentInput
}

type Task = TournamentInput['tasks'][number]
type ContestantInput = TournamentInput['contestants'][number]

const network = (hidden: number[], activation: 'relu' | 'tanh' = 'tanh'): Task['model'] => ({
  hidden,
  activation,
  initial: { kind: activation === 'relu' ? 'he' : 'glorot' },
})

/** From the linear to the crooked: what a table, a network and a loss make of it. */
const iris: Task = {
  id: 'Iris, softmax',
  dataset: { builtin: 'iris' },
  batchSize: 16,
  budget: { epochs: 40 },
}

const wine: Task = {
  id: 'Wine, 16',
  dataset: { builtin: 'wine' },
  model: network([16]),
  batchSize: 16,
  budget: { epochs: 30 },
}

const cancer: Task = {
  id: 'Breast cancer, 16',
  dataset: { builtin: 'breast-cancer' },
  model: network([16], 'relu'),
  batchSize: 32,
  budget: { epochs: 20 },
}

const diabetes: Task = {
  id: 'Diabetes, 16',
  dataset: { builtin: 'diabetes' },
  model: network([16]),
  loss: 'meanSquaredError',
  batchSize: 32,
  budget: { epochs: 30 },
}

const digits: Task = {
  id: 'Digits, 32',
  dataset: { builtin: 'digits' },
  model: network([32], 'relu'),
  batchSize: 64,
  budget: { epochs: 15 },
}

const moons: Task = {
  id: 'Moons, 16',
  dataset: { generator: 'moons' },
  model: network([16]),
  batchSize: 16,
  budget: { epochs: 60 },
}

const spirals: Task = {
  id: 'Spirals, 16-16',
  dataset: { generator: 'spirals' },
  model: network([16, 16]),
  batchSize: 16,
  budget: { epochs: 60 },
}

const xor: Task = {
  id: 'XOR, 8',
  dataset: { generator: 'xor' },
  model: network([8]),
  batchSize: 16,
  budget: { epochs: 60 },
}

const linear: Task = {
  id: 'Linear with outliers',
  dataset: { generator: 'linear' },
  loss: 'meanSquaredError',
  batchSize: 16,
  budget: { epochs: 30 },
}

const sparse: Task = {
  id: 'Sparse words, softmax',
  dataset: { generator: 'sparse' },
  batchSize: 32,
  budget: { epochs: 30 },
}

const pytorch = (id: string, optimizer: string): ContestantInput => ({
  lane: { id, optimizer, convention: 'pytorch' },
})

const lion: ContestantInput = { lane: { id: 'Lion', optimizer: 'lion', convention: 'keras' } }

/** Optimizers as PyTorch has them, with its defaults. */
const core: ContestantInput[] = [
  pytorch('SGD', 'sgd'),
  pytorch('Momentum', 'momentum'),
  pytorch('Nesterov', 'nesterov'),
  pytorch('Adagrad', 'adagrad'),
  pytorch('RMSprop', 'rmsprop'),
  pytorch('Adam', 'adam'),
  pytorch('AdamW', 'adamw'),
  pytorch('NAdam', 'nadam'),
]

const small: TournamentPreset = {
  id: 'small',
  title: { en: 'Small tournament', 'zh-CN': '小型锦标赛' },
  spec: {
    title: 'Small tournament',
    tasks: [iris, wine, moons, linear],
    contestants: core,
    budgets: [0, 1, 4, 16],
  },
}

const classic: TournamentPreset = {
  id: 'classic',
  title: { en: 'Classic tournament', 'zh-CN': '经典锦标赛' },
  spec: {
    title: 'Classic tournament',
    tasks: [iris, wine, cancer, diabetes, digits, moons, spirals, xor, linear, sparse],
    contestants: [...core, pytorch('Adadelta', 'adadelta'), lion],
    budgets: [0, 1, 4, 16, 64],
  },
}

/** Every preset, in the order a reader meets them. */
export const tournamentPresets: readonly TournamentPreset[] = [small, classic]

/** @returns the preset of that id, or undefined */
export function findTournament(id: string): TournamentPreset | undefined {
  return tournamentPresets.find((preset) => preset.id === id)
}
