import type { LessonText } from '../types.ts'

export const conventionsEn = {
  title: 'One name, three formulas',
  about: 'Why a tutorial, PyTorch and Keras disagree under the same name',
  steps: {
    start: {
      title: 'Where the sum starts',
      text: 'Adagrad with η = 1. PyTorch starts its sum s at 0, Keras at 0.1. Every gradient is {gradient}; PyTorch’s first step is {torch} long.',
      ask: 'How long is Keras’s first step?',
      why: '{keras}: g is divided by √(0.1 + g²). Small gradients start slowly in Keras; with large ones nobody sees the difference.',
    },
    epsilon: {
      title: 'Inside the root, or beside it',
      text: 'RMSprop, η = 1. A small ε keeps it from dividing by zero: PyTorch adds it beside the root, the tutorial inside. Every gradient is {gradient}.',
      ask: 'How long are the tutorial’s steps at the end?',
      why: '{tutorial}; PyTorch’s are {torch}. Inside the root, 10⁻⁶ weighs as much as a gradient of 10⁻³.',
    },
    memory: {
      title: 'Other defaults',
      text: 'RMSprop keeps a share of s at each step: 0.9 in the tutorial, 0.99 in PyTorch. Every gradient is 1, but the 101st is {spike}.',
      ask: 'Whose rate is back at 0.9 first?',
      options: { pytorch: 'PyTorch’s', both: 'Both at once', tutorial: 'The tutorial’s' },
      why: 'The tutorial’s after {tutorial} steps, PyTorch’s after {torch}. 0.9 remembers about ten steps, 0.99 about a hundred.',
    },
    path: {
      title: 'Another path',
      text: 'RMSprop with η = {rate}, each with its own defaults. You see the tutorial’s 30 steps.',
      ask: 'Where is PyTorch after 30 steps?',
      why: 'Further: s starts at 0 and, keeping 0.99, fills more slowly, so more of the first steps are long. The first moves x by {torch}; the tutorial’s by {tutorial}.',
    },
  },
} as const satisfies LessonText
