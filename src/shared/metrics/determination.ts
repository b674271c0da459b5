import type { MetricDeclaration } from './types.ts'

/** Coefficient of determination over all training rows. */
export const trainR2 = {
  key: 'trainR2',
  name: { en: 'Training R²', 'zh-CN': '训练 R²' },
  measure: { en: 'R² on the training rows', 'zh-CN': '训练样本上的 R²' },
  unit: 'r2',
  better: 'higher',
  rank: 4,
  task: 'regression',
  instead: 'trainAccuracy',
  part: 'train',
  needs: 'loss',
  tag: 'r2/train',
  of: ({ train }) => train?.determinations,
} as const satisfies MetricDeclaration

/** The same over the rows held out. */
export const validationR2 = {
  key: 'validationR2',
  name: { en: 'Validation R²', 'zh-CN': '验证 R²' },
  measure: { en: 'R² on the held-out rows', 'zh-CN': '验证样本上的 R²' },
  unit: 'r2',
  better: 'higher',
  rank: 1,
  task: 'regression',
  instead: 'validationAccuracy',
  part: 'validation',
  needs: 'loss',
  tag: 'r2/validation',
  of: ({ validation }) => validation?.determinations,
} as const satisfies MetricDeclaration
