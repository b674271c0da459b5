import type { MetricDeclaration } from './types.ts'

/** Share of training rows whose highest score is the right class. */
export const trainAccuracy = {
  key: 'trainAccuracy',
  name: { en: 'Training accuracy', 'zh-CN': '训练准确率' },
  measure: { en: 'training rows classified rightly (%)', 'zh-CN': '训练样本的分类准确率（%）' },
  unit: 'share',
  better: 'higher',
  rank: 5,
  task: 'classification',
  instead: 'trainR2',
  part: 'train',
  needs: 'classes',
  tag: 'accuracy/train',
  of: ({ train }) => train?.accuracies,
} as const satisfies MetricDeclaration

/** The same of the rows held out. */
export const validationAccuracy = {
  key: 'validationAccuracy',
  name: { en: 'Validation accuracy', 'zh-CN': '验证准确率' },
  measure: { en: 'held-out rows classified rightly (%)', 'zh-CN': '验证样本的分类准确率（%）' },
  unit: 'share',
  better: 'higher',
  rank: 2,
  task: 'classification',
  instead: 'validationR2',
  part: 'validation',
  needs: 'classes',
  tag: 'accuracy/validation',
  of: ({ validation }) => validation?.accuracies,
} as const satisfies MetricDeclaration
