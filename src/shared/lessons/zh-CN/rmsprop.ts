import type { LessonText } from '../types.ts'

export const rmspropZh: LessonText = {
  title: 'RMSprop 会遗忘',
  about: '用均值代替累加和，结果有什么不同',
  steps: {
    forget: {
      title: '是均值，不是总和',
      text: 'RMSprop 的 s 是滑动平均：每一步保留 s 的 {gamma}，再加入 g² 的 {fresh}。十个大小为 1 的梯度使它到了 {start}，此后梯度是 {later}。',
      ask: '画出 s 接下来怎么走。',
      why: '它降到 {end}，向 g² = {square} 靠近：从前的大梯度被忘掉了。换作 Adagrad，累加和会停在 {sum}。',
    },
    rate: {
      title: '不再变小的学习率',
      text: '每个梯度都是 {gradient}，η = {rate}。到第 {step} 步，Adagrad 的有效学习率已降到 {other}。',
      ask: '这时 RMSprop 的是多少？',
      why: '相同平方的均值就是那个平方，所以 √s 就是 |g|。有效学习率停在 {rate} / {gradient} = {end}，不再变化：什么都没有累积。',
    },
    first: {
      title: '第一步',
      text: '后来的步子都长 η。可是 s 从 0 开始：第一个梯度之后，它只装进了 g² 的 {fresh}。',
      ask: '第一步是 η 的几倍？',
      why: '{first} 倍，即 1/√{fresh}。梯度 {gradient} 约掉了。均值还没装满，除数就太小；Adam 纠正的正是这一点。',
    },
    far: {
      title: '学习率减半',
      text: '取 η = {rate}，RMSprop 走 {first} 步把损失降到 {target}。学习率减半时，Adagrad 要走 {slow} 倍的步数。',
      ask: '取 η = {half}，RMSprop 要走多少步？',
      why: '{second} 步，是原来的 {times} 倍。它的步子不会越走越小，步长减半，步数大约加倍。',
    },
    hover: {
      title: '代价',
      text: '只有一个权重，滚向 w = 0 处的碗底，η = {rate}。',
      ask: '它到了那里会怎样？',
      options: { rest: '停下来', hop: '来回跳', climb: '爬出去' },
      why: '最后在碗底两侧各 {swing} 处来回跳。g 变小，√s 也跟着忘、跟着小，直到 η/√s 超过极限 2/L：眼看要停，又被甩出去。让 η 逐渐变小，它才会停下。',
    },
  },
}
