import type { LessonText } from '../types.ts'

export const irisZh: LessonText = {
  title: '教程里的那张图',
  about: '鸢尾花上的三个优化器：谁跑出了窗口，批量改变了什么',
  steps: {
    adagrad: {
      title: 'Adagrad',
      text: '鸢尾花上的 softmax 回归：每批 {batch} 朵，共 {steps} 步，η = {rate}。起点都在 ln 3 = {chance} 附近，那是在三类之间瞎猜的损失。',
      ask: '画出 Adagrad 的训练损失。',
      why: '最后到 {end}。开头最陡，随后越来越平：根号下的累加和只增不减。',
    },
    adadelta: {
      title: 'Adadelta',
      text: '同样的起点、同样的批次，{steps} 步，但没有 η。它的头几步只有 √ε 可依靠。',
      ask: '画出 Adadelta 的训练损失。',
      why: '最后到 {end}，离 {chance} 不远；Adagrad 到了 {other}。{steps} 步太少，它还来不及加快。',
    },
    leaves: {
      title: '窗口',
      text: '教程把损失画在 {low} 到 {high} 之间。三条曲线里有一条跑出了图外。',
      ask: '是哪一条？',
      options: { adagrad: 'Adagrad', adadelta: 'Adadelta', rmsprop: 'RMSprop', none: '都没有' },
      why: 'RMSprop 到第 {at} 步已低于 {low}，最后是 {end}；Adagrad 是 {adagrad}，Adadelta 是 {adadelta}。会遗忘的均值让步子一直够长。',
    },
    single: {
      title: '每批一朵',
      text: '每批一朵，而不是 {before} 朵：同样多的花，从 {few} 步变成 {steps} 步。RMSprop 仍然领先。',
      ask: '另外两个，谁最后更低？',
      options: { adagrad: 'Adagrad', adadelta: 'Adadelta' },
      why: 'Adadelta 是 {adadelta}，Adagrad 是 {adagrad}，RMSprop 是 {rmsprop}。步数多了，Adadelta 有时间加快，而累加和让 Adagrad 越走越慢。',
    },
    whole: {
      title: '所有花一批',
      text: '现在一批就是全部 {batch} 朵花。四轮仍然看 {seen} 朵，却只有 {steps} 步。',
      ask: 'RMSprop 最后到哪里？',
      why: '到 {end}，还在窗口里；Adadelta 是 {adadelta}。梯度再准，也补不上步数之少。横轴数的是花，前进靠的是步。',
    },
  },
}
