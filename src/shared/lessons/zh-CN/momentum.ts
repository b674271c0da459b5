import type { LessonText } from '../types.ts'

export const momentumZh: LessonText = {
  title: '峡谷与动量',
  about: '为什么梯度下降在峡谷里走得慢，速度又能帮上什么忙',
  steps: {
    ravine: {
      title: '峡谷',
      text: 'y 方向是陡壁，x 方向是又长又平的谷底。SGD 从圆环出发，η = {rate}。',
      ask: '30 步之后它在哪里？',
      why: '很快离开陡壁，然后就慢了：谷底的坡只有陡壁的二十分之一，步子也就短。30 步里 x 只走了 {way}。',
    },
    speed: {
      title: '速度',
      text: '动量法按速度 v 移动：每一步保留旧 v 的 μ = {share} 倍，再加上梯度。假设每个梯度都是 1。',
      ask: '画出 v 接下来怎么走。',
      why: '它停在 1/(1 − μ) = {end}：这时每步失去的正好等于得到的。方向一致的坡度会累积成速度。',
    },
    cancel: {
      title: '来回变号的梯度',
      text: '在两壁之间，梯度每步都变号：1、−1、1、−1……μ 仍是 {share}。',
      ask: '第 40 步的 v 是多少？',
      why: '只有 {end}。每一推都被下一推抵消。沿着谷底，v 越积越大；横着，它相互抵消。',
    },
    first: {
      title: '谁先到？',
      text: '两者都取 η = 0.1，动量法的 μ = {share}。“到了”指损失低于 0.01，并且不再升回去。',
      ask: '谁先到？',
      options: { sgd: 'SGD', momentum: '动量法' },
      why: 'SGD 在第 {sgd} 步，动量法在第 {momentum} 步。沿谷底，速度有用；μ 太接近 1，速度就过了头。',
    },
    over: {
      title: '冲过终点',
      text: '图上是 SGD 的前 20 步。动量法从同一个圆环出发，μ = {share}。',
      ask: '20 步之后动量法在哪里？',
      why: '速度不会在最低点停下：它冲过去，掉头，再回来。μ 越大，冲得越远。',
    },
  },
}
