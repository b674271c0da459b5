import type { LessonText } from '../types.ts'

export const luckZh: LessonText = {
  title: '运气',
  about: '十个种子，一个结论：什么时候差别才算差别',
  steps: {
    one: {
      title: '一场比赛',
      text: '一个小网络学“葡萄酒”表，共 {epochs} 轮：Momentum 取 η = {momentumRate}，Adam 取 η = {adamRate}。起点、批次和划分都由种子 {seed} 决定，双方相同。',
      ask: '谁的验证损失更低？',
      options: { momentum: 'Momentum', adam: 'Adam' },
      why: 'Momentum 是 {momentum}，Adam 是 {adam}。这只是这一个种子：记住这个差距。',
    },
    often: {
      title: '再来十次',
      text: '同一场比赛，换 {seeds} 个种子：起点、批次、留作验证的行都不同。',
      ask: '其中有几次 Momentum 领先？',
      why: '{seeds} 次中有 {better} 次。光是 Momentum 自己，就从 {least} 到 {most} 都有：种子的作用比优化器还大。',
    },
    verdict: {
      title: '下结论',
      text: '假如两者一样好，每个种子谁赢就像抛硬币。只有当硬币抛出同样明显的差距，{level} 次里至多一次，差别才算数。',
      ask: '{seeds} 个种子说明了什么？',
      options: { momentum: 'Momentum 更好', adam: 'Adam 更好', none: '看不出差别' },
      why: 'Momentum 领先 {better} 次。抛硬币出现这样结果的概率是 {p}。',
    },
    small: {
      title: '虽小却可靠',
      text: '换 Adam 与 RMSprop 比。同一个种子里两者的损失很接近，不同种子之间却相差大得多。',
      ask: '{seeds} 个种子说明了什么？',
      options: { adam: 'Adam 更好', rmsprop: 'RMSprop 更好', none: '看不出差别' },
      why: 'Adam 领先 {better} 次，一般差 {factor} 倍，而它自己在种子之间相差 {spread} 倍：p = {p}。同一个种子里双方运气相同，成对比较就能看出来。',
    },
    few: {
      title: '要几个种子？',
      text: '假设 n 个种子全都一致。硬币全部同面的概率是 2/2ⁿ。',
      ask: '从哪个 n 起，它不超过 1/{level}？',
      why: '从 {enough} 起：p = {p}。{short} 个一致，纯属运气的概率仍有 {chance}。种子再少，看上去多明显都说明不了什么。',
    },
  },
}
