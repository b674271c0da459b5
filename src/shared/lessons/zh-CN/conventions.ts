import type { LessonText } from '../types.ts'

export const conventionsZh: LessonText = {
  title: '一个名字，三种公式',
  about: '为什么教程、PyTorch 和 Keras 用同一个名字，结果却不同',
  steps: {
    start: {
      title: '累加和从哪里开始',
      text: 'Adagrad，η = 1。PyTorch 的累加和 s 从 0 开始，Keras 从 0.1 开始。每个梯度都是 {gradient}；PyTorch 的第一步长 {torch}。',
      ask: 'Keras 的第一步有多长？',
      why: '{keras}：g 除以的是 √(0.1 + g²)。梯度小时，Keras 起步慢；梯度大时，谁也看不出差别。',
    },
    epsilon: {
      title: '根号里还是根号外',
      text: 'RMSprop，η = 1。用一个小数 ε 防止除以零：PyTorch 加在根号外，教程加在根号里。每个梯度都是 {gradient}。',
      ask: '教程的步子最后有多长？',
      why: '{tutorial}；PyTorch 的是 {torch}。在根号里，10⁻⁶ 的分量相当于 10⁻³ 的梯度。',
    },
    memory: {
      title: '默认值不同',
      text: 'RMSprop 每步保留 s 的一部分：教程 0.9，PyTorch 0.99。梯度都是 1，只有第 101 个是 {spike}。',
      ask: '谁的学习率先恢复到 0.9？',
      options: { pytorch: 'PyTorch 的', both: '同时恢复', tutorial: '教程的' },
      why: '教程的要 {tutorial} 步，PyTorch 的要 {torch} 步。0.9 大约记住十步，0.99 大约一百步。',
    },
    path: {
      title: '另一条路',
      text: 'RMSprop，η = {rate}，各用各的默认值。图上是教程写法的 30 步。',
      ask: '30 步之后，PyTorch 在哪里？',
      why: '更远：s 从 0 开始，保留 0.99 就填得更慢，头上的长步子更多。第一步 x 走了 {torch}，教程写法只走 {tutorial}。',
    },
  },
}
