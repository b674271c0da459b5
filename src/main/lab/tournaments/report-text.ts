import type { Language } from '#shared/text.ts'

const seeds = (count: string): string => (count === '1' ? 'seed' : 'seeds')

/** What a tournament's report alone says. Numbers come as they are to be read. */
const english = {
  tournament: 'Tournament',
  report: 'Tournament report',
  contestants: (count: string) => (count === '1' ? '1 contestant' : `${count} contestants`),
  cells: (done: string, total: string) =>
    done === total ? `${total} cells` : `${done} of ${total} cells done`,
  budget: (budget: string) => `${budget.charAt(0).toUpperCase()}${budget.slice(1)}`,
  tests: (chi: string, p: string, f: string, fp: string, difference: string) =>
    `Friedman’s test with ties: ${chi}, ${p}; Iman and Davenport’s: ${f}, ${fp}. Nemenyi’s critical difference of mean ranks at 5 %: ${difference}.`,
  contestant: 'Contestant',
  meanRank: 'Mean rank',
  diverged: 'diverged',
  pairs: 'Told apart by signed ranks, after Holm’s correction for all pairs:',
  noPair: 'Signed ranks, after Holm’s correction for all pairs, tell no two apart.',
  pair: (one: string, other: string, better: string, tasks: string, p: string) =>
    `${one} is better than ${other} on ${better} of ${tasks} tasks (${p}).`,
  overall: 'Over all budgets',
  method: (judging: string, tuning: string) =>
    `Scores are medians over ${judging} judging ${seeds(judging)}, on rows that no trial was held against. Trials ran on ${tuning} other ${seeds(tuning)}; each budget chose the trial with the best median of them.`,
  repeat: 'Repeat it',
  repeatText:
    'Save the description below as tournament.json and run “lab tournament tournament.json”. Everything that chance decides follows from the seeds: the same version gives the same numbers, on one machine and on many.',
  specSummary: 'The whole tournament as JSON',
}

const chinese: typeof english = {
  tournament: '锦标赛',
  report: '锦标赛报告',
  contestants: (count) => `${count} 个优化器`,
  cells: (done, total) => (done === total ? `${total} 格` : `${total} 格中已完成 ${done} 格`),
  budget: (budget) => budget,
  tests: (chi, p, f, fp, difference) =>
    `Friedman 检验（校正并列）：${chi}，${p}；Iman–Davenport：${f}，${fp}。Nemenyi 平均名次临界差（5 %）：${difference}。`,
  contestant: '优化器',
  meanRank: '平均名次',
  diverged: '发散',
  pairs: '符号秩检验（按全部配对作 Holm 校正）能区分的：',
  noPair: '符号秩检验（按全部配对作 Holm 校正）区分不出任何两个。',
  pair: (one, other, better, tasks, p) =>
    `${one} 在 ${tasks} 个任务中的 ${better} 个上优于 ${other}（${p}）。`,
  overall: '各预算一览',
  method: (judging, tuning) =>
    `得分是 ${judging} 个评判种子上的中位数，所用验证行从未用于调参。试验在另外 ${tuning} 个种子上进行；每种预算选其中位数最好的一次。`,
  repeat: '重现',
  repeatText:
    '将下面的描述存为 tournament.json，运行“lab tournament tournament.json”。一切随机都由种子决定：同一版本在一台或多台机器上得到相同的数字。',
  specSummary: '整个锦标赛（JSON）',
}

export const tournamentReportText: Readonly<Record<Language, typeof english>> = {
  en: english,
  'zh-CN': chinese,
}
