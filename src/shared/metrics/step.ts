import type { MetricDeclaration } from './types.ts'

/** Euclidean norm of the batch gradient, before clipping. */
export const gradientNorm = {
  key: 'gradientNorm',
  name: { en: 'Gradient norm', 'zh-CN': '梯度范数' },
  measure: {
    en: 'length of the batch gradient, before clipping',
    'zh-CN': '小批量梯度的长度，裁剪之前',
  },
  unit: 'number',
  tag: 'norm/gradient',
  python: 'gradient_norm',
  of: ({ gradientNorms }) => gradientNorms.slice(),
} as const satisfies MetricDeclaration

/** Euclidean norm of the step taken. */
export const updateNorm = {
  key: 'updateNorm',
  name: { en: 'Update norm', 'zh-CN': '更新量范数' },
  measure: { en: 'length of the step taken', 'zh-CN': '更新量的长度' },
  unit: 'number',
  needs: 'update',
  tag: 'norm/update',
  python: 'moved',
  of: ({ updateNorms }) => updateNorms.slice(),
} as const satisfies MetricDeclaration

/** The step's norm by the parameters' norm before it. */
export const updateRatio = {
  key: 'updateRatio',
  name: { en: 'Update to weights', 'zh-CN': '更新量与权重之比' },
  measure: { en: 'length of the step by that of the weights', 'zh-CN': '更新量与权重的长度之比' },
  unit: 'number',
  needs: 'update',
  tag: 'norm/update_to_weights',
  python: 'moved / length if length else math.inf if moved else math.nan',
  of: ({ updateRatios }) => updateRatios.slice(),
} as const satisfies MetricDeclaration

/** The learning rate of the step, as schedule and hand set it; NaN for a rule without one. */
export const rate = {
  key: 'rate',
  name: { en: 'Learning rate', 'zh-CN': '学习率' },
  measure: { en: 'learning rate of the step', 'zh-CN': '该步的学习率' },
  unit: 'number',
  tag: 'learning_rate',
  python: 'math.nan if rate is None else rate',
  of: ({ rates }) => rates(),
} as const satisfies MetricDeclaration
