import type { Messages } from '../types.ts'

/** What happened inside a lane, over time. */
export const stripsZhCN: Messages['strips'] = {
  title: '内部随时间的变化',
  open: '内部',
  about: '所选优化器与一个对照者的梯度、步长、有效学习率和内部状态随时间的变化',
  label: '梯度、所走的一步、有效学习率和内部状态随步数的变化。',
  weight: '权重',
  median: '各权重的中位数',
  compare: '对照',
  alone: '单独',
  over: '对照 {name}',
  gradient: '梯度',
  step: '所走的一步',
  rate: '有效学习率',
  rates: '有效学习率，第 {first} 步至第 {last} 步：',
  reading: '{name}在第 {step} 步：{values}。',
  trend: {
    sinks: '{name} {from} → {to}，下降',
    holds: '{name} {from} → {to}，平稳',
    rises: '{name} {from} → {to}，上升',
  },
  trendHint:
    '从记录的第一步到最后一步。最后四分之一的中位数比第二个四分之一低五分之一以上为下降，高四分之一以上为上升。',
  pending: '运行的头几步之后，这里会出现曲线。',
  missing: '这次竞速没有记录内部状态。',
  next: '这次竞速没有记录内部状态；下一次会记录。',
  record: '下次竞速时记录',
}

/** The Iris experiment with batches of every size. */
export const batchesZhCN: Messages['batches'] = {
  all: '三者并列',
  hint: '以批量 1、24 和 120 各运行一次实验，并排比较；每次都作为记录保存',
  view: '批量',
  pane: '批量 {n}',
  title: '鸢尾花实验，批量 {n}',
  changed: '设置在运行之后已更改：按“三者并列”重新运行。',
}
