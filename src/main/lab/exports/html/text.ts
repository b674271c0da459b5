import type { RunEvent } from '../../../../shared/contract/stream.ts'
import type { Metric } from '../../../../shared/experiment/spec.ts'
import type { Convention } from '../../../../shared/optimizers/index.ts'
import type { StandingColumn } from '../../../../shared/statistics/index.ts'
import type { Language } from '../../../../shared/text.ts'
import type { Cause } from '../../../../shared/training/cause.ts'

type Ending = 'finished' | 'stopped' | 'failed' | 'open'

/** What the report itself says. Numbers come as they are to be read. */
export interface ReportText {
  readonly metric: Readonly<Record<Metric, string>>
  readonly column: Readonly<Record<StandingColumn, string>>
  readonly convention: Readonly<Record<Convention, string>>
  readonly ending: Readonly<Record<Ending, (step: string, steps: string) => string>>
  readonly report: string
  readonly damaged: string
  readonly epochs: string
  readonly verdict: string
  readonly curves: string
  readonly standings: string
  readonly events: string
  readonly lanes: string
  readonly experiment: string
  readonly madeWith: string
  readonly repeat: string
  readonly repeatText: string
  readonly repeatFile: (name: string) => string
  readonly specSummary: string
  readonly bands: string
  readonly single: string
  readonly diverged: string
  readonly never: string
  readonly rank: string
  readonly lane: string
  readonly seeds: (count: string) => string
  readonly lanesCount: (count: string) => string
  readonly medianOf: (metric: string, step: string, seeds: string, interval: boolean) => string
  readonly noMetric: string
  readonly alone: (lane: string, metric: string, value: string) => string
  readonly oneSeed: (lane: string, metric: string, value: string) => string
  readonly aheadOfAll: (lane: string, metric: string, seeds: string) => string
  readonly aheadOfSome: (lane: string, beaten: string, rest: string, seeds: string) => string
  readonly noDifference: (lane: string, metric: string, seeds: string) => string
  readonly leads: string
  readonly behind: (other: string, count: string, seeds: string, p: string) => string
  readonly ahead: (other: string, count: string, seeds: string, p: string) => string
  readonly noise: (other: string, seeds: string, better: string, worse: string) => string
  readonly tooFew: (other: string, seeds: string, needed: string) => string
  readonly equal: (other: string, seeds: string) => string
  readonly nothing: string
  readonly oneSeedAlone: string
  readonly of: (count: string, all: string) => string
  readonly event: Readonly<Record<RunEvent['kind'], string>>
  readonly when: (count: string, all: string, first: string, last: string) => string
  readonly first: Readonly<Record<'loss' | 'gradient' | 'slot' | 'parameter', string>>
  readonly cause: (cause: Cause, short: (value: number) => string) => string
  readonly rateChanged: (lane: string, rate: string, step: string) => string
  readonly updates: Readonly<Record<'compiled' | 'interpreted', string>>
  readonly settings: Readonly<
    Record<
      | 'optimizer'
      | 'hyper'
      | 'schedule'
      | 'clipping'
      | 'decay'
      | 'dataset'
      | 'target'
      | 'features'
      | 'missing'
      | 'scaling'
      | 'split'
      | 'rows'
      | 'model'
      | 'loss'
      | 'batch'
      | 'budget'
      | 'seeds'
      | 'recorded'
      | 'stop'
      | 'none'
      | 'all'
      | 'defaults'
      | 'run'
      | 'created'
      | 'engine'
      | 'updates'
      | 'platform'
      | 'fingerprint',
      string
    >
  >
  readonly noHidden: string
  /** What ends a sentence, and what stands between two. */
  readonly stop: string
  readonly space: string
  readonly rows: (train: string, held: string, parameters: string) => string
  readonly warmup: (steps: string) => string
}

const english: ReportText = {
  metric: {
    batchLoss: 'Batch loss',
    trainLoss: 'Training loss',
    trainAccuracy: 'Training accuracy',
    trainR2: 'Training R²',
    validationLoss: 'Validation loss',
    validationAccuracy: 'Validation accuracy',
    validationR2: 'Validation R²',
    gradientNorm: 'Gradient norm',
    updateNorm: 'Update norm',
    updateRatio: 'Update to weights',
    rate: 'Learning rate',
  },
  column: {
    steps: 'Steps to target',
    seconds: 'Seconds to target',
    final: 'Last',
    best: 'Best',
    area: 'Mean over samples',
  },
  convention: {
    tutorial: 'Tutorial',
    pytorch: 'PyTorch',
    keras: 'Keras',
    optax: 'Optax',
    paper: 'Paper',
  },
  ending: {
    finished: (step) => `finished after ${step} steps`,
    stopped: (step, steps) => `stopped at step ${step} of ${steps}`,
    failed: (step, steps) => `failed at step ${step} of ${steps}`,
    open: (step, steps) => `recorded up to step ${step} of ${steps}`,
  },
  report: 'Race report',
  damaged: 'The record of this run is damaged. What follows is what could be read of it:',
  epochs: 'epochs',
  verdict: 'Verdict',
  curves: 'Curves',
  standings: 'Standings',
  events: 'What happened',
  lanes: 'Lanes',
  experiment: 'Experiment',
  madeWith: 'Made with',
  repeat: 'Repeat it',
  repeatText:
    'Save the experiment below as spec.json and run “lab run spec.json”, or open the run’s bundle in Descent Lab. Start weights, split and batches follow from the seeds: the same version gives the same numbers.',
  repeatFile: (name) =>
    `The table ${name} is not part of this page: it must lie where the experiment names it, with the fingerprint given there.`,
  specSummary: 'The whole experiment as JSON',
  bands: 'Line: median over seeds. Band: 5th to 95th percentile.',
  single: 'One seed.',
  diverged: 'diverged',
  never: 'never',
  rank: '#',
  lane: 'Lane',
  seeds: (count) => (count === '1' ? '1 seed' : `${count} seeds`),
  lanesCount: (count) => (count === '1' ? '1 lane' : `${count} lanes`),
  medianOf: (metric, step, seeds, interval) =>
    `By ${metric.toLowerCase()} at step ${step}: median of ${seeds} with ${interval ? 'its 95 % bootstrap interval' : 'the range they span'}.`,
  noMetric: 'Nothing that was recorded says how good a run is.',
  alone: (lane, metric, value) => `${lane} ended at a ${metric.toLowerCase()} of ${value}.`,
  oneSeed: (lane, metric, value) =>
    `${lane} came out first with a ${metric.toLowerCase()} of ${value}, but one seed shows nothing beyond itself.`,
  aheadOfAll: (lane, metric, seeds) =>
    `${lane} is ahead of every other lane by ${metric.toLowerCase()}, as far as ${seeds} can show.`,
  aheadOfSome: (lane, beaten, rest, seeds) =>
    `${lane} is ahead of ${beaten}; ${seeds} show no difference to ${rest}.`,
  noDifference: (lane, metric, seeds) =>
    `${lane} came out first by ${metric.toLowerCase()}, but ${seeds} show no difference to any other lane.`,
  leads: 'leads',
  behind: (other, count, seeds, p) => `behind ${other} in ${count} of ${seeds} seeds (${p})`,
  ahead: (other, count, seeds, p) => `ahead of ${other} in ${count} of ${seeds} seeds (${p})`,
  noise: (other, seeds, better, worse) =>
    `no difference to ${other} that ${seeds} seeds can show: better in ${better}, worse in ${worse}`,
  tooFew: (other, seeds, needed) =>
    `no difference to ${other} that ${seeds} seeds can show; it takes at least ${needed}`,
  equal: (other, seeds) => `equal to ${other} in all ${seeds} seeds`,
  nothing: 'nothing to compare',
  oneSeedAlone: 'one seed shows nothing beyond itself',
  of: (count, all) => `${count} of ${all}`,
  event: {
    diverged: 'diverged',
    target: 'reached its target',
    patience: 'stopped getting better',
  },
  when: (count, all, first, last) =>
    `${all === '1' ? '' : ` in ${count} of ${all} seeds`}${first === last ? ` in step ${first}` : `, in steps ${first} to ${last}`}`,
  first: {
    loss: 'The batch loss was the first number that was not finite.',
    gradient: 'The first number that was not finite was in the gradient.',
    slot: 'The first number that was not finite was in the optimizer’s state.',
    parameter: 'The first number that was not finite was a parameter.',
  },
  cause: (cause, short) => `Likely cause: ${causeEnglish(cause, short)}`,
  rateChanged: (lane, rate, step) =>
    `${lane}: learning rate changed by hand to ${rate} behind step ${step}.`,
  updates: { compiled: 'compiled to WebAssembly', interpreted: 'interpreted' },
  settings: {
    optimizer: 'Rule',
    hyper: 'Hyper-parameters',
    schedule: 'Schedule',
    clipping: 'Clipping',
    decay: 'Weight decay',
    dataset: 'Dataset',
    target: 'Target',
    features: 'Features',
    missing: 'Missing values',
    scaling: 'Scaling',
    split: 'Split',
    rows: 'Size',
    model: 'Model',
    loss: 'Loss',
    batch: 'Batch size',
    budget: 'Budget',
    seeds: 'Seeds',
    recorded: 'Recorded',
    stop: 'Early end',
    none: 'none',
    all: 'all other columns',
    defaults: 'the dataset’s own',
    run: 'Run',
    created: 'Started',
    engine: 'Gradients',
    updates: 'Updates',
    platform: 'System',
    fingerprint: 'SHA-256',
  },
  noHidden: 'no hidden layer',
  stop: '.',
  space: ' ',
  rows: (train, held, parameters) =>
    `${train} rows to train, ${held} held out; ${parameters} parameters a run`,
  warmup: (steps) => `behind ${steps} steps of warm-up`,
}

function causeEnglish(cause: Cause, short: (value: number) => string): string {
  switch (cause.kind) {
    case 'rateTooHigh':
      return `a learning rate of ${short(cause.rate)} is too high here.`
    case 'runaway':
      return 'the steps grew out of bounds.'
    case 'cliff':
      return 'one steep place; until that step all was of ordinary size.'
    case 'zeroGuard':
      return `${cause.key} is 0, and the rule then divides 0 by 0.`
    case 'decayTooStrong':
      return `weight decay takes ${short(100 * cause.share)} % of each parameter per step.`
    case 'start':
      return 'the first step already met numbers too large: start weights or features.'
  }
}

const chinese: ReportText = {
  metric: {
    batchLoss: '小批量损失',
    trainLoss: '训练损失',
    trainAccuracy: '训练准确率',
    trainR2: '训练 R²',
    validationLoss: '验证损失',
    validationAccuracy: '验证准确率',
    validationR2: '验证 R²',
    gradientNorm: '梯度范数',
    updateNorm: '更新量范数',
    updateRatio: '更新量与权重之比',
    rate: '学习率',
  },
  column: {
    steps: '达标步数',
    seconds: '达标秒数',
    final: '末值',
    best: '最佳',
    area: '样本均值',
  },
  convention: {
    tutorial: '教程',
    pytorch: 'PyTorch',
    keras: 'Keras',
    optax: 'Optax',
    paper: '论文',
  },
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
  seeds: (count) => `${count} 个种子`,
  lanesCount: (count) => `${count} 条赛道`,
  medianOf: (metric, step, seeds, interval) =>
    `按第 ${step} 步的${metric}：${seeds}的中位数及其${interval ? ' 95 % 自助法区间' : '范围'}。`,
  noMetric: '所记录的指标都不能说明优劣。',
  alone: (lane, metric, value) => `${lane} 最终的${metric}为 ${value}。`,
  oneSeed: (lane, metric, value) => `${lane} 以${metric} ${value} 居首，但一个种子只能说明它自己。`,
  aheadOfAll: (lane, metric, seeds) =>
    `就 ${seeds}所能显示的，${lane} 的${metric}优于其余所有赛道。`,
  aheadOfSome: (lane, beaten, rest, seeds) =>
    `${lane} 优于 ${beaten}；${seeds}显示不出它与 ${rest} 有差异。`,
  noDifference: (lane, metric, seeds) =>
    `${lane} 的${metric}居首，但 ${seeds}显示不出它与其他赛道有差异。`,
  leads: '领先',
  behind: (other, count, seeds, p) => `${seeds} 个种子中有 ${count} 个劣于 ${other}（${p}）`,
  ahead: (other, count, seeds, p) => `${seeds} 个种子中有 ${count} 个优于 ${other}（${p}）`,
  noise: (other, seeds, better, worse) =>
    `${seeds} 个种子显示不出与 ${other} 有差异：${better} 个更优，${worse} 个更劣`,
  tooFew: (other, seeds, needed) =>
    `${seeds} 个种子显示不出与 ${other} 有差异；至少需要 ${needed} 个`,
  equal: (other, seeds) => `${seeds} 个种子上都与 ${other} 相等`,
  nothing: '没有可比的数据',
  oneSeedAlone: '一个种子只能说明它自己',
  of: (count, all) => `${all} 个中 ${count} 个`,
  event: {
    diverged: '发散',
    target: '达到目标',
    patience: '不再改善',
  },
  when: (count, all, first, last) =>
    `${all === '1' ? '' : `（${all} 个种子中 ${count} 个）`}，第 ${first === last ? first : `${first} 至 ${last}`} 步`,
  first: {
    loss: '最先变为非有限值的是批损失。',
    gradient: '最先变为非有限值的是梯度。',
    slot: '最先变为非有限值的是优化器状态。',
    parameter: '最先变为非有限值的是参数。',
  },
  cause: (cause, short) => `可能的原因：${causeChinese(cause, short)}`,
  rateChanged: (lane, rate, step) => `${lane}：第 ${step} 步之后手动将学习率改为 ${rate}。`,
  updates: { compiled: '编译为 WebAssembly', interpreted: '解释执行' },
  settings: {
    optimizer: '规则',
    hyper: '超参数',
    schedule: '学习率安排',
    clipping: '裁剪',
    decay: '权重衰减',
    dataset: '数据集',
    target: '目标列',
    features: '特征',
    missing: '缺失值',
    scaling: '缩放',
    split: '划分',
    rows: '规模',
    model: '模型',
    loss: '损失函数',
    batch: '批大小',
    budget: '预算',
    seeds: '种子',
    recorded: '记录',
    stop: '提前结束',
    none: '无',
    all: '其余各列',
    defaults: '数据集自带',
    run: '运行',
    created: '开始时间',
    engine: '梯度计算',
    updates: '参数更新',
    platform: '系统',
    fingerprint: 'SHA-256',
  },
  noHidden: '无隐藏层',
  stop: '。',
  space: '',
  rows: (train, held, parameters) =>
    `训练 ${train} 行，验证 ${held} 行；每次运行 ${parameters} 个参数`,
  warmup: (steps) => `预热 ${steps} 步`,
}

function causeChinese(cause: Cause, short: (value: number) => string): string {
  switch (cause.kind) {
    case 'rateTooHigh':
      return `学习率 ${short(cause.rate)} 在这里过大。`
    case 'runaway':
      return '步长失控。'
    case 'cliff':
      return '遇到一处陡坡，此前各量正常。'
    case 'zeroGuard':
      return `${cause.key} 为 0，该规则会计算 0 除以 0。`
    case 'decayTooStrong':
      return `权重衰减每步减去参数的 ${short(100 * cause.share)} %。`
    case 'start':
      return '第一步的数值就已过大：请看初始权重或特征。'
  }
}

/** The report's words by language. */
export const reportText: Readonly<Record<Language, ReportText>> = {
  en: english,
  'zh-CN': chinese,
}
