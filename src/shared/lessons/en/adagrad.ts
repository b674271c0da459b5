import type { LessonText } from '../types.ts'

export const adagradEn = {
  title: 'One rate each',
  about: 'What Adagrad divides by, and why it slows',
  steps: {
    one: {
      title: 'One rate for two weights',
      text: 'This bowl is twenty times as steep in y as in x. SGD gives both weights η = {rate}.',
      ask: 'Which weight is home first?',
      options: { x: 'x, flat', both: 'Both', y: 'y, steep' },
      why: 'After 20 steps y is {y} from the floor, x still {x}. A rate safe for the steep one is too small for the flat one.',
    },
    own: {
      title: 'A rate for each',
      text: 'Adagrad divides each weight’s step by the root of s: the sum of that weight’s own squared gradients.',
      ask: 'Where is it after 20 steps?',
      why: 'A steep slope has a large s. The first step is η = {rate} long in both directions, so the path cuts across.',
    },
    sum: {
      title: 'The sum',
      text: 'Ten gradients of 1 have made s = 10. From then on the gradient is only {later}.',
      ask: 'Draw how s goes on.',
      why: 'It ends at {end}. Squares are never negative: s can only grow. What was loud at the beginning is never forgotten.',
    },
    rate: {
      title: 'The rate at step 100',
      text: 'Every gradient is {gradient}. The effective rate is what g is multiplied by: η/√s, with η = {rate}.',
      ask: 'What is it at step 100?',
      why: 's has become {sum}, its root {root}; {rate} divided by that is {end}. The more steps, the smaller: nothing brings it back.',
    },
    far: {
      title: 'A long way',
      text: 'With η = {rate}, Adagrad needs {first} steps to a loss of 0.01. SGD with half its rate needs twice as many.',
      ask: 'How many for Adagrad with η = {half}?',
      why: '{second}: {times} times as many. The steps shrink while it walks, so a long way takes more than its share.',
    },
  },
} as const satisfies LessonText
