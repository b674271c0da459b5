import type { Language } from '../text.ts'

/** What a tournament's charts say on the page and in the report. Numbers come as they are to be read. */
const english = {
  diverged: 'diverged',
  untuned: 'untuned',
  ranks: {
    title: 'Mean ranks and critical difference',
    axis: 'mean rank, the best at the left',
    critical: (difference: string) => `critical difference ${difference}`,
    joined: (names: string) => `Not told apart: ${names}.`,
    nothing: 'Ranks appear when a task is done by all contestants.',
  },
  profiles: {
    title: 'Performance profiles of the time to target',
    y: (tasks: string) => `share of ${tasks} brought to the target`,
    x: 'times the fewest steps, τ',
    at: (factor: string) => `within ${factor} times the fewest steps`,
    summary: (name: string, first: string, twice: string, ever: string) =>
      `${name}: first on ${first}, within twice the steps on ${twice}, there at all on ${ever}.`,
    nothing:
      'No task has a target yet: it takes one that all contestants have done and that some of them bring lower than others.',
  },
  tuning: {
    title: 'What tuning buys',
    ranks: (tasks: string) => `mean rank over ${tasks}, on fresh seeds`,
    score: (metric: string) => `${metric}, expected best of k trials`,
    x: 'trials, k',
    at: (trials: string) => (trials === '1' ? '1 trial' : `${trials} trials`),
    summary: (name: string, first: string, last: string) => `${name}: from ${first} to ${last}.`,
    nothing: 'Nothing was tuned: take budgets of 1 trial or more.',
    rankBand: (name: string) =>
      `The band holds nine of ten mean ranks of ${name} over as many tasks drawn anew from these.`,
    band: (name: string) => `The band holds nine of ten choices of k of ${name}’s trials.`,
    waiting: 'Curves appear as cells are done.',
  },
  failures: {
    title: 'Where it fails',
    y: 'share of trials’ runs that diverged',
    x: 'learning rate',
    at: (from: string, to: string) => `learning rates from ${from} to ${to}`,
    share: (share: string, runs: string) => `${share} of ${runs}`,
    summary: (name: string, from: string, share: string) =>
      `${name}: diverges from ${from} on, up to ${share}.`,
    never: (name: string) => `${name}: no run diverged.`,
    unrated: (names: string) => `Without a learning rate: ${names}.`,
  },
  matrix: {
    title: 'Tasks and contestants',
    corner: 'task',
    rank: (rank: string) => `rank ${rank}`,
  },
}

const chinese: typeof english = {
  diverged: '发散',
  untuned: '未调参',
  ranks: {
    title: '平均名次与临界差',
    axis: '平均名次，最好的在左',
    critical: (difference) => `临界差 ${difference}`,
    joined: (names) => `分不出高下：${names}。`,
    nothing: '某个任务由所有优化器完成后，名次会出现在这里。',
  },
  profiles: {
    title: '到达目标所需时间的性能剖面',
    y: (tasks) => `${tasks}中到达目标的比例`,
    x: '最少步数的倍数 τ',
    at: (factor) => `最少步数的 ${factor} 倍以内`,
    summary: (name, first, twice, ever) =>
      `${name}：在 ${first} 的任务上最先到达，两倍步数内到达 ${twice}，总共到达 ${ever}。`,
    nothing: '还没有带目标的任务：须由所有优化器完成，且其中有的能到达更低的值。',
  },
  tuning: {
    title: '调参的收益',
    ranks: (tasks) => `${tasks}上的平均名次（新种子）`,
    score: (metric) => `${metric}，k 次试验中最好一次的期望`,
    x: '试验次数 k',
    at: (trials) => `${trials} 次试验`,
    summary: (name, first, last) => `${name}：从 ${first} 到 ${last}。`,
    nothing: '没有调参：请选至少 1 次试验的预算。',
    rankBand: (name) => `色带包含从这些任务中有放回地重抽同样多个时，${name} 平均名次的十分之九。`,
    band: (name) => `色带包含 ${name} 取 k 次试验的十分之九的取法。`,
    waiting: '各格完成后，曲线会出现在这里。',
  },
  failures: {
    title: '在哪里失败',
    y: '试验中发散的训练所占比例',
    x: '学习率',
    at: (from, to) => `学习率 ${from} 到 ${to}`,
    share: (share, runs) => `${runs} 次中的 ${share}`,
    summary: (name, from, share) => `${name}：自 ${from} 起发散，最多 ${share}。`,
    never: (name) => `${name}：没有发散。`,
    unrated: (names) => `没有学习率：${names}。`,
  },
  matrix: {
    title: '任务与优化器',
    corner: '任务',
    rank: (rank) => `第 ${rank} 名`,
  },
}

export const tournamentFigureWords: Readonly<Record<Language, typeof english>> = {
  en: english,
  'zh-CN': chinese,
}
