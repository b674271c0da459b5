import type { LessonText } from '../types.ts'

export const downhillZh: LessonText = {
  title: '下坡',
  about: '学习率起什么作用，为什么它有上限',
  steps: {
    step: {
      title: '一步',
      text: '高度是损失：权重为 w 的模型错得有多厉害。圆点处 w = −4，斜率 g 为 {slope}。梯度下降逆着斜率走，步幅是斜率的 η 倍。',
      ask: '下一步会落在哪里？',
      why: 'η · g = {rate} × ({slope}) = {move}。从 −4 中减去它，得 {to}。坡越陡，步子越大。',
    },
    ten: {
      title: '十步',
      text: '在这只碗里，斜率就等于 w：离碗底越近，坡越平。η 为 {rate}。',
      ask: '十步之后 w 在哪里？',
      why: '在 {to}。每一步都只留下 w 的 {left} 倍：坡变平，步子也变小。下降会自己慢下来，永远差一点才到。',
    },
    across: {
      title: '跨过碗底',
      text: '现在 η 为 {rate}。第一步就跨过碗底，落到了对面。',
      ask: '画出接下来十步的损失。',
      why: '损失照样下降。每一步都把 w 乘以 {factor}：到了对面，但离碗底更近。每一步都只留下损失的 {share} 倍。',
    },
    limit: {
      title: '极限',
      text: '斜率变化的快慢叫曲率 L，这里是 {curvature}。学习率太大，每一步都落得更高：它就发散了。',
      ask: '设一个不会发散的最大 η。',
      why: 'η = 2/L = {limit} 时，每一步都落在对面同样的高度。再大一丝，就会越爬越高。',
    },
    steep: {
      title: '更陡的碗',
      text: '同一只碗，弯曲程度变成四倍：L 从 {low} 变成 {high}。',
      ask: '最大的 η 会怎样？',
      options: { same: '不变', half: '变成一半', quarter: '变成四分之一' },
      why: '2/L：{before} 变成 {after}。损失最陡的那个方向，限制了所有方向的学习率。',
    },
  },
}
