import type { Words } from './en.ts'

export const zhCN: Words = {
  columns: {
    steps: '达标步数',
    seconds: '达标秒数',
    final: '末值',
    best: '最佳',
    area: '样本均值',
  },
  conventions: {
    tutorial: '教程',
    pytorch: 'PyTorch',
    keras: 'Keras',
    optax: 'Optax',
    paper: '论文',
    own: '自写',
  },
  lane: {
    warmup: (steps) => `预热 ${steps}`,
    clip: (way, limit) => `${way}裁剪 ${limit}`,
    coupled: '耦合',
    decoupled: '解耦',
    decay: (kind, rate) => `${kind}衰减 ${rate}`,
  },
  identity: {
    same: (rule) => `这就是 ${rule}，逐位相同。`,
    equal: (rule, digits) => `这就是 ${rule}：相差不超过 1e-${digits}。`,
    uncorrected: (rule) => `这是不做偏差修正的 ${rule}`,
    corrected: (rule) => `这是做了偏差修正的 ${rule}`,
    settles: (rule) => `它最终趋于 ${rule}`,
    from: (what, step) => `${what}：从第 ${step} 步起相差不超过 1e-6。`,
    late: (what) => `${what}：很久以后才相同。`,
    nearest: (rule, percent) => `没有与之相同的已知规则；最接近的是 ${rule}，路径相差 ${percent}。`,
    unknown: '没有与之相同或相近的已知规则。',
    rule: (optimizer, convention) => `${optimizer}（${convention}）`,
    under: (hyper) => `此时 ${hyper}。`,
    only: (names) => `改变 ${names} 后不再如此。`,
  },
  seeds: (count) => `${count} 个种子`,
  lanes: (count) => `${count} 条赛道`,
  between: (from, to) => `${from}–${to}`,
  betweenSigned: (from, to) => `${from} 至 ${to}`,
  verdict: {
    ahead: (other, count, seeds, chance) =>
      `${seeds} 个种子中有 ${count} 个优于 ${other}（${chance}）`,
    behind: (other, count, seeds, chance) =>
      `${seeds} 个种子中有 ${count} 个劣于 ${other}（${chance}）`,
    noise: (other, seeds, better, worse) =>
      `${seeds} 个种子显示不出与 ${other} 有差异：${better} 个更优，${worse} 个更劣`,
    tooFew: (other, seeds, needed, better, worse) =>
      `与 ${other} 相比，${seeds} 个种子中 ${better} 个更优，${worse} 个更劣：种子太少，显示差异至少需要 ${needed} 个`,
    inAll: (side, other, seeds, needed, factor) =>
      `${seeds} 个种子上都${side === 'ahead' ? '优' : '劣'}于 ${other}${factor && `，相差 ${factor} 倍`}；排除偶然至少需要 ${needed} 个`,
    equal: (other, seeds) => `${seeds} 个种子上都与 ${other} 相等`,
    oneSeed: '一个种子只能说明它自己',
    noData: '尚无可比的数据',
    counts: (better, worse, equal) => `${better} 个种子更优，${worse} 个更劣，${equal} 个相等。`,
    difference: (median, between) =>
      `同一种子内差值的中位数：${median}${between && `（${between}）`}。`,
    test: (p) => `对配对种子做符号秩检验：p = ${p}。`,
    corrected: (p, comparisons, adjusted) =>
      `对配对种子做符号秩检验：p = ${p}，经 Holm 法按 ${comparisons} 次比较校正后为 ${adjusted}。`,
  },
  answer: {
    take: (lane, seeds) => `选 ${lane}：就 ${seeds} 个种子所能显示的，它优于其余所有赛道。`,
    oneSeed: (lane, needed) => `${lane} 居首，但一个种子只能说明它自己：至少需要 ${needed} 个。`,
    tooFew: (seeds, needed, lanes) =>
      `${seeds} 个种子太少，排除不了 ${lanes} 条赛道之间的偶然：至少需要 ${needed} 个。`,
    inAll: (lane, others, seeds) => `${seeds} 个种子上 ${lane} 都优于：${others}。`,
    byFactor: (lane, factor) => `${lane}（相差 ${factor} 倍）`,
    undecided: (lanes, seeds) =>
      `${seeds} 个种子分不出这些赛道的高下：${lanes}。任选其一；更多种子或许能分出。`,
    equal: (lanes, seeds) => `${seeds} 个种子上都相等：${lanes}。`,
    trajectories: (lane, others) => `落后于 ${lane}：${others}。`,
    diverged: (others) => `发散：${others}。`,
    count: (lane, count, seeds) => `${lane}（${seeds} 个种子中 ${count} 个）`,
    improving: (lanes) => `结束时仍在改善：${lanes}。延长竞速或许会改变次序。`,
    flat: '在竞速的最后十分之一，各赛道的损失变动都不超过 1 %。',
    overfitAll: (epoch) =>
      `所有赛道都过拟合：训练损失下降，验证损失却从最低点回升，最早自第 ${epoch} 轮起。`,
    overfit: (lanes, epoch) =>
      `训练损失下降，验证损失却从最低点回升，最早自第 ${epoch} 轮起：${lanes}。`,
    untuned: '并非每条赛道都经扫描调过：换别的学习率，次序或许会变。',
  },
  tournament: {
    tasks: (count) => `${count} 个任务`,
    budget: (trials) => (trials === '0' ? '未调参' : `试验 ${trials} 次`),
    none: (contestants, tasks, chance) =>
      `就这 ${tasks}而言，显示不出 ${contestants} 之间有差别（${chance}）。`,
    noPair: (tasks, chance) =>
      `就这 ${tasks}而言，各优化器并非全都一样（${chance}），但没有哪两个相距远到可以区分。`,
    first: (contestant, tasks) => `就这 ${tasks}所能显示的，${contestant} 优于其余所有优化器。`,
    leaders: (contestants, tasks) =>
      `领先的是 ${contestants}；就这 ${tasks}而言，显示不出它们之间有差别。`,
    behind: (leader, contestants) => `落后于 ${leader}：${contestants}。`,
    unfinished: (tasks, all) => `${all}中只有 ${tasks}已由所有优化器完成，其余暂不计入。`,
    fastest: (contestants, percent) => `在 ${percent} 的任务上最先达到目标：${contestants}。`,
    oneContestant: '只有一个优化器，无从比较。',
    noTask: '还没有哪个任务已由所有优化器完成。',
    oneTask: '一个任务只能说明它自己：至少需要两个。',
    fewTasks: (tasks, needed, contestants) =>
      `${tasks}无论结果如何，都分不出 ${contestants} 个优化器中任何两个的高下：至少需要 ${needed}。`,
    allEqual: '在每个任务上，所有优化器都相等。',
    allDiverged: '在每个任务上，所有优化器都发散，无从排名。',
    fewForPairs: (tasks, needed) =>
      `符号秩检验（按全部配对作 Holm 校正）在 ${tasks}上无论结果如何，都分不出任何两个的高下：至少需要 ${needed}。`,
  },
  happened: { diverged: '发散', target: '达到目标', patience: '不再改善' },
  when: (count, all, first, last) =>
    `${all === '1' ? '' : `（${all} 个种子中 ${count} 个）`}，第 ${first === last ? first : `${first} 至 ${last}`} 步。`,
  event: {
    diverged: (step) => `第 ${step} 步发散`,
    target: (step) => `第 ${step} 步达到目标`,
    patience: (step) => `不再改善，止于第 ${step} 步`,
  },
  goesOn: '训练仍继续。',
  stop: '。',
  rateChanged: (lane, rate, step) => `${lane}：第 ${step} 步之后手动将学习率改为 ${rate}。`,
  first: {
    loss: () => '最先变为非有限值的是批损失。',
    gradient: (index) => `最先变为非有限值的是梯度的第 ${index} 个分量。`,
    slot: (index, slot) =>
      `最先变为非有限值的是优化器状态 ${slot}${index && ` 的第 ${index} 个分量`}。`,
    parameter: (index) => `最先变为非有限值的是第 ${index} 个参数。`,
  },
  ruleLine: (line, text) => `它出自规则的第 ${line} 行：“${text}”。`,
  before: {
    start: (parameters) => `起点处参数范数为 ${parameters}。`,
    step: (parameters, gradient, rate) =>
      `前一步参数范数为 ${parameters}，梯度范数为 ${gradient}${rate === undefined ? '' : `，学习率为 ${rate}`}。`,
  },
  cause: {
    rateTooHigh: (rate, parameters) =>
      `可能的原因：学习率 ${rate} 在这里过大。每一步都越过得更多，参数范数已涨到 ${parameters}。可试其三分之一，或加预热。`,
    runaway: (parameters) =>
      `可能的原因：步长失控，参数范数已达 ${parameters}。可改用该规则的默认设置，或裁剪梯度。`,
    cliff:
      '可能的原因：遇到一处陡坡。此前各量正常，这一步的梯度突然溢出。可裁剪梯度，或降低学习率。',
    cliffClipped:
      '可能的原因：遇到一处陡坡，裁剪也无能为力：非有限的值无法按比例缩小。请降低学习率。',
    zeroGuard: (key) =>
      `可能的原因：${key} 为 0，梯度恰为 0 时该规则会计算 0 除以 0。请给 ${key} 一个小的正值。`,
    decayTooStrong: (share) =>
      `可能的原因：权重衰减每步减去参数的 ${share}；超过 200 % 参数反而增大。请降低衰减或学习率。`,
    start: (parameters) =>
      `可能的原因：第一步的数值就已过大。请缩放特征，或用更小的初始权重（其范数为 ${parameters}）。`,
  },
  damage: {
    checkpoint: (file) => `${file} 与写入时不同：继续训练时，它的部分将从头开始。`,
    file: (file) => `${file} 与写入时不同：其中的内容可能有误。`,
    lines: (lines, which) =>
      lines === 1
        ? `log.jsonl 的第 ${which} 行已损坏或丢失。`
        : `log.jsonl 有 ${lines} 行已损坏或丢失：${which}。`,
    steps: (from, to, lanes, seeds) =>
      `缺少 ${lanes}（种子 ${seeds}）在第 ${from === to ? from : `${from} 至 ${to}`} 步所记录的数据。`,
    noSteps: '没有因此缺少任何记录的步。',
    more: '等等',
  },
}
