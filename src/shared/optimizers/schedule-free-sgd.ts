import { decay, learningRate, text } from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

export const scheduleFreeSgd: Optimizer = {
  id: 'schedule-free-sgd',
  name: 'Schedule-Free SGD',
  group: 'parameterFree',
  paper: {
    citation: 'Defazio et al. 2024, The Road Less Scheduled',
    url: 'https://arxiv.org/abs/2405.15682',
  },
  why: text(
    'Plain steps move z; x is the average of all z so far, and gradients are taken between the two. The average does what a falling learning rate would, without knowing how long training lasts; losses are those at x.',
    '普通的步子移动 z；x 是迄今所有 z 的平均，梯度在两者之间取。平均起到了学习率下降的作用，却不必知道训练多长；损失在 x 处计算。',
  ),
  rules: {
    optax: defineRule({
      hyper: [
        learningRate(1),
        {
          ...decay('beta1', '\\beta_1', text('weight of the average', '平均的权重'), 0.9),
          range: { minimum: 0, maximum: 1, exclusive: 'both' },
        },
      ],
      slots: [
        {
          key: 'z',
          symbol: 'z',
          meaning: text('where plain steps lead', '普通步子到达之处'),
          initial: 'w',
        },
        {
          key: 'most',
          symbol: '\\hat\\eta',
          meaning: text('largest rate so far', '迄今最大的学习率'),
        },
        {
          key: 'total',
          symbol: 'S',
          meaning: text('sum of the weights of the average', '平均的权重之和'),
        },
      ],
      program: `
        x = (w - (1 - beta1) * z) / beta1
        most = max(most, lr)
        total += most**2
        c = most**2 / total
        z -= lr * g
        x = (1 - c) * x + c * z
        w = beta1 * x + (1 - beta1) * z
        evaluate((w - (1 - beta1) * z) / beta1)
      `,
    }),
  },
}
