import { inSentence } from '#shared/metrics/index.ts'
import type { Language } from '#shared/text.ts'

/** What the report alone says. Numbers come as they are to be read. */
const english = {
  ending: {
    finished: (step: string) => `finished after ${step} steps`,
    stopped: (step: string, steps: string) => `stopped at step ${step} of ${steps}`,
    failed: (step: string, steps: string) => `failed at step ${step} of ${steps}`,
    open: (step: string, steps: string) => `recorded up to step ${step} of ${steps}`,
  },
  report: 'Race report',
  damaged: 'The record of this run is damaged. What follows is what could be read of it:',
  epochs: 'epochs',
  verdict: 'Verdict',
  curves: 'Curves',
  standings: 'Standings',
  events: 'What happened',
  lanes: 'Lanes',
  ownRule: (name: string) => `The rule “${name}”`,
  ownRuleText:
    'As it was when the race began. Saved as a file that ends in .py, it opens on the Optimizers stage.',
  experiment: 'Experiment',
  madeWith: 'Made with',
  repeat: 'Repeat it',
  repeatText:
    'Save the experiment below as spec.json and run “lab run spec.json”, or open the run’s bundle in Descent Lab. Start weights, split and batches follow from the seeds: the same version gives the same numbers.',
  repeatFile: (name: string) =>
    `The table ${name} is not part of this page: it must lie where the experiment names it, with the fingerprint given there.`,
  specSummary: 'The whole experiment as JSON',
  bands: 'Line: median over seeds. Band: 5th to 95th percentile.',
  single: 'One seed.',
  diverged: 'diverged',
  never: 'never',
  rank: '#',
  lane: 'Lane',
  medianOf: (metric: string, step: string, seeds: string, interval: boolean) =>
    `Ranked by ${inSentence(metric)} at the end (step ${step}): median of ${seeds} with ${interval ? 'its 95 % bootstrap interval' : 'the range they span'}.`,
  noMetric: 'Nothing that was recorded says how good a run is.',
  alone: (lane: string, metric: string, value: string) =>
    `${lane} ended at a ${inSentence(metric)} of ${value}.`,
  leads: 'leads',
  of: (count: string, all: string) => `${count} of ${all}`,
  updates: { compiled: 'compiled to WebAssembly', interpreted: 'interpreted' },
  settings: {
    optimizer: 'Rule',
    hyper: 'Hyper-parameters',
    schedule: 'Schedule',
    clipping: 'Clipping',
    decay: 'Weight decay',
    rows: 'Size',
    none: 'none',
    run: 'Run',
    created: 'Started',
    engine: 'Gradients',
    updates: 'Updates',
    platform: 'System',
  },
  rows: (train: string, held: string, parameters: string) =>
    `${train} rows to train, ${held} held out; ${parameters} parameters a run`,
}

export type ReportText = typeof english

const chinese: ReportText = {
  ending: {
    finished: (step) => `共 ${step} 步，已完成`,
    stopped: (step, steps) => `在第 ${step} 步（共 ${steps} 步）停止`,
    failed: (step, steps) => `在第 ${step} 步（共 ${steps} 步）失败`,
    open: (step, steps) => `记录至第 ${step} 步（共 ${steps} 步）`,
  },
  report: '竞速报告',
  damaged: '此次运行的记录已损坏。以下为能够读取的部分：',
  epochs: '轮',
  verdict: '结论',
  curves: '曲线',
  standings: '排名',
  events: '途中事件',
  lanes: '赛道',
  ownRule: (name) => `规则“${name}”`,
  ownRuleText: '内容为竞速开始时的样子。存为 .py 文件后，可在“优化器”页打开。',
  experiment: '实验',
  madeWith: '运行环境',
  repeat: '如何重复',
  repeatText:
    '将下面的实验存为 spec.json，运行“lab run spec.json”；或在 Descent Lab 中打开该运行的打包文件。初始权重、数据划分与批次都由种子决定：同一版本会得到相同的数值。',
  repeatFile: (name) => `表格 ${name} 不在本页之内：它须位于实验所写的位置，且指纹与所写的一致。`,
  specSummary: '完整的实验（JSON）',
  bands: '线为各种子的中位数，色带为第 5 至第 95 百分位。',
  single: '一个种子。',
  diverged: '发散',
  never: '未达到',
  rank: '名次',
  lane: '赛道',
  medianOf: (metric, step, seeds, interval) =>
    `按结束时（第 ${step} 步）的${metric}排名：${seeds}的中位数及其${interval ? ' 95 % 自助法区间' : '范围'}。`,
  noMetric: '所记录的指标都不能说明优劣。',
  alone: (lane, metric, value) => `${lane} 最终的${metric}为 ${value}。`,
  leads: '领先',
  of: (count, all) => `${all} 个中 ${count} 个`,
  updates: { compiled: '编译为 WebAssembly', interpreted: '解释执行' },
  settings: {
    optimizer: '规则',
    hyper: '超参数',
    schedule: '学习率安排',
    clipping: '裁剪',
    decay: '权重衰减',
    rows: '规模',
    none: '无',
    run: '运行',
    created: '开始时间',
    engine: '梯度计算',
    updates: '参数更新',
    platform: '系统',
  },
  rows: (train, held, parameters) =>
    `训练 ${train} 行，验证 ${held} 行；每次运行 ${parameters} 个参数`,
}

/** The report's words by language. */
export const reportText: Readonly<Record<Language, ReportText>> = {
  en: english,
  'zh-CN': chinese,
}
