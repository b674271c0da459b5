import type { MetricDeclaration } from './types.ts'

/** Mean loss over the step's batch, before the step. */
export const batchLoss = {
  key: 'batchLoss',
  name: { en: 'Batch loss', 'zh-CN': '小批量损失' },
  measure: { en: 'loss on the batch, before its step', 'zh-CN': '小批量上的损失，更新之前' },
  unit: 'loss',
  better: 'lower',
  rank: 6,
  needs: 'batchLoss',
  tag: 'loss/batch',
  python: 'loss',
  of: ({ batchLosses }) => batchLosses?.slice(),
} as const satisfies MetricDeclaration

/** Mean loss over all training rows, after the step. */
export const trainLoss = {
  key: 'trainLoss',
  name: { en: 'Training loss', 'zh-CN': '训练损失' },
  measure: { en: 'loss on all training rows', 'zh-CN': '全部训练样本上的损失' },
  unit: 'loss',
  better: 'lower',
  rank: 3,
  part: 'train',
  needs: 'loss',
  tag: 'loss/train',
  of: ({ train }) => train?.losses,
} as const satisfies MetricDeclaration

/** Mean loss over all rows held out, after the step. */
export const validationLoss = {
  key: 'validationLoss',
  name: { en: 'Validation loss', 'zh-CN': '验证损失' },
  measure: { en: 'loss on the held-out rows', 'zh-CN': '验证样本上的损失' },
  unit: 'loss',
  better: 'lower',
  rank: 0,
  part: 'validation',
  needs: 'loss',
  tag: 'loss/validation',
  of: ({ validation }) => validation?.losses,
} as const satisfies MetricDeclaration
