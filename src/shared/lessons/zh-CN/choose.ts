import type { LessonText } from '../types.ts'

export const chooseZh: LessonText = {
  title: '选一个',
  about: '扫描、新种子、结论：先用葡萄酒表，再用你自己的表',
  steps: {
    adam: {
      title: '扫描',
      text: '在“葡萄酒”表上，Adam 用哪个学习率合适？扫描试 {rates} 个，每个用 {tuning} 个种子、{epochs} 轮。',
      ask: '标出最后损失最低的学习率。',
      why: '{best}，验证损失的中位数是 {loss}。取 {low} 时还在半路上（{lowLoss}），取 {high} 时已经走失（{highLoss}）。',
    },
    sgd: {
      title: '各有所宜',
      text: '同样的扫描，同样的种子，换成 SGD。除了规则，什么都没变。',
      ask: '标出 SGD 最好的学习率。',
      why: '在 {best}：是 Adam 的 {other} 的 {times} 倍。用 Adam 的学习率，SGD 只到 {atOther}，而不是 {loss}。大家用同一个学习率，比的是学习率，不是优化器。',
    },
    fair: {
      title: '公平的比赛',
      text: '各用自己最好的学习率，换上 {judging} 个扫描没用过的种子。',
      ask: '结果说明了什么？',
      options: { adam: 'Adam 更好', sgd: 'SGD 更好', none: '看不出差别' },
      why: '{judging} 个种子里，Adam（η = {adam}）有 {better} 次领先 SGD（η = {sgd}）：p = {p}。想用自己的表，把文件拖进窗口，再到“竞速”里调参。',
    },
  },
}
