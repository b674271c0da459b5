import { learningRate, momentumShare, text, velocitySlot } from './hyper.ts'
import { defineRule, type Optimizer } from './types.ts'

/** Nesterov's momentum as he wrote it: first move with the velocity, then measure, then correct. */
export const nesterovAhead: Optimizer = {
  id: 'nesterov-ahead',
  name: 'Nesterov, look-ahead',
  group: 'momentum',
  formOf: 'nesterov',
  paper: {
    citation:
      'Nesterov 1983, A Method for Solving the Convex Programming Problem with Convergence Rate O(1/k²)',
    url: 'https://www.mathnet.ru/eng/dan46009',
  },
  why: text(
    'It measures the gradient where the velocity is about to carry it, so it feels a rise before it is on it. The form in frameworks walks the same path, seen from the point ahead.',
    '它在速度即将到达的位置测量梯度，因此还没上坡就已感到坡。框架里的写法走的是同一条路，只是从前方那一点来看。',
  ),
  rules: {
    paper: defineRule({
      hyper: [learningRate(0.01), momentumShare(0.9)],
      slots: [velocitySlot],
      program: `
        g = gradient(w + momentum * v)
        v = momentum * v - lr * g
        w += v
      `,
      rateLimit: (curvature, { momentum: mu }) => (2 * (1 + mu)) / (curvature * (1 + 2 * mu)),
    }),
  },
}
