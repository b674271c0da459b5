import type { LessonText } from '../types.ts'

export const adamZh: LessonText = {
  title: 'Adam',
  about: '一个均值、一个平方，还有一个要紧的修正',
  steps: {
    mean: {
      title: '均值',
      text: '梯度依次是 {high}、{low}、{high}、{low}……Adam 的 m 从 0 开始，是它们的滑动平均：每一步保留 {beta}。',
      ask: '画出 m。',
      why: '它向 {agreed} 靠近，那是各个梯度的共识；末尾是 {above}，然后 {end}。分歧被平均掉了，但 m 从 0 装起，装得慢。',
    },
    signal: {
      title: '平方',
      text: 'Adam 的步子是 η · m/√s。梯度全是 1 时，每步长 η。现在梯度在 {high} 和 {low} 之间交替，均值仍是 1。',
      ask: '现在步长是 η 的几倍？',
      why: '{end}：均值 1 除以 √s。平方的均值是 {square}，平方根是 {root}。梯度一致，Adam 就大胆走；梯度相争，它就小心走。',
    },
    off: {
      title: '关掉修正',
      text: 'm 和 s 都从 0 开始，Adam 把它们各自除以“装满的比例”。现在关掉这个修正：每个梯度都是 1，β₁ = {keep}，β₂ = {hold}。',
      ask: '画出步长（以 η 计）。',
      why: '起初 {first}，第 {at} 步到了 {most}。m 大约 {quick} 步装满，s 要 {fill} 步：√s 长时间都太小。',
    },
    walk: {
      title: '后果',
      text: '还是那只碗，η = {rate}。图上是有修正的 Adam 走的 {steps} 步。',
      ask: '没有修正，{steps} 步走到哪里？',
      why: '路径长 {long}，而不是 {short}：同样的 η，走了 {times} 倍远。有修正时，这里每一步在 x、y 方向上都不超过 η。',
    },
    reach: {
      title: '怎样选学习率',
      text: '权重从 {from} 出发，碗底在 0。Adam 的一步最多大约长 η。',
      ask: '设一个能在 {steps} 步内走到的最小 η。',
      why: '{least}：比路程除以步数 {way} / {steps} = {share} 要大，因为坡变缓时步子会变短。η 在这里有实在的含义：一步能走多远。',
    },
  },
}
