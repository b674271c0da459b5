import type { Messages } from '../types.ts'

/** 训练途中发生在各次运行上的事。 */
export const raceEventsZhCN: Messages['raceEvents'] = {
  diverged: '第 {step} 步发散',
  target: '第 {step} 步达到目标',
  patience: '不再改善，止于第 {step} 步',
  goesOn: '训练仍继续。',
  rate: '第 {step} 步之后学习率改为 {rate}',
  first: {
    loss: '最先变为非有限值的是批损失。',
    gradient: '最先变为非有限值的是梯度的第 {index} 个分量。',
    slot: '最先变为非有限值的是优化器状态 {slot} 的第 {index} 个分量。',
    parameter: '最先变为非有限值的是第 {index} 个参数。',
  },
  before: {
    start: '起点处参数范数为 {parameters}。',
    plain: '前一步参数范数为 {parameters}，梯度范数为 {gradient}。',
    rate: '前一步参数范数为 {parameters}，梯度范数为 {gradient}，学习率为 {rate}。',
  },
  cause: {
    rateTooHigh:
      '可能的原因：学习率 {rate} 在这里过大。每一步都越过得更多，参数范数已涨到 {parameters}。可试其三分之一，或加预热。',
    runaway:
      '可能的原因：步长失控，参数范数已达 {parameters}。可改用该规则的默认设置，或裁剪梯度。',
    cliff:
      '可能的原因：遇到一处陡坡。此前各量正常，这一步的梯度突然溢出。可裁剪梯度，或降低学习率。',
    cliffClipped:
      '可能的原因：遇到一处陡坡，裁剪也无能为力：非有限的值无法按比例缩小。请降低学习率。',
    zeroGuard:
      '可能的原因：{key} 为 0，梯度恰为 0 时该规则会计算 0 除以 0。请给 {key} 一个小的正值。',
    decayTooStrong:
      '可能的原因：权重衰减每步减去参数的 {share}；超过 200 % 参数反而增大。请降低衰减或学习率。',
    start:
      '可能的原因：第一步的数值就已过大。请缩放特征，或用更小的初始权重（其范数为 {parameters}）。',
  },
}
