import type { LessonText } from '../types.ts'

export const blowUpZh: LessonText = {
  title: '发散的时候',
  about: '梯度裁剪、预热和逐渐变小的学习率',
  steps: {
    bare: {
      title: '太陡的墙',
      text: '这个损失中间平、外面陡：在 w = −5 处斜率是 {slope}。SGD 取 η = {rate}。',
      ask: '它会怎样？',
      options: { arrives: '下到谷底', hops: '在两壁之间跳', diverges: '发散' },
      why: '第一步落在 {to}。落得比 −5 处高，坡更陡，下一步更长；落得低，下一步就短。',
    },
    clip: {
      title: '裁剪梯度',
      text: '现在，长过 c = {limit} 的梯度先截到这个长度再走。η 是刚才发散的 0.5。',
      ask: '四步之后 w 在哪里？',
      why: '在 {to}：不管坡多陡，每步都长 η · c = {length}。裁剪把墙变成了斜坡。',
    },
    warm: {
      title: '预热',
      text: '不裁剪，η = 2，是这面墙所能承受的五倍。不过学习率在 {steps} 步之内才均匀升到它。',
      ask: '它撑得过去吗？',
      options: { diverges: '不行，会发散', survives: '可以' },
      why: '第一步用 η = {first}，落在 {to}。只要小步子及时离开陡墙，大步子遇到的就是平地。',
    },
    decay: {
      title: '让学习率降下来',
      text: '一只圆碗，但每个梯度都带噪声，就像小批量那样。200 步之后，学习率从 {rate} 降到 {less}。',
      ask: '最后 100 步的平均损失是多少？',
      why: '之前约 {before}，之后约 {after}。步子是 η 乘噪声：学习率小，抖得就轻，但不会一点不抖。',
    },
  },
}
