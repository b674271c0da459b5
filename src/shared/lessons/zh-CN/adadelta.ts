import type { LessonText } from '../types.ts'

export const adadeltaZh: LessonText = {
  title: 'Adadelta 不要学习率',
  about: '没有学习率的规则，步长从哪里来，为什么起步慢',
  steps: {
    first: {
      title: '没有 η 的规则',
      text: 'Adadelta 用 √Δ 代替 η，√Δ 是它自己以往步长的均方根。起初还没有走过一步，根号下只有 ε，√ε = {root}。',
      ask: '梯度 g = {gradient} 时，第一步有多长？',
      why: '{first}：√ε 除以 √{fresh}。梯度约掉了，全由 ε 决定。取 η = {rate} 的 RMSprop，第一步是 {other}。',
    },
    grow: {
      title: '靠自己的步子加快',
      text: '每一步都计入 Δ，Δ 越大，下一步越长。梯度一直是 1；RMSprop 取 η = {rate}，步长一直不变。',
      ask: '画出步长接下来怎么变。',
      why: '它在变长，从 {begin} 到第 {step} 步的 {end}，只有 {times} 倍。小步子喂不饱它，所以加快得很慢。',
    },
    alike: {
      title: '陡与平一样走',
      text: '还是那只碗，y 方向的陡度是 x 方向的二十倍。图上是 RMSprop 取 η = {rate} 走 {steps} 步的路径。',
      ask: 'Adadelta 走 {steps} 步到哪里？',
      why: '它在 x 方向走了 {x}，在 y 方向走了 {y}；RMSprop 在 x 方向走了 {other}。√Δ/√s 是每个权重自己的学习率，只是起初很小。',
    },
    units: {
      title: '单位',
      text: '换用小到 1/{unit} 的单位来量 w，同样的路程，数值变成 {unit} 倍。RMSprop 每步仍长 η，所以要走 {slow} 倍的步数。Adadelta 原来走 {before} 步。',
      ask: '现在它要走多少步？',
      why: '{after} 步，是原来的 {times} 倍。√Δ/√s · g 带着 w 的单位，会一同变大；可是它起步所靠的 ε 只是一个数。',
    },
    chosen: {
      title: 'ε 决定快慢',
      text: 'PyTorch 可以自选 ε。取 {known} 时，这个权重走 {before} 步把损失降到 {target}。',
      ask: '取 ε = {epsilon}，要走多少步？',
      why: '{after} 步。第一步长 {first}，而不是 {begin}：由 √ε 决定。在别的规则里，ε 用来防止除以零；在这里，它是暗中的学习率。',
    },
  },
}
