import type { LessonText } from '../types.ts'

export const nesterovZh: LessonText = {
  title: 'Nesterov 向前看',
  about: '同样的速度，只是早一刻测量坡度',
  steps: {
    look: {
      title: '它看哪里',
      text: '动量法在自己脚下测量坡度。Nesterov 在上一步再往前 μ = {share} 倍的地方测量。上一步在 x 走了 {dx}，在 y 走了 {dy}。',
      ask: '它下一次在哪里测量？',
      why: '在 w + μ · v：速度 v 就是上一步。反正要被带到那里，不如先问那里的坡度。',
    },
    brake: {
      title: '更早刹车',
      text: '一个权重在碗里，碗底在 0。动量法取 μ = {share}，一直冲到 w = {plain}。',
      ask: 'Nesterov 会冲多远？',
      why: '到 {far}，第 {turn} 步就掉头。向前看，还没站上对面的坡，就已经感到它了。',
    },
    first: {
      title: '谁先到？',
      text: '还是那道峡谷，两者都取 η = 0.1、μ = {share}。“到了”指损失低于 0.01，并且不再升回去。',
      ask: '谁先到？',
      options: { momentum: '动量法', nesterov: 'Nesterov' },
      why: '动量法在第 {momentum} 步，Nesterov 在第 {nesterov} 步。摆得少，到得早；μ 小的时候，本来就没什么可刹的。',
    },
    same: {
      title: '框架的写法',
      text: '框架在 w 所在处取梯度，再把 v 用上两次：看公式。图上是它的路径。',
      ask: '它会经过 Nesterov 看的那些地方吗？',
      options: { other: '不会，走的是别处', same: '会，一点不差' },
      why: '每一步都相同。框架跟着前方那一点走，并把它叫做 w：一种方法，两种写法。',
    },
  },
}
