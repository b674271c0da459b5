import type { LessonText } from '../types.ts'

export const chooseZh: LessonText = {
  title: '选一个',
  about: '扫描、新种子、结论：用你自己的表，或用葡萄酒表',
  steps: {
    adam: {
      title: '扫描',
      text: '在“{table}”表上，Adam 用哪个学习率合适？扫描试 {rates} 个，每个用 {tuning} 个种子、{steps} 步。',
      ask: '标出最后损失最低的学习率。',
      why: '{best} 的验证损失中位数最低，是 {loss}。取 {low} 得 {lowLoss}，取 {high} 得 {highLoss}：太小还在半路上，太大会走失。',
    },
    sgd: {
      title: '各有所宜',
      text: '同样的扫描，同样的种子，换成 SGD。除了规则，什么都没变。',
      ask: '标出 SGD 最好的学习率。',
      why: 'SGD 最好的是 {best}，Adam 的是 {other}。SGD 用 Adam 的学习率到 {atOther}，用自己的到 {loss}。大家用同一个学习率，比的是学习率，不是优化器。',
    },
    fair: {
      title: '公平的比赛',
      text: '各用自己最好的学习率，换上 {judging} 个扫描没用过的种子。',
      ask: '结果说明了什么？',
      options: { adam: 'Adam 更好', sgd: 'SGD 更好', none: '看不出差别' },
      why: '{judging} 个种子里，Adam（η = {adam}）有 {better} 次领先 SGD（η = {sgd}）：p = {p}。这只说明这张表、这个网络和这么多步。',
    },
  },
}
