import type { LessonText } from '../types.ts'

export const adagradZh: LessonText = {
  title: '各有各的学习率',
  about: 'Adagrad 除以什么，为什么会慢下来',
  steps: {
    one: {
      title: '两个权重，一个学习率',
      text: '两个权重 x 和 y。这只碗在 y 方向的陡度是 x 方向的二十倍。SGD 给两者同一个学习率 η = {rate}。',
      ask: '哪个权重先到底？',
      options: { x: '平缓的 x', both: '同时到', y: '陡峭的 y' },
      why: '20 步之后，y 离底 {y}，x 还差 {x}。对陡的方向安全的学习率，对平的方向就太小了。',
    },
    own: {
      title: '每个权重一个学习率',
      text: 'Adagrad 把每个权重的步幅除以 s 的平方根，s 是这个权重自己的梯度平方之和。',
      ask: '20 步之后它在哪里？',
      why: '坡陡的方向 s 也大。第一步在两个方向上都长 η = {rate}，所以路径斜着切过去。',
    },
    sum: {
      title: '累加和',
      text: '十个大小为 1 的梯度使 s = 10。此后梯度只有 {later}。',
      ask: '画出 s 接下来怎么走。',
      why: '最后到 {end}。平方不会是负数，s 只增不减。开头的大梯度，它永远忘不掉。',
    },
    rate: {
      title: '第 100 步的学习率',
      text: '每个梯度都是 {gradient}。有效学习率就是 g 所乘的数：η/√s，其中 η = {rate}。',
      ask: '第 100 步时它是多少？',
      why: 's 已经到了 {sum}，平方根是 {root}；{rate} 除以它得 {end}。步数越多，它越小，再也回不来。',
    },
    far: {
      title: '路还很长',
      text: '取 η = {rate}，Adagrad 走 {first} 步才把损失降到 0.01。SGD 的学习率减半，步数只是加倍。',
      ask: '取 η = {half}，Adagrad 要走多少步？',
      why: '{second} 步，是原来的 {times} 倍。边走步子边变小，路一长，多花的步数就不成比例。',
    },
  },
}
