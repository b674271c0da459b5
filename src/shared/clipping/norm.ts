import { text } from '../optimizers/hyper.ts'
import type { Clipping } from './types.ts'

/** Each tensor (a layer's weights, its biases) is scaled down to norm c. */
export const norm: Clipping = {
  kind: 'norm',
  name: text('by norm', '按范数'),
  formula: 'g \\leftarrow g\\,\\min\\left(1, \\tfrac{c}{\\lVert g \\rVert + 10^{-6}}\\right)',
  code: 'g * min(1, limit / (norm(g) + 1e-6))',
  pytorch: 'for p in parameters: torch.nn.utils.clip_grad_norm_(p, limit)',
}
