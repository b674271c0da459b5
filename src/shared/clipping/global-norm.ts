import { text } from '../optimizers/hyper.ts'
import type { Clipping } from './types.ts'

/** All tensors together are scaled down to norm c. @see Pascanu et al. 2013 */
export const globalNorm: Clipping = {
  kind: 'globalNorm',
  name: text('by global norm', '按全局范数'),
  formula:
    'g \\leftarrow g\\,\\min\\left(1, \\tfrac{c}{\\sqrt{\\sum_k \\lVert g_k \\rVert^2} + 10^{-6}}\\right)',
  code: 'g * min(1, limit / (global_norm(g) + 1e-6))',
  pytorch: 'torch.nn.utils.clip_grad_norm_(parameters, limit)',
}
