import { text } from '../optimizers/hyper.ts'
import type { Clipping } from './types.ts'

/** Each component is cut off at ±c. NaN stays NaN. */
export const value: Clipping = {
  kind: 'value',
  name: text('by value', '按值'),
  formula: 'g_i \\leftarrow \\max(-c, \\min(c, g_i))',
  code: 'clip(g, -limit, limit)',
  pytorch: 'torch.nn.utils.clip_grad_value_(parameters, limit)',
}
