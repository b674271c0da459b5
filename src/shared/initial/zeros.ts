import { text } from '../optimizers/hyper.ts'
import { defineInitial } from './types.ts'

/** Fine without hidden layers; with them every unit of a layer stays like its neighbours for ever. */
export const zeros = defineInitial({
  kind: 'zeros',
  name: text('zeros', '全零'),
  parameters: [],
  formula: 'w = 0',
  draw: () => undefined,
})
